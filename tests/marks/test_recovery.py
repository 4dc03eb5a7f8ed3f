"""Files that are damaged, newer, older, foreign, missing, or not files: no traceback, no loss."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.errors import MarksError
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import READ, STAR, Mark
from nsdi_tui.marks.schema import APPLICATION_ID, STEPS
from nsdi_tui.marks.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.model import Applied


def text_of(applied: Applied | None) -> str | None:
    return applied.text if applied else None


@pytest.fixture
def papers(paper: Callable[..., Paper]) -> Any:
    return [paper(f"Paper number {number}", name=f"P{number}") for number in range(300)]


@pytest.fixture
def filled(open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]) -> Any:
    """The bytes of a marks file with three hundred stars."""
    marks = open_marks()
    marks.apply(STAR, papers)
    marks.close()
    return marks_file.read_bytes()


def damage_middle(content: bytes) -> Any:
    middle = len(content) // 2
    return content[:middle] + os.urandom(4096) + content[middle + 4096 :]


def test_two_damaged_files_keep_two_names(
    open_marks: Callable[..., Marks], marks_file: Path
) -> None:
    marks_file.parent.mkdir()
    for content in (b"first" * 200, b"second" * 200):
        marks_file.write_bytes(content)
        open_marks()
    assert len(list(marks_file.parent.glob("*.corrupt-*"))) == 2


def test_the_journal_of_a_writer_goes_aside_with_its_damaged_file(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    """Left behind, it would be taken for the new file's, and played back into it."""
    writer = sqlite3.connect(marks_file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE papers SET title = 'x'")
    journal = marks_file.with_name(marks_file.name + "-journal")
    assert journal.exists()
    marks_file.write_bytes(damage_middle(filled))
    assert open_marks().apply(STAR, [paper("A")]).saved
    assert not journal.exists()
    assert len(list(marks_file.parent.glob("*.corrupt-*-journal"))) == 1
    writer.close()
    assert open_marks().get(paper("A")).starred


def test_damage_during_the_session_loses_nothing(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]
) -> None:
    marks = open_marks()
    marks_file.write_bytes(os.urandom(len(filled)))
    marks.apply(READ, papers[:1])
    marks.poll()
    assert marks.state == "saved"
    assert ".corrupt-" in (marks.notice or "")
    again = open_marks()
    assert [again.get(one).starred for one in papers] == [True] * len(papers)
    assert again.get(papers[0]).read


def test_a_file_deleted_during_the_session_is_written_again(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]
) -> None:
    marks = open_marks()
    marks_file.unlink()
    assert marks.apply(READ, papers[:1]).saved
    again = open_marks()
    assert again.get(papers[0]) == Mark(starred=True, read=True)
    assert again.get(papers[-1]) == Mark(starred=True)


def test_a_file_replaced_during_the_session_is_merged(
    open_marks: Callable[..., Marks], marks_file: Path, tmp_path: Path, paper: Callable[..., Paper]
) -> None:
    other = open_marks(tmp_path / "other.sqlite3")
    other.apply(READ, [paper("A")])
    other.close()
    marks = open_marks()
    marks.apply(STAR, [paper("A"), paper("B")])
    (tmp_path / "other.sqlite3").replace(marks_file)
    assert marks.poll() is True
    again = open_marks()
    assert again.get(paper("A")) == marks.get(paper("A")) == Mark(starred=True, read=True)
    assert again.get(paper("B")) == Mark(starred=True)


def test_a_broken_letter_in_one_title_hides_no_other_mark(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]
) -> None:
    marks_file.write_bytes(filled.replace(b"Paper number 7", b"Paper n\xff\xfeber 7", 1))
    marks = open_marks()
    assert all(marks.get(one).starred for one in papers)


def test_a_newer_file_is_left_alone(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]
) -> None:
    with sqlite3.connect(marks_file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = marks_file.read_bytes()
    marks = open_marks()
    assert marks.state == "memory"
    assert "newer version" in (marks.notice or "")
    applied = marks.apply(READ, papers[:1])
    assert not applied.saved
    assert "newer version" in applied.message
    assert marks.get(papers[0]) == Mark(read=True)
    marks.poll()
    assert marks_file.read_bytes() == before
    assert list(marks_file.parent.iterdir()) == [marks_file]


def test_the_database_of_another_program_is_left_alone(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    marks_file.parent.mkdir()
    with sqlite3.connect(marks_file) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()
    before = marks_file.read_bytes()
    marks = open_marks()
    assert not marks.apply(STAR, [paper("A")]).saved
    assert "another program" in (marks.notice or "")
    assert marks_file.read_bytes() == before


def test_an_empty_file_becomes_a_marks_file(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    marks_file.parent.mkdir()
    marks_file.touch()
    marks = open_marks()
    assert (marks.state, marks.notice) == ("saved", None)
    assert marks.apply(STAR, [paper("A")]).saved
    assert open_marks().get(paper("A")).starred


def old_file(path: Path, steps: Any, *rows: Any) -> None:
    """Make a marks file as a version with only these steps left it."""
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        for step in steps:
            for statement in step:
                database.execute(statement)
        for row in rows:
            database.execute(row)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {len(steps)}")
    database.close()


@pytest.mark.parametrize("version", range(len(STEPS) + 1))
def test_a_file_of_each_version_is_brought_up_to_date(
    version: Any, open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    old_file(marks_file, STEPS[:version])
    marks = open_marks()
    assert marks.apply(STAR, [paper("A")]).saved
    assert open_marks().get(paper("A")).starred


LATER = (
    ("ALTER TABLE papers ADD COLUMN rating INTEGER", "UPDATE papers SET rating = 5 WHERE starred"),
    ("CREATE TABLE tags (tag TEXT)",),
)


def test_steps_run_once_and_keep_the_marks(filled: bytes, marks_file: Path) -> None:
    for _ in range(2):
        store = Store(marks_file, (*STEPS, *LATER))
        store.open()
        found = store.database.execute("SELECT count(*), min(rating) FROM papers").fetchone()
        assert found == (300, 5)
        store.close()


def test_a_step_that_fails_changes_nothing(
    filled: bytes, marks_file: Path, papers: list[Paper], open_marks: Callable[..., Marks]
) -> None:
    before = marks_file.read_bytes()
    store = Store(marks_file, (*STEPS, LATER[0], ("CREATE NONSENSE",)))
    with pytest.raises(MarksError):
        store.open()
    assert marks_file.read_bytes() == before
    assert open_marks().get(papers[0]).starred


def test_a_symbolic_link_is_followed(
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    tmp_path: Path,
    papers: list[Paper],
) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(marks_file)
    marks = open_marks(link)
    assert marks.apply(READ, papers[:1]).saved
    assert link.is_symlink()
    assert open_marks(marks_file).get(papers[0]) == Mark(starred=True, read=True)


def test_quarantine_moves_the_damaged_file_and_not_a_link_to_it(
    open_marks: Callable[..., Marks], marks_file: Path, tmp_path: Path
) -> None:
    marks_file.parent.mkdir()
    marks_file.write_bytes(b"no database " * 200)
    link = tmp_path / "link.sqlite3"
    link.symlink_to(marks_file)
    assert ".corrupt-" in (open_marks(link).notice or "")
    assert link.is_symlink()
    assert len(list(marks_file.parent.glob("*.corrupt-*"))) == 1


def no_file(tmp_path: Path, kind: Any) -> Any:
    path = tmp_path / "place"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a link to itself":
        path.symlink_to(path)
    elif kind == "below a file":
        path.touch()
        return path / "marks.sqlite3"
    elif kind == "a name with NUL":
        return tmp_path / "a\0b"
    elif kind == "a name too long":
        return tmp_path / ("x" * 300)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "a folder",
        "a pipe",
        "a link to itself",
        "below a file",
        "a name with NUL",
        "a name too long",
    ],
)
def test_where_no_file_can_be_marks_stay_in_memory(
    kind: Any, tmp_path: Path, paper: Callable[..., Paper]
) -> None:
    marks = Marks.open(no_file(tmp_path, kind))
    applied = marks.apply(STAR, [paper("A")])
    assert not applied.saved
    assert applied.message.endswith(f"not saved: {applied.problem}")
    assert marks.get(paper("A")).starred
    assert marks.state == "memory"
    assert marks.notice
    marks.poll()
    assert text_of(marks.undo()) == "Undid: star on A"
    assert not marks.get(paper("A")).starred
    marks.close()
