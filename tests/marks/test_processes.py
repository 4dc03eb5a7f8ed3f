"""Windows that mark at once, and windows that are killed."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from nsdi_tui.marks.model import STAR

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.marks import Marks

MARK_MANY = """
marks = Marks.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    marks.apply(STAR, [paper(number)])
    # On a busy machine the other processes may hold the file for longer than a change waits.
    while marks.unsaved:
        marks.poll()
    print(number, flush=True)
"""

NOTE_MANY = """
marks = Marks.open(Path(sys.argv[1]))
for number in range(20):
    seen = marks.get(paper(0)).note
    applied = marks.apply(SetNote(f"{seen} {sys.argv[2]}{number}".strip(), was=seen), [paper(0)])
    assert applied.saved, applied.message
"""


def numbered(paper: Callable[..., Paper], number: int) -> Any:
    return paper(f"Paper {number}")


def test_killed_among_a_thousand_marks_nothing_acknowledged_is_lost(
    start: Callable[..., subprocess.Popen[str]],
    open_marks: Callable[..., Marks],
    marks_file: Path,
    paper: Callable[..., Paper],
) -> None:
    acknowledged = []
    # Three deaths at different moments; each successor finds what the last one acknowledged.
    for first, until in ((0, 40), (300, 25), (600, 60)):
        child = start(MARK_MANY, marks_file, first, first + 1000)
        for _ in range(until):
            assert child.stdout is not None
            acknowledged.append(int(child.stdout.readline()))
        child.send_signal(signal.SIGKILL)
        rest, errors = child.communicate()
        assert errors == ""
        # A line that the kill cut off is no acknowledgement.
        acknowledged += [int(line) for line in rest.split("\n")[:-1]]
        assert child.returncode == -signal.SIGKILL
        marks = open_marks()
        assert marks.notice is None
        lost = [one for one in acknowledged if not marks.get(numbered(paper, one)).starred]
        assert lost == []
    assert len(acknowledged) >= 125


def test_two_processes_that_mark_at_once_lose_nothing(
    start: Callable[..., subprocess.Popen[str]],
    open_marks: Callable[..., Marks],
    marks_file: Path,
    paper: Callable[..., Paper],
) -> None:
    here = open_marks()
    here.apply(STAR, [paper("Before")])
    children = [start(MARK_MANY, marks_file, first, first + 100) for first in (0, 50, 100)]
    for child in children:
        out, errors = child.communicate()
        assert errors == ""
        assert len(out.split()) == 100
    assert here.poll() is True
    fresh = open_marks()
    for marks in (here, fresh):
        assert all(marks.get(numbered(paper, number)).starred for number in range(200))
        assert marks.get(paper("Before")).starred


def test_two_processes_that_write_one_note_keep_every_word(
    start: Callable[..., subprocess.Popen[str]],
    open_marks: Callable[..., Marks],
    marks_file: Path,
    paper: Callable[..., Paper],
) -> None:
    children = [start(NOTE_MANY, marks_file, name) for name in ("left", "right")]
    for child in children:
        assert child.communicate()[1] == ""
    words = open_marks().get(numbered(paper, 0)).note.split()
    for name in ("left", "right"):
        assert {f"{name}{number}" for number in range(20)} <= set(words)
