# Every target sets up what it needs: in a fresh clone, `make run` and `make test` just work.
# With uv, the set-up uses uv, otherwise `python3 -m venv` and pip; once done, it needs no network.

PYTHON ?= python3
LOWEST ?= 3.10
ARGS ?=
# More workers than cores: the tests wait for terminals more than they compute.
PARALLEL ?= --numprocesses auto --dist worksteal

VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/ready-to-run
TEST_READY := $(VENV)/ready-to-test

# What the environment was made from. Its interpreter reads back what was recorded when it was
# complete: an incomplete, broken, moved or outdated environment does not return this.
export STATE := $(shell echo "$$(cksum < pyproject.toml) $(PYTHON) $$PWD")
noted = $(shell $(BIN)/python -c 'print(open("$(1)").read())' 2>/dev/null)

# The tests start the program hundreds of times, which without stored bytecode takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test coverage lint format core wheel manual pictures bench soak reliability test-lowest clean
# Two set-ups at the same time would break each other, whatever -j says.
.NOTPARALLEL:

help:
	@echo 'make run          open NSDI 2026 in the terminal; ARGS="-f moe other.md" passes arguments'
	@echo 'make test         lint, then all tests'
	@echo 'make coverage     all tests, with the coverage of lines and branches'
	@echo 'make lint         ruff, mypy, import-linter'
	@echo 'make core         the fast tests of what is pure, up to the first failure'
	@echo 'make format       format the code'
	@echo 'make wheel        build the wheel into dist/, install it in a new environment and try it'
	@echo 'make manual       write docs/nsdi-tui.1, the manual page, from the program'
	@echo 'make pictures     write docs/pictures, the pictures of the README, from the app'
	@echo 'make bench        the benchmarks; ARGS="--only startup" passes arguments'
	@echo 'make soak         random keys, damaged documents, kills; ARGS="--minutes 60 --keys 200000"'
	@echo 'make reliability  write the counts of "make soak" into docs/reliability.md'
	@echo 'make test-lowest  the tests on the lowest Python and the lowest direct dependencies (uv)'
	@echo 'make clean        remove the environments, caches and builds'

run: $(RUN_READY)
	@$(BIN)/python -m nsdi_tui $(ARGS)

test: lint
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

coverage: $(TEST_READY)
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term:skip-covered $(ARGS)

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TEST_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

core: $(TEST_READY)
	$(BIN)/python -m pytest -x -q --numprocesses logical --dist worksteal \
	  -m "not system and not slow and not hypothesis" \
	  tests/digest tests/finding tests/export tests/tui/test_rows.py $(ARGS)

manual: $(TEST_READY)
	$(BIN)/python -m nsdi_tui.manual > docs/nsdi-tui.1

pictures: $(TEST_READY)
	$(BIN)/python docs/make_pictures.py

bench: $(TEST_READY)
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(TEST_READY)
	PYTHONPATH='$(CURDIR)' $(BIN)/python -m tests.soak $(ARGS)

reliability: $(TEST_READY)
	$(BIN)/python -m tests.soak.figures $(ARGS)

wheel: $(TEST_READY)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --wheel --outdir dist
	$(PYTHON) -m venv --clear $(VENV)-wheel
	$(VENV)-wheel/bin/python -m pip install -q --disable-pip-version-check dist/*.whl
	cd / && '$(CURDIR)/$(VENV)-wheel/bin/nsdi-tui' --version
	cd / && '$(CURDIR)/$(VENV)-wheel/bin/nsdi-tui' --check | head -n 3

test-lowest:
	@command -v uv >/dev/null || { echo 'make test-lowest needs uv (https://docs.astral.sh/uv/)' >&2; exit 2; }
	rm -rf $(VENV)-lowest
	uv venv -q --python '$(LOWEST)' $(VENV)-lowest
	uv pip install -q --python $(VENV)-lowest --resolution lowest-direct -e '.[dev]'
	$(VENV)-lowest/bin/python -m pytest $(PARALLEL) $(ARGS)

clean:
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-wheel .coverage* build dist .mypy_cache .pytest_cache .ruff_cache
	rm -rf .import_linter_cache .hypothesis
	find nsdi_tui tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

ifneq "$(call noted,$(RUN_READY))" "$(STATE)"
.PHONY: $(RUN_READY)
endif
ifneq "$(call noted,$(TEST_READY))" "$(STATE)"
.PHONY: $(TEST_READY)
endif

$(RUN_READY):
	@$(call set-up,.)
	@echo "$$STATE" > $@

$(TEST_READY):
	@$(call set-up,.[dev])
	@echo "$$STATE" > $(RUN_READY)
	@echo "$$STATE" > $@

# An environment without a record is incomplete. It is recreated, as is one that does not run, was
# moved, or has another Python; where only pyproject.toml changed, it is updated.
define set-up
set -e; \
echo 'Setting up $(VENV)' >&2; \
noted=$$(cat $(RUN_READY) 2>/dev/null || true); \
rm -f $(RUN_READY) $(TEST_READY); \
if [ "$${noted#* * }" != "$${STATE#* * }" ] || ! $(BIN)/python -c '' 2>/dev/null; then \
  rm -rf $(VENV); \
fi; \
if command -v uv >/dev/null; then \
  [ -d $(VENV) ] || uv venv -q $(if $(filter file,$(origin PYTHON)),,--python '$(PYTHON)') $(VENV); \
  uv pip install -q --python $(VENV) -e '$(1)'; \
else \
  $(BIN)/python -m pip --version >/dev/null 2>&1 || { $(check-python); rm -rf $(VENV); $(PYTHON) -m venv $(VENV); }; \
  $(BIN)/python -m pip install -q --disable-pip-version-check -e '$(1)'; \
fi
endef

define check-python
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
  echo "nsdi-tui needs Python 3.10 or newer, and $(PYTHON) is" \
    "$$($(PYTHON) --version 2>/dev/null || echo missing); name another" \
    '(make run PYTHON=python3.12), or install uv.' >&2; exit 2; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo '$(PYTHON) lacks its venv module: install it (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 2; }
endef
