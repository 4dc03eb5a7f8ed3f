"""A full disk, a read-only folder, a file in use: reported, kept in memory, tried again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.errors import MarksError
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import READ, STAR, UNREAD, UNSTAR, Mark, SetNote
from nsdi_tui.marks.store import Store

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nsdi_tui.digest.model import Paper


@pytest.fixture
def hasty(marks_file: Path) -> Iterator[Any]:
    """Marks that wait for another writer only ten milliseconds."""
    marks = Marks(Store(marks_file, busy=10))
    marks.poll()
    yield marks
    marks.close()


@pytest.fixture
def held(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> Iterator[Any]:
    """A connection that holds the marks file's write lock until it is rolled back."""
    open_marks().apply(STAR, [paper("Before")])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    yield database
    database.close()


def test_a_file_in_use_is_reported_and_tried_again(
    held: sqlite3.Connection,
    hasty: Marks,
    open_marks: Callable[..., Marks],
    paper: Callable[..., Paper],
) -> None:
    marks = hasty
    waiting = marks.apply(STAR, [paper("A")])
    assert not waiting.saved
    assert waiting.message == "Starred A; not saved: the marks file is in use by another program"
    assert marks.get(paper("A")).starred
    marks.apply(SetNote("later"), [paper("A")])
    marks.poll()
    assert marks.state == "memory"
    held.execute("ROLLBACK")
    assert marks.poll() is True
    assert (marks.state, marks.notice) == ("saved", "Saved the marks that were kept in memory")
    assert open_marks().get(paper("A")) == Mark(starred=True, note="later")
    assert marks.poll() is False


def test_unsaved_changes_and_those_of_other_windows_are_both_kept(
    held: sqlite3.Connection,
    hasty: Marks,
    open_marks: Callable[..., Marks],
    paper: Callable[..., Paper],
) -> None:
    marks = hasty
    marks.apply(STAR, [paper("A")])
    marks.apply(SetNote("mine"), [paper("A")])
    held.execute("ROLLBACK")
    other = open_marks()
    other.apply(READ, [paper("A")])
    other.apply(SetNote("theirs"), [paper("A")])
    marks.poll()
    for one in (marks, open_marks()):
        assert one.get(paper("A")) == Mark(True, True, "mine\n\ntheirs")


def test_a_file_that_is_locked_at_the_opening_is_read_later(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    open_marks().apply(STAR, [paper("A")])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    marks = Marks(Store(marks_file, busy=10))
    marks.poll()
    assert marks.state == "memory"
    assert "in use" in (marks.notice or "")
    assert not marks.get(paper("A")).starred
    database.close()
    assert marks.poll() is True
    assert marks.get(paper("A")).starred
    marks.close()


def test_changes_made_before_a_locked_file_is_read_apply_to_what_it_holds(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    before = open_marks()
    for change in (STAR, READ, SetNote("old")):
        before.apply(change, [paper("A")])
    before.apply(SetNote("theirs"), [paper("B")])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    marks = Marks(Store(marks_file, busy=10))
    for change in (UNSTAR, UNREAD, SetNote("new")):
        assert not marks.apply(change, [paper("A")]).saved
    # Written in a dialog that showed no note: not meant to replace one.
    marks.apply(SetNote("mine", was=""), [paper("B")])
    assert marks.unsaved == 4
    database.close()
    marks.poll()
    for one in (marks, open_marks()):
        assert one.get(paper("A")) == Mark(note="new")
        assert one.get(paper("B")) == Mark(note="theirs\n\nmine")
    # What the changes replaced was not known when they were made.
    assert marks.undo() is None
    marks.close()


def test_a_file_that_others_write_to_can_be_read(
    held: sqlite3.Connection, hasty: Marks, paper: Callable[..., Paper]
) -> None:
    hasty.apply(READ, [paper("A")])
    assert hasty.get(paper("Before")).starred
    assert hasty.state == "memory"
    assert hasty.get(paper("A")).read


def test_what_waits_is_tried_once_more_at_the_end(
    held: sqlite3.Connection,
    hasty: Marks,
    open_marks: Callable[..., Marks],
    paper: Callable[..., Paper],
) -> None:
    hasty.apply(STAR, [paper("A")])
    held.execute("ROLLBACK")
    hasty.close()
    assert open_marks().get(paper("A")).starred


FULL_DISK = """
sh("mount -t tmpfs -o size=96k tmpfs " + sys.argv[1])
marks = Marks.open(Path(sys.argv[1]) / "marks.sqlite3")
saved, number = [], 0
while (applied := marks.apply(SetNote("x" * 2000), [paper(number)])).saved:
    saved.append(number)
    number += 1
assert number > 3, applied.message
assert "the disk is full" in applied.message, applied.message
assert marks.state == "memory" and "the disk is full" in (marks.notice or "")
assert marks.get(paper(number)).note and marks.get(paper(0)).note
marks.poll()
assert marks.state == "memory"
other = Marks.open(Path(sys.argv[1]) / "marks.sqlite3")
assert all(other.get(paper(one)).note for one in saved)
assert not other.get(paper(number)).note
sh("mount -o remount,size=4m " + sys.argv[1])
assert marks.poll() and marks.state == "saved", marks.notice
assert Marks.open(Path(sys.argv[1]) / "marks.sqlite3").get(paper(number)).note
"""

READ_ONLY = """
folder = Path(sys.argv[1])
sh(f"mount -t tmpfs tmpfs {folder}")
file = folder / "marks.sqlite3"
first = Marks.open(file)
first.apply(STAR, [paper(1)])
first.close()
sh(f"mount -o remount,ro {folder}")
marks = Marks.open(file)
assert marks.state == "memory" and "read-only" in marks.notice, marks.notice
assert marks.get(paper(1)).starred
applied = marks.apply(READ, [paper(1)])
assert not applied.saved and "read-only" in applied.message, applied.message
assert marks.get(paper(1)) == Mark(True, True)
marks.poll()
fresh = Marks.open(folder / "new" / "marks.sqlite3")
assert not fresh.apply(STAR, [paper(2)]).saved
assert "Read-only file system" in fresh.notice, fresh.notice
sh(f"mount -o remount,rw {folder}")
assert marks.poll() and marks.state == "saved", marks.notice
assert fresh.poll() and fresh.state == "saved", fresh.notice
assert Marks.open(file).get(paper(1)) == Mark(True, True)
assert Marks.open(folder / "new" / "marks.sqlite3").get(paper(2)).starred
"""

NO_MORE_ROOM = """
import resource
path = Path(sys.argv[1])
marks = Marks.open(path)
assert marks.apply(SetNote("kept"), [paper(0)]).saved
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
applied = marks.apply(SetNote("x" * 100_000), [paper(1)])
assert not applied.saved, applied.message
assert marks.get(paper(1)).note
marks.poll()
assert marks.state == "memory" and marks.notice
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert marks.poll() and marks.state == "saved", marks.notice
again = Marks.open(path)
assert again.get(paper(0)).note == "kept" and again.get(paper(1)).note
"""


def passes(child: Any) -> None:
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors


def test_a_full_disk_keeps_what_was_saved_and_saves_the_rest_when_there_is_room(
    own_mounts: tuple[str, ...], start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    passes(start(FULL_DISK, tmp_path, before=own_mounts))


def test_a_read_only_folder_can_be_read_and_is_tried_again(
    own_mounts: tuple[str, ...], start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    passes(start(READ_ONLY, tmp_path, before=own_mounts))


def test_a_file_that_may_not_grow_keeps_what_was_saved(
    start: Callable[..., subprocess.Popen[str]], marks_file: Path
) -> None:
    passes(start(NO_MORE_ROOM, marks_file))


def test_unplugged_while_open_and_back_again(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    marks.apply(STAR, [paper("A")])
    away = marks_file.parent.with_name("away")
    marks_file.parent.rename(away)
    marks_file.parent.write_text("no folder now")
    assert not marks.apply(READ, [paper("A")]).saved
    marks_file.parent.unlink()
    away.rename(marks_file.parent)
    marks.poll()
    assert marks.state == "saved"
    assert open_marks().get(paper("A")) == Mark(starred=True, read=True)


def test_success_is_reported_only_after_a_write(
    hasty: Marks, marks_file: Path, paper: Callable[..., Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be written still opens, and begins a transaction, as if it could."""

    def readonly(*_: Any) -> None:
        raise MarksError("the marks file is read-only")

    write = Store.write
    monkeypatch.setattr(Store, "write", readonly)
    assert not hasty.apply(STAR, [paper("A")]).saved
    # Whatever closes the connection, the next attempt opens the file again and writes.
    hasty._store.close()
    hasty.poll()
    assert (hasty.state, hasty.unsaved) == ("memory", 1)
    assert "read-only" in (hasty.notice or "")
    monkeypatch.setattr(Store, "write", write)
    hasty.poll()
    assert (hasty.state, hasty.unsaved) == ("saved", 0)
    assert hasty.notice == "Saved the marks that were kept in memory"


def test_a_file_that_becomes_writable_again_is_no_news_without_unsaved_marks(
    open_marks: Callable[..., Marks],
    marks_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    paper: Callable[..., Paper],
) -> None:
    open_marks().apply(STAR, [paper("A")])
    monkeypatch.setattr(Store, "writing_problem", lambda _: "the marks file is read-only")
    marks = open_marks()
    assert marks.state == "memory"
    assert marks.get(paper("A")).starred
    monkeypatch.undo()
    marks.poll()
    assert (marks.state, marks.notice) == ("saved", None)


TOO_BIG = """
import resource
path = Path(sys.argv[1])
marks = Marks.open(path)
marks.apply(SetNote("kept"), [paper(0)])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40_000, resource.RLIM_INFINITY))
big = marks.apply(SetNote("x" * 900_000), [paper(1)])
assert not big.saved
star = marks.apply(STAR, [paper(2)])
assert star.saved, star.message
assert marks.state == "memory" and marks.unsaved == 1
note = marks.apply(SetNote("short"), [paper(3)])
assert note.saved, note.message
again = Marks.open(path)
assert again.get(paper(2)).starred and again.get(paper(3)).note == "short"
assert again.get(paper(1)).note == ""
assert marks.get(paper(1)).note
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert marks.poll() and marks.state == "saved", marks.notice
assert len(Marks.open(path).get(paper(1)).note) == 900_000
"""


def test_a_note_too_big_for_the_disk_does_not_block_later_changes(
    start: Callable[..., subprocess.Popen[str]], marks_file: Path
) -> None:
    passes(start(TOO_BIG, marks_file))


def test_a_rescue_file_goes_elsewhere_if_the_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paper: Callable[..., Paper]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a file").touch()
    marks = Marks.open(tmp_path / "a file" / "marks.sqlite3")
    marks.apply(STAR, [paper("A")])
    rescue = marks.close()
    assert rescue is not None
    (file,) = tmp_path.glob("nsdi-tui-marks-*.jsonl")
    assert rescue.path == str(file)
    assert '"title": "A"' in file.read_text()
