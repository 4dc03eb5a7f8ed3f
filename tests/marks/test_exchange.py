"""Marks that travel between machines as JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.marks.model import NO_MARK, READ, STAR, UNSTAR, Mark, SetNote
from nsdi_tui.marks.reader import MarksReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.marks import Marks

ARXIV = "https://arxiv.org/abs/2504.19925"


@pytest.fixture
def symi(paper: Callable[..., Paper]) -> Any:
    return paper("SYMI: Efficient Training", name="SYMI", arxiv=ARXIV)


@pytest.fixture
def flare(paper: Callable[..., Paper]) -> Any:
    return paper("Flare: Anomaly Diagnostics", paper="https://x.org/flare")


@pytest.fixture
def laptop(open_marks: Callable[..., Marks], tmp_path: Path) -> Any:
    return open_marks(tmp_path / "laptop.sqlite3")


@pytest.fixture
def desktop(open_marks: Callable[..., Marks], tmp_path: Path) -> Any:
    return open_marks(tmp_path / "desktop.sqlite3")


def transfer(source: Any, target: Any) -> Any:
    report = target.import_lines(source.export_lines())
    assert report.ok
    return report


def test_a_line_has_all_marks_of_one_paper(laptop: Marks, symi: Paper) -> None:
    laptop.apply(STAR, [symi])
    laptop.apply(SetNote("ask:\n“MoE” → why?"), [symi])
    (line,) = laptop.export_lines()
    said = json.loads(line)
    assert "\n" not in line
    assert "“MoE” → why?" in line
    assert said["starred_at"].endswith("Z")
    del said["starred_at"], said["note_at"]
    assert said == {
        "keys": ["arxiv:2504.19925", "title:symi efficient training"],
        "title": "SYMI: Efficient Training",
        "starred": True,
        "read": False,
        "read_at": None,
        "note": "ask:\n“MoE” → why?",
        "note_past": [],
    }


def test_the_order_is_by_key_and_does_not_depend_on_the_order_of_marking(
    laptop: Marks, desktop: Marks, paper: Callable[..., Paper], symi: Paper, flare: Paper
) -> None:
    papers = [symi, flare, paper("Zebra"), paper("Aardvark")]
    laptop.apply(STAR, papers)
    desktop.apply(STAR, papers[::-1])
    titles = [json.loads(line)["title"] for line in laptop.export_lines()]
    assert titles == [symi.title, "Aardvark", "Zebra", flare.title]
    assert titles == [json.loads(line)["title"] for line in desktop.export_lines()]


def test_everything_arrives_and_arrives_once(
    laptop: Marks,
    desktop: Marks,
    open_marks: Callable[..., Marks],
    tmp_path: Path,
    symi: Paper,
    flare: Paper,
) -> None:
    laptop.apply(STAR, [symi, flare])
    laptop.apply(READ, [flare])
    laptop.apply(SetNote("n"), [symi])
    assert transfer(laptop, desktop).lines() == [
        "Imported marks of 2 papers: 2 new, 0 unchanged",
        "  2 papers starred",
        "  1 paper marked as read",
        "  1 paper with a new note",
    ]
    exported = list(laptop.export_lines())
    assert list(desktop.export_lines()) == exported
    assert transfer(laptop, desktop).lines() == ["Imported marks of 2 papers: 0 new, 2 unchanged"]
    fresh = open_marks(tmp_path / "desktop.sqlite3")
    assert list(fresh.export_lines()) == exported


def test_the_later_change_of_each_mark_wins(laptop: Marks, desktop: Marks, symi: Paper) -> None:
    laptop.apply(STAR, [symi])
    transfer(laptop, desktop)
    desktop.apply(UNSTAR, [symi])
    laptop.apply(READ, [symi])
    old = list(laptop.export_lines())
    transfer(desktop, laptop)
    transfer(laptop, desktop)
    assert laptop.get(symi) == desktop.get(symi) == Mark(read=True)
    assert laptop.import_lines(old).ok
    assert laptop.get(symi) == Mark(read=True)


def test_notes_that_differ_are_both_kept_on_both_machines(
    laptop: Marks, desktop: Marks, symi: Paper
) -> None:
    laptop.apply(SetNote("from the laptop"), [symi])
    desktop.apply(SetNote("from the desktop"), [symi])
    assert transfer(laptop, desktop).lines()[-1] == (
        "  1 paper with two different notes, both kept"
    )
    transfer(desktop, laptop)
    both = "from the laptop\n\nfrom the desktop"
    assert laptop.get(symi).note == desktop.get(symi).note == both
    before = list(laptop.export_lines())
    transfer(desktop, laptop)
    assert list(laptop.export_lines()) == before


def test_a_note_that_was_worked_on_replaces_its_older_version(
    laptop: Marks, desktop: Marks, symi: Paper
) -> None:
    laptop.apply(SetNote("draft"), [symi])
    old = list(laptop.export_lines())
    transfer(laptop, desktop)
    desktop.apply(SetNote("draft, and more"), [symi])
    transfer(desktop, laptop)
    assert laptop.get(symi).note == "draft, and more"
    assert desktop.import_lines(old).ok
    assert desktop.get(symi).note == "draft, and more"


def test_a_note_that_was_removed_stays_removed(laptop: Marks, desktop: Marks, symi: Paper) -> None:
    laptop.apply(SetNote("draft"), [symi])
    old = list(laptop.export_lines())
    transfer(laptop, desktop)
    desktop.apply(SetNote(""), [symi])
    assert desktop.import_lines(old).ok
    assert desktop.get(symi).note == ""
    transfer(desktop, laptop)
    assert laptop.get(symi).note == ""


def test_keys_are_brought_together(
    laptop: Marks, desktop: Marks, paper: Callable[..., Paper], symi: Paper
) -> None:
    plain = paper(symi.title)
    desktop.apply(SetNote("here"), [plain])
    laptop.apply(STAR, [symi])
    transfer(laptop, desktop)
    assert desktop.get(plain) == Mark(starred=True, note="here")
    assert len(list(desktop.export_lines())) == 1


def test_a_preview_reports_the_same_and_changes_nothing(
    laptop: Marks, desktop: Marks, tmp_path: Path, symi: Paper
) -> None:
    laptop.apply(STAR, [symi])
    dry = MarksReader(tmp_path / "desktop.sqlite3").preview_import(laptop.export_lines())
    assert dry.lines() == [
        "Would import marks of 1 paper: 1 new, 0 unchanged",
        "  1 paper starred",
    ]
    assert desktop.get(symi) == NO_MARK
    assert not (tmp_path / "desktop.sqlite3").exists()
    assert transfer(laptop, desktop).counts == dry.counts


def test_an_import_is_no_step_of_undo(laptop: Marks, desktop: Marks, symi: Paper) -> None:
    laptop.apply(STAR, [symi])
    transfer(laptop, desktop)
    assert desktop.undo() is None


GOOD = '{"keys": ["title:cache me"], "title": "Cache Me", "starred": true}'
BAD_LINES = {
    "not JSON": "nonsense",
    "not a JSON object": "[1]",
    "keys is not a list of keys": '{"title": "x"}',
    "a key must start with arxiv:, doi:, url: or title:": '{"keys": ["isbn:1"]}',
    "starred is neither true nor false": '{"keys": ["title:x"], "starred": 1}',
    "note is not text": '{"keys": ["title:x"], "note": ["x"]}',
    "note_past is not a list of fingerprints": '{"keys": ["title:x"], "note_past": ["x"]}',
    "read_at is not a time with a zone, such as 2026-05-04T08:30:00Z": (
        '{"keys": ["title:x"], "read_at": "2026-05-04T08:30:00"}'
    ),
    "read_at is before 1970": '{"keys": ["title:x"], "read_at": "1066-10-14T09:00:00Z"}',
    "read_at is too far in the future": '{"keys": ["title:x"], "read_at": "9999-06-01T00:00:00Z"}',
    "the note has 1,000,001 characters, and the limit is 1,000,000": (
        '{"keys": ["title:x"], "note": "' + "x" * 1_000_001 + '"}'
    ),
    "the line is too long": '{"keys": ["title:' + "x" * 4_000_000 + '"]}',
    "a merge conflict; keep the lines of both sides and remove this one": "<<<<<<< HEAD",
}


@pytest.mark.parametrize(("reason", "line"), BAD_LINES.items(), ids=BAD_LINES)
def test_a_bad_line_is_reported_and_nothing_is_imported(
    reason: str, line: str, laptop: Marks, paper: Callable[..., Paper]
) -> None:
    report = laptop.import_lines([GOOD, "", line + "\n", GOOD])
    assert not report.ok
    assert report.lines() == []
    assert report.errors() == [
        "Nothing was imported, because these lines are invalid:",
        f"line 3: {reason}",
    ]
    assert laptop.get(paper("Cache Me")) == NO_MARK


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"keys": ["title:x"], "note": ' + "9" * 10_000 + "}",
        '{"keys": ["title:x"], "read_at": {}}',
        '{"keys": []}',
        "\0",
    ],
)
def test_a_hostile_line_is_a_bad_line(line: str, laptop: Marks) -> None:
    assert [number for number, _ in laptop.import_lines([line]).bad] == [1]


def test_only_the_first_bad_lines_are_listed(laptop: Marks) -> None:
    lines = laptop.import_lines(["x"] * 1234).errors()
    assert len(lines) == 12
    assert lines[-1] == "and 1,224 more"


def test_control_characters_are_not_imported(laptop: Marks, paper: Callable[..., Paper]) -> None:
    keys = ["title:a", "doi:10.1/\x9b\u202e\ud800"]
    line = json.dumps({"keys": keys, "title": "\x1b[2J", "note": "\x9b31m\u202e x"})
    assert laptop.import_lines([line]).ok
    assert laptop.get(paper("A")).note == "\N{REPLACEMENT CHARACTER}31m x"
    (exported,) = laptop.export_lines()
    assert "\\u" not in exported
    assert json.loads(exported)["keys"] == [
        "doi:10.1/" + 2 * "\N{REPLACEMENT CHARACTER}",
        "title:a",
    ]


def test_a_line_written_by_hand_needs_no_times(laptop: Marks, paper: Callable[..., Paper]) -> None:
    line = '\ufeff{"keys": ["title:a"], "starred": true, "note": "by hand"}\r\n'
    assert laptop.import_lines([line]).ok
    assert laptop.get(paper("A")) == Mark(starred=True, note="by hand")
    assert laptop.import_lines([line]).counts.unchanged == 1


def test_an_import_that_cannot_be_saved_is_reported(
    laptop: Marks, open_marks: Callable[..., Marks], tmp_path: Path, symi: Paper
) -> None:
    laptop.apply(STAR, [symi])
    (tmp_path / "folder").mkdir()
    report = open_marks(tmp_path / "folder").import_lines(laptop.export_lines())
    assert not report.ok
    assert report.errors() == ["Could not save the imported marks: folder is not a file"]
