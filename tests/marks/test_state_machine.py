"""Random marking in two windows, compared with a simple model: a table of values and their times.

Windows crash and are reopened, writes fail at any statement, the file may be locked, old exports
are imported again, and a second marks file is marked separately and imported. Killed processes are
in `tests/soak/marks.py`.
"""

from __future__ import annotations

import sqlite3
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nsdi_tui.digest.model import Paper
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import Applied, Change, Mark, SetFlag, SetNote
from nsdi_tui.marks.store import BUSY_MILLISECONDS, Store

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS = [
    Paper(title, None, (), None, (), (), (), (), (), (f"title:{title.lower()}",), 1)
    for title in ("Caching at the Edge", "Verified Storage", "A Fast Path for Packets")
]
PARTS = ("starred", "read", "note")
WINDOWS = ("left", "right")

windows = st.sampled_from(WINDOWS)
papers = st.integers(0, len(PAPERS) - 1)
flags = st.builds(SetFlag, st.sampled_from(["starred", "read"]), st.booleans())
notes = st.builds(SetNote, st.sampled_from(["", "one", "two", "three"]))
changes = flags | notes

Cell = tuple[int, str]
Table = dict[Cell, tuple[Any, int, str]]
"""The value of each mark of each paper, its time, and the window that set it."""


class FailingConnection(sqlite3.Connection):
    """A connection of which one writing statement fails, before it is done or after."""

    countdown: int | None = None
    is_done = False

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        return self._run(super().execute, sql, *arguments)

    def executemany(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        return self._run(super().executemany, sql, *arguments)

    def _run(self, run: Callable[..., sqlite3.Cursor], sql: str, *arguments: Any) -> sqlite3.Cursor:
        shared = FailingConnection
        if shared.countdown is not None and sql.startswith(("BEGIN", "DELETE", "INSERT", "COMMIT")):
            shared.countdown -= 1
            if shared.countdown < 0:
                shared.countdown = None
                if shared.is_done:
                    run(sql, *arguments)
                raise sqlite3.OperationalError("disk I/O error")
        return run(sql, *arguments)


class Marking(RuleBasedStateMachine):
    """Two windows on one file, and a second file that is marked elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "marks.sqlite3"
        self._stores: dict[str, Store] = {}
        self._marks: dict[str, Marks] = {}
        self._steps: dict[str, list[tuple[Cell, Any, Any]]] = {}
        self._elsewhere = Marks.open(Path(self._folder.name) / "elsewhere.sqlite3")
        self._exports: list[list[str]] = []
        self._clock = 0
        self._table: Table = {}
        self._table_elsewhere: Table = {}
        for window in WINDOWS:
            self._open(window)

    def teardown(self) -> None:
        for marks in (*self._marks.values(), self._elsewhere):
            marks.close()
        self._folder.cleanup()

    @rule(window=windows, paper=papers, change=changes)
    def mark(self, window: str, paper: int, change: Change) -> None:
        applied = self._marks[window].apply(change, [PAPERS[paper]])
        assert applied.saved
        assert applied.changed == self._set(window, paper, change)

    @rule(window=windows)
    def undo(self, window: str) -> None:
        applied = self._marks[window].undo()
        if not self._steps[window]:
            assert applied is None
            return
        cell, before, after = self._steps[window].pop()
        value, _, setter = self._table[cell]
        is_own = (value, setter) == (after, window)
        if is_own:
            self._write(self._table, cell, before, window)
        assert applied is not None
        assert applied.saved
        assert applied.changed == is_own

    @rule(window=windows, paper=papers, change=changes, at=st.integers(0, 5), done=st.booleans())
    def mark_with_a_failing_write(
        self, window: str, paper: int, change: Change, at: int, done: bool
    ) -> None:
        marks = self._marks[window]
        self._apply_failing(marks, paper, change, at, done)
        self._set(window, paper, change)
        assert self._shown(marks) == self._expected(self._table)
        marks.poll()
        assert marks.unsaved == 0

    @rule(window=windows, paper=papers, change=changes, at=st.integers(0, 5), done=st.booleans())
    def crash_while_marking(
        self, window: str, paper: int, change: Change, at: int, done: bool
    ) -> None:
        old = dict(self._table)
        applied = self._apply_failing(self._marks[window], paper, change, at, done)
        # Without the last attempt to save that closing the marks would make.
        self._stores[window].close()
        self._set(window, paper, change)
        self._open(window)
        shown = self._shown(self._marks[window])
        if not applied.saved and shown == self._expected(old):
            self._table = old
        assert shown == self._expected(self._table)

    @rule(window=windows)
    def reopen(self, window: str) -> None:
        self._marks[window].close()
        self._open(window)

    @rule(window=windows, paper=papers, change=changes)
    def mark_before_the_file_can_be_read(self, window: str, paper: int, change: Change) -> None:
        if not self._path.exists():
            return
        self._marks[window].close()
        other = sqlite3.connect(self._path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        self._open(window, busy=0)
        applied = self._marks[window].apply(change, [PAPERS[paper]])
        other.close()
        assert (applied.changed, applied.saved) == (1, False)
        part, value = part_and_value(change)
        self._write(self._table, (paper, part), value, window)

    @rule(window=windows)
    def export(self, window: str) -> None:
        self._exports.append(list(self._marks[window].export_lines()))

    @rule(window=windows, number=st.integers(0, 20))
    def import_an_old_export(self, window: str, number: int) -> None:
        if self._exports:
            lines = self._exports[number % len(self._exports)]
            assert self._marks[window].import_lines(lines).ok

    @rule(paper=papers, change=flags)
    def mark_elsewhere(self, paper: int, change: SetFlag) -> None:
        self._elsewhere.apply(change, [PAPERS[paper]])
        part, value = part_and_value(change)
        if self._value(self._table_elsewhere, (paper, part)) != value:
            self._write(self._table_elsewhere, (paper, part), value, "elsewhere")

    @rule(window=windows)
    def import_from_elsewhere(self, window: str) -> None:
        assert self._marks[window].import_lines(self._elsewhere.export_lines()).ok
        for cell, entry in self._table_elsewhere.items():
            if cell not in self._table or entry[1] > self._table[cell][1]:
                self._table[cell] = entry

    @invariant()
    def every_window_shows_the_table(self) -> None:
        for marks in self._marks.values():
            marks.poll()  # What one of them saves here, the other has to load.
        for marks in self._marks.values():
            marks.poll()
            assert marks.state == "saved"
            assert self._shown(marks) == self._expected(self._table)

    def _open(self, window: str, busy: int = BUSY_MILLISECONDS) -> None:
        self._stores[window] = Store(self._path, busy=busy)
        self._marks[window] = Marks(self._stores[window])
        self._marks[window].poll()
        self._steps[window] = []

    def _apply_failing(
        self, marks: Marks, paper: int, change: Change, at: int, done: bool
    ) -> Applied:
        """Make a change; the writing statement with this number fails, if there are so many."""
        FailingConnection.countdown, FailingConnection.is_done = at, done
        try:
            return marks.apply(change, [PAPERS[paper]])
        finally:
            FailingConnection.countdown = None

    def _set(self, window: str, paper: int, change: Change) -> bool:
        part, value = part_and_value(change)
        cell = (paper, part)
        before = self._value(self._table, cell)
        if before == value:
            return False
        self._write(self._table, cell, value, window)
        self._steps[window].append((cell, before, value))
        return True

    def _write(self, table: Table, cell: Cell, value: Any, window: str) -> None:
        self._clock += 1
        table[cell] = (value, self._clock, window)

    def _value(self, table: Table, cell: Cell) -> Any:
        return table[cell][0] if cell in table else getattr(Mark(), cell[1])

    def _expected(self, table: Table) -> list[Mark]:
        return [
            Mark(*(self._value(table, (paper, part)) for part in PARTS))
            for paper in range(len(PAPERS))
        ]

    def _shown(self, marks: Marks) -> list[Mark]:
        return [marks.get(paper) for paper in PAPERS]


def part_and_value(change: Change) -> tuple[str, bool | str]:
    if isinstance(change, SetNote):
        return "note", change.text
    return change.flag, bool(change.on)


Marking.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_marks_are_those_of_a_simple_model() -> None:
    connect = partial(sqlite3.connect, factory=FailingConnection)
    with patch.object(sqlite3, "connect", connect):
        Marking.TestCase().runTest()
