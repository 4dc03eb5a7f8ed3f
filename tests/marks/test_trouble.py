"""A full disk, a read-only folder, a file in use: said plainly, kept in memory, tried again."""

from __future__ import annotations

import sqlite3

import pytest

from nsdi_tui.marks.model import READ, STAR, Mark, SetNote
from nsdi_tui.marks.session import Marks
from nsdi_tui.marks.store import Store


@pytest.fixture
def hasty(marks_file):
    """Marks that wait for another writer only ten milliseconds."""
    marks = Marks(Store(marks_file, busy=10))
    marks.poll()
    yield marks
    marks.close()


@pytest.fixture
def held(open_marks, marks_file, paper):
    """A connection that holds the marks file's write lock until it is rolled back."""
    open_marks().apply(STAR, [paper("Before")])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    yield database
    database.close()


def test_a_file_in_use_is_said_and_tried_again(held, hasty, open_marks, paper):
    marks = hasty
    waiting = marks.apply(STAR, [paper("A")])
    assert not waiting.saved
    assert waiting.message == "starred A; not saved: the marks file is in use by another program"
    assert marks.get(paper("A")).starred
    marks.apply(SetNote("later"), [paper("A")])
    marks.poll()
    assert marks.state == "memory"
    held.execute("ROLLBACK")
    assert marks.poll() is True
    assert (marks.state, marks.notice) == ("saved", "Marks are saved again.")
    assert open_marks().get(paper("A")) == Mark(starred=True, note="later")
    assert marks.poll() is False


def test_what_waits_and_what_others_wrote_meanwhile_are_both_kept(held, hasty, open_marks, paper):
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


def test_a_file_that_is_locked_at_the_opening_is_read_later(open_marks, marks_file, paper):
    open_marks().apply(STAR, [paper("A")])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    marks = Marks(Store(marks_file, busy=10))
    marks.poll()
    assert marks.state == "memory"
    assert "in use" in marks.notice
    assert not marks.get(paper("A")).starred
    database.close()
    assert marks.poll() is True
    assert marks.get(paper("A")).starred
    marks.close()


def test_a_file_that_others_write_to_can_be_read(held, hasty, paper):
    hasty.apply(READ, [paper("A")])
    assert hasty.get(paper("Before")).starred
    assert hasty.state == "memory"
    assert hasty.get(paper("A")).read


def test_what_waits_is_tried_once_more_at_the_end(held, hasty, open_marks, paper):
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
assert marks.state == "memory" and "the disk is full" in marks.notice
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


def passes(child):
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors


def test_a_full_disk_keeps_what_was_saved_and_saves_the_rest_when_there_is_room(
    own_mounts, start, tmp_path
):
    passes(start(FULL_DISK, tmp_path, before=own_mounts))


def test_a_read_only_folder_can_be_read_and_is_tried_again(own_mounts, start, tmp_path):
    passes(start(READ_ONLY, tmp_path, before=own_mounts))


def test_a_file_that_may_not_grow_keeps_what_was_saved(start, marks_file):
    passes(start(NO_MORE_ROOM, marks_file))


def test_unplugged_while_open_and_back_again(open_marks, marks_file, paper):
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
