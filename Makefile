# The set-up is part of every target: `make run` and `make test` are all that a fresh clone needs.
# With uv it is done by uv, else by `python3 -m venv` and pip; once done it needs no network.

PYTHON ?= python3
LOWEST ?= 3.10
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/ready-to-run
TEST_READY := $(VENV)/ready-to-test

# What the environment was made from. Its own interpreter reads back what was noted when it was
# complete: an environment that is half made, broken, moved or out of date does not answer this.
export STATE := $(shell echo "$$(cksum < pyproject.toml) $(PYTHON) $$PWD")
noted = $(shell $(BIN)/python -c 'print(open("$(1)").read())' 2>/dev/null)

.PHONY: help run test lint format core bench test-lowest clean
# Two set-ups at once would break each other, whatever -j says.
.NOTPARALLEL:

help:
	@echo 'make run          open NSDI 2026 in the terminal; ARGS="-f moe other.md" passes arguments'
	@echo 'make test         lint, then all tests'
	@echo 'make lint         ruff, mypy, import-linter'
	@echo 'make core         the fast tests of the core, up to the first failure'
	@echo 'make format       format the code'
	@echo 'make bench        the measures; ARGS="--only startup" passes arguments'
	@echo 'make test-lowest  the tests on the lowest Python and the lowest direct dependencies (uv)'
	@echo 'make clean        remove the environments, caches and builds'

run: $(RUN_READY)
	@$(BIN)/python -m nsdi_tui $(ARGS)

test: lint
	$(BIN)/python -m pytest $(ARGS)

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TEST_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

core: $(TEST_READY)
	$(BIN)/python -m pytest -x -q -m "not system" --ignore-glob="*/test_properties.py" \
	  tests/digest tests/search tests/export $(ARGS)

bench: $(TEST_READY)
	$(BIN)/python -m benchmarks $(ARGS)

test-lowest:
	@command -v uv >/dev/null || { echo 'make test-lowest needs uv (https://docs.astral.sh/uv/)' >&2; exit 2; }
	rm -rf $(VENV)-lowest
	uv venv -q --python '$(LOWEST)' $(VENV)-lowest
	uv pip install -q --python $(VENV)-lowest --resolution lowest-direct -e '.[dev]'
	$(VENV)-lowest/bin/python -m pytest $(ARGS)

clean:
	rm -rf $(VENV) $(VENV)-lowest build dist .mypy_cache .pytest_cache .ruff_cache
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

# An environment that noted nothing is half made. It is made anew, as is one that does not run, was
# moved, or has another Python; where only pyproject.toml changed, it is brought up to date.
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
    "$$($(PYTHON) --version 2>/dev/null || echo missing): name another" \
    '(make run PYTHON=python3.12), or install uv.' >&2; exit 2; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo '$(PYTHON) lacks its venv module: install it (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 2; }
endef
