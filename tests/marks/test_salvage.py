"""Damaged files: what can be read is recovered, the rest is quarantined, and both are reported."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.marks.model import NO_MARK, READ, STAR, Mark, SetNote

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.marks import Marks


@pytest.fixture
def papers(paper: Callable[..., Paper]) -> Any:
    return [paper(f"Paper number {number}", name=f"P{number}") for number in range(300)]


@pytest.fixture
def filled(open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]) -> Any:
    """The bytes of a marks file with three hundred stars and a note."""
    marks = open_marks()
    marks.apply(STAR, papers)
    marks.apply(SetNote("ask about queues"), papers[:1])
    marks.close()
    return marks_file.read_bytes()


def quarantined(marks_file: Path) -> Any:
    return [path for path in marks_file.parent.iterdir() if ".corrupt-" in path.name]


def damage_middle(content: bytes) -> Any:
    middle = len(content) // 2
    return content[:middle] + os.urandom(4096) + content[middle + 4096 :]


UNREADABLE = {
    "cut to a few bytes": lambda content: content[:40],
    "random bytes": lambda content: os.urandom(len(content)),
    "a text": lambda content: b"# NSDI 2026\n" * 100,
    "only zeros": lambda content: bytes(len(content)),
}
READABLE_IN_PART = {
    "cut in half": lambda content: content[: len(content) // 2],
    "random bytes in its middle": damage_middle,
}


@pytest.mark.parametrize("damage", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_quarantined_and_a_new_one_started(
    damage: Callable[[bytes], bytes],
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
) -> None:
    damaged = damage(filled)
    marks_file.write_bytes(damaged)
    marks = open_marks()
    assert marks.state == "saved"
    (moved,) = quarantined(marks_file)
    assert moved.read_bytes() == damaged
    assert marks.notice == (
        "The marks file was damaged: recovered the marks of 0 papers; "
        f"the damaged file is now {moved.name}"
    )
    assert marks.get(papers[0]) == NO_MARK
    assert marks.apply(READ, papers[:1]).saved
    assert open_marks().get(papers[0]) == Mark(read=True)


@pytest.mark.parametrize("damage", READABLE_IN_PART.values(), ids=READABLE_IN_PART)
def test_marks_in_readable_pages_are_recovered(
    damage: Callable[[bytes], bytes],
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
) -> None:
    damaged = damage(filled)
    marks_file.write_bytes(damaged)
    marks = open_marks()
    starred = [one for one in papers if marks.get(one).starred]
    assert len(starred) > 50
    assert f"recovered the marks of {len(starred)} papers" in (marks.notice or "")
    assert [path.read_bytes() for path in quarantined(marks_file)] == [damaged]
    again = open_marks()
    assert [one for one in papers if again.get(one).starred] == starred
    assert again.notice is None


# Values that no version of the program writes, each in one row of three hundred.
BAD_VALUES = {
    "a time that is text": "UPDATE papers SET starred_at = 'yesterday' WHERE id = 7",
    "a time before 1970": "UPDATE papers SET read_at = -1 WHERE id = 7",
    "a flag that is 5": "UPDATE papers SET read = 5 WHERE id = 7",
    "a title of bytes": "UPDATE papers SET title = x'00ff' WHERE id = 7",
    "no key": "DELETE FROM keys WHERE paper = 7",
}


@pytest.mark.parametrize("statement", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_value_costs_no_other_mark(
    statement: str,
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
) -> None:
    with sqlite3.connect(marks_file) as database:
        database.execute(statement)
    database.close()
    marks = open_marks()
    assert [marks.get(one).starred for one in papers] == [True] * 300
    assert marks.get(papers[0]).note == "ask about queues"
    assert "recovered the marks of 300 papers" in (marks.notice or "")
    assert len(quarantined(marks_file)) == 1


@pytest.mark.parametrize("mask", [0x01, 0xFF])
def test_a_changed_byte_of_the_first_page_costs_nothing(
    mask: int,
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
) -> None:
    """The first page has the header and the table definitions; 1 byte in 127 is tried."""
    for position in range(0, 4096, 127):
        damaged = bytearray(filled)
        damaged[position] ^= mask
        marks_file.write_bytes(bytes(damaged))
        marks = open_marks()
        assert marks.apply(READ, papers[:1]).saved, (position, marks.notice)
        assert all(marks.get(one).starred for one in papers), (position, marks.notice)
        marks.close()


@pytest.mark.parametrize("position", [18, 60, 63, 68, 3837])
def test_a_changed_header_or_table_definition_is_healed(
    position: int,
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
) -> None:
    damaged = bytearray(filled)
    damaged[position] ^= 0xFF
    marks_file.write_bytes(bytes(damaged))
    marks = open_marks()
    assert marks.apply(READ, papers[:1]).saved
    assert all(marks.get(one).starred for one in papers)


def test_control_characters_in_a_marks_file_do_not_get_out(
    filled: bytes, open_marks: Callable[..., Marks], marks_file: Path, papers: list[Paper]
) -> None:
    with sqlite3.connect(marks_file) as database:
        database.execute(
            "UPDATE papers SET title = '\x1b]52;c;eA\x07', note = '\x9b31m' WHERE id=1"
        )
        database.execute("INSERT INTO keys VALUES ('doi:10.1/\x1b[2J', 1)")
    database.close()
    marks = open_marks()
    assert marks.get(papers[0]).note == "\N{REPLACEMENT CHARACTER}31m"
    exported = "\n".join(marks.export_lines())
    assert not {"\x1b", "\x9b"} & set(exported)
    assert "\\u" not in exported


def test_marks_recovered_while_the_disk_cannot_be_written_are_kept(
    filled: bytes,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    papers: list[Paper],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks_file.write_bytes(damage_middle(filled))
    from nsdi_tui.errors import MarksError
    from nsdi_tui.marks.store import Store

    write = Store.write

    def full(*_: Any) -> None:
        raise MarksError("the disk is full")

    monkeypatch.setattr(Store, "write", full)
    marks = open_marks()
    starred = [one for one in papers if marks.get(one).starred]
    assert starred
    assert marks.state == "memory"
    monkeypatch.setattr(Store, "write", write)
    assert marks.poll()
    assert (marks.state, marks.unsaved) == ("saved", 0)
    again = open_marks()
    assert [one for one in papers if again.get(one).starred] == starred
