"""Stars, read marks and notes on one paper or many at once, and their notices."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.marks.model import (
    NO_MARK,
    READ,
    STAR,
    UNREAD,
    UNSTAR,
    Mark,
    SetFlag,
    SetNote,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.marks import Marks
    from nsdi_tui.marks.model import Applied


def text_of(applied: Applied | None) -> str | None:
    return applied.text if applied else None


@pytest.fixture
def three(paper: Callable[..., Paper]) -> Any:
    return [paper(title) for title in ("Cache Me", "Route Me", "Train Me")]


def test_marks_persist(open_marks: Callable[..., Marks], paper: Callable[..., Paper]) -> None:
    symi = paper("SYMI: Efficient Training", name="SYMI", arxiv="https://arxiv.org/abs/2504.19925")
    first = open_marks()
    assert first.get(symi) == NO_MARK
    applied = [first.apply(change, [symi]) for change in (STAR, READ, SetNote("ask about\nMoE"))]
    assert [one.message for one in applied] == [
        "Starred SYMI",
        "Marked SYMI as read",
        "Saved note on SYMI",
    ]
    assert all(one.saved for one in applied)
    first.close()
    assert open_marks().get(symi) == Mark(starred=True, read=True, note="ask about\nMoE")


def test_only_a_change_creates_the_file(
    open_marks: Callable[..., Marks], marks_file: Path, three: list[Paper]
) -> None:
    marks = open_marks()
    assert marks.get(three[0]) == NO_MARK
    assert marks.poll() is False
    assert not marks_file.parent.exists()
    marks.apply(STAR, three)
    assert marks_file.parent.stat().st_mode & 0o777 == 0o700
    assert marks_file.stat().st_mode & 0o777 == 0o600


def test_a_toggle_gives_all_the_flag_unless_all_have_it(
    open_marks: Callable[..., Marks], three: list[Paper]
) -> None:
    marks = open_marks()
    marks.apply(STAR, three[:1])
    assert marks.apply(SetFlag("starred"), three).message == "Starred 2 of 3 papers"
    assert [marks.get(one).starred for one in three] == [True, True, True]
    assert marks.apply(SetFlag("starred"), three).message == "Unstarred 3 papers"
    assert [marks.get(one).starred for one in three] == [False, False, False]
    assert marks.apply(SetFlag("read"), three[:1]).message == "Marked Cache Me as read"
    assert marks.apply(SetFlag("read"), three[:1]).message == "Marked Cache Me as unread"


def test_a_change_without_effect_is_reported_and_is_not_a_step(
    open_marks: Callable[..., Marks], three: list[Paper]
) -> None:
    marks = open_marks()
    marks.apply(STAR, three[:1])
    assert marks.apply(STAR, three[:1]).text == "Cache Me is already starred"
    assert marks.apply(UNSTAR, three[1:]).text == "2 papers are already not starred"
    assert marks.apply(UNREAD, three[1:2]).text == "Route Me is already unread"
    assert marks.apply(SetNote(""), three[1:2]).changed == 0
    assert marks.apply(STAR, []).text == "No paper to mark"
    assert text_of(marks.undo()) == "Undid: star on Cache Me"
    assert marks.undo() is None


def test_a_paper_that_is_listed_twice_is_marked_once(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    symi = paper("SYMI")
    assert open_marks().apply(STAR, [symi, symi]).text == "Starred SYMI"


def test_a_long_title_is_cut(open_marks: Callable[..., Marks], paper: Callable[..., Paper]) -> None:
    text = open_marks().apply(STAR, [paper("Word " * 50)]).text
    assert text.endswith("…")
    assert len(text) < 80


def test_a_note_loses_control_sequences(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    marks.apply(SetNote("see \x1b]52;c;eA\x07 here\n\n  kept  \n"), [paper("A")])
    assert "\x1b" not in marks.get(paper("A")).note
    assert marks.get(paper("A")).note.endswith("here\n\n  kept")


def test_an_empty_note_removes_it(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    marks.apply(SetNote("x"), [paper("A")])
    assert marks.apply(SetNote("  \n"), [paper("A")]).text == "Removed note on A"
    assert marks.get(paper("A")).note == ""


def test_undo_goes_back_step_by_step(open_marks: Callable[..., Marks], three: list[Paper]) -> None:
    marks = open_marks()
    marks.apply(STAR, three)
    marks.apply(UNSTAR, three[:2])
    marks.apply(SetNote("first"), three[:1])
    marks.apply(SetNote("second"), three[:1])
    messages = []
    states = []
    while (undone := marks.undo()) is not None:
        messages.append(undone.message)
        states.append([marks.get(one) for one in three])
    starred, plain = Mark(starred=True), NO_MARK
    assert messages == [
        "Undid: note on Cache Me",
        "Undid: note on Cache Me",
        "Undid: unstarring 2 papers",
        "Undid: star on 3 papers",
    ]
    assert states == [
        [Mark(note="first"), plain, starred],
        [plain, plain, starred],
        [starred, starred, starred],
        [plain, plain, plain],
    ]
    again = open_marks()
    assert [again.get(one) for one in three] == [plain, plain, plain]


def test_undo_leaves_alone_what_another_window_did_since(
    open_marks: Callable[..., Marks], three: list[Paper]
) -> None:
    here, there = open_marks(), open_marks()
    here.apply(STAR, three)
    there.apply(UNSTAR, three[:1])
    there.apply(STAR, three[:1])
    assert text_of(here.undo()) == "Undid: star on 3 papers (1 changed elsewhere since, left alone)"
    assert [here.get(one).starred for one in three] == [True, False, False]


def test_undo_stops_at_a_change_in_another_window(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    here, there = open_marks(), open_marks()
    one = paper("A")
    here.apply(SetNote("mine"), [one])
    there.apply(SetNote("theirs"), [one])
    here.apply(SetNote("mine again"), [one])
    assert text_of(here.undo()) == "Undid: note on A"
    assert here.get(one).note == "theirs"
    assert text_of(here.undo()) == "Cannot undo note on A: changed elsewhere since"
    assert here.get(one).note == "theirs"


def test_a_change_elsewhere_is_seen_at_the_next_poll(
    open_marks: Callable[..., Marks], three: list[Paper]
) -> None:
    here, there = open_marks(), open_marks()
    here.apply(STAR, three[:1])
    assert there.poll() is True
    assert there.get(three[0]).starred
    assert there.poll() is False
    there.apply(READ, three[:1])
    assert here.poll() is True
    assert here.get(three[0]) == Mark(starred=True, read=True)


def test_a_change_builds_on_what_another_window_wrote_before_any_poll(
    open_marks: Callable[..., Marks], three: list[Paper]
) -> None:
    here, there = open_marks(), open_marks()
    here.apply(STAR, three[:2])
    there.apply(SetFlag("starred"), three)
    assert [there.get(one).starred for one in three] == [True, True, True]
    assert there.apply(SetNote("n"), three[:1]).saved
    here.poll()
    assert here.get(three[0]) == Mark(starred=True, note="n")


def test_two_windows_writing_one_note_keep_both_texts(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    here, there = open_marks(), open_marks()
    one = paper("A")
    here.apply(SetNote("common"), [one])
    there.poll()
    # Both open the note, one saves, then the other.
    there.apply(SetNote("common, and theirs", was="common"), [one])
    here.apply(SetNote("common, and mine", was="common"), [one])
    assert here.get(one).note == "common, and theirs\n\ncommon, and mine"
    there.poll()
    there.apply(SetNote("settled", was=there.get(one).note), [one])
    assert there.get(one).note == "settled"


def test_marks_are_looked_up_in_one_thread_while_another_writes(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    papers = [paper(f"Paper {number}") for number in range(50)]
    with ThreadPoolExecutor(2) as threads:
        writing = [threads.submit(marks.apply, STAR, [one]) for one in papers]
        while not all(one.done() for one in writing):
            for one in papers:
                marks.get(one)
        assert all(one.result().saved for one in writing)
    starred = [marks.get(one).starred for one in papers]
    assert starred == [True] * len(papers)


def test_a_note_over_the_limit_is_refused_and_the_limit_named(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    marks.apply(SetNote("short"), [paper("A")])
    applied = marks.apply(SetNote("x" * 1_000_001), [paper("A")])
    assert (applied.changed, applied.saved) == (0, False)
    assert applied.problem == "the note has 1,000,001 characters, and the limit is 1,000,000"
    assert marks.get(paper("A")).note == "short"
    assert marks.apply(SetNote("x" * 1_000_000), [paper("A")]).saved
    assert len(open_marks().get(paper("A")).note) == 1_000_000


LATEST_IMPORT = '{"keys": ["title:a"], "starred": true, "starred_at": "9999-01-01T00:00:00Z"}'


def test_a_star_from_the_far_future_can_be_removed(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    marks = open_marks()
    assert marks.import_lines([LATEST_IMPORT]).ok
    assert marks.apply(UNSTAR, [paper("A")]).text == "Unstarred A"
    assert not open_marks().get(paper("A")).starred
    assert marks.import_lines([LATEST_IMPORT]).counts.unchanged == 1
    assert not marks.get(paper("A")).starred


def test_a_star_at_the_last_instant_in_the_file_can_be_removed_and_exported(
    open_marks: Callable[..., Marks], marks_file: Path, paper: Callable[..., Paper]
) -> None:
    open_marks().apply(STAR, [paper("A")])
    with sqlite3.connect(marks_file) as database:
        database.execute("UPDATE papers SET starred_at = 253402300799999999 + 43200000000")
    database.close()
    marks = open_marks()
    assert "9999-01-01" in next(marks.export_lines())
    assert marks.apply(UNSTAR, [paper("A")]).saved
    assert not open_marks().get(paper("A")).starred
