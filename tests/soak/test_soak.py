"""A short slice of `make soak`: damaged documents and killed processes.

Slices of the random keys are in `tests/tui/test_monkey.py` and `tests/terminal/test_monkey.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.soak.marks import Killer
from tests.soak.reader import Fuzzer, problem_of, shrunk

if TYPE_CHECKING:
    from pathlib import Path

# Counted by tests of the export: of a thousand documents, less than one may do this.
TOLERATED = "reopened_differently"


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_documents_are_read(seed: int) -> None:
    # Unguided: tracing would take the place of the measured coverage.
    fuzzer = Fuzzer(seed, is_guided=False)
    for _ in range(40):
        fuzzer.step()
    broken = [failure for failure in fuzzer.findings.failures if TOLERATED not in failure[1]]
    assert broken == []
    assert fuzzer.findings.executions == 40


def test_a_broken_promise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.soak.reader.parse", lambda text: 1 / (text.count("owl") == 0))
    assert problem_of("* wren\n* owl\n* tit\n* jay\n") is not None

    def fails(text: str) -> bool:
        return "owl" in text

    assert shrunk("* wren\n* owl\n* tit\n* jay\n", fails) == "* owl"


def test_killed_processes_lose_no_marks(tmp_path: Path) -> None:
    killer = Killer(1, tmp_path)
    killer.step()
    assert killer.findings.failures == []
    assert killer.findings.kills == 2
    assert killer.findings.acknowledged > 0
