"""The command line reports what is wrong with the marks, and changes only what it reports."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from _pytest.monkeypatch import MonkeyPatch

STARRED = ("-e", "links", "-f", "is:starred")


@pytest.fixture
def command(nsdi_tui: Any, monkeypatch: MonkeyPatch) -> Callable[..., Any]:
    """Run the command with a marks file."""

    def run(marks: Path, *arguments: str) -> Any:
        return nsdi_tui("--marks", str(marks), *arguments)

    return run


def content_of(folder: Path) -> dict[str, Any]:
    """The files of a folder with their content and time of change."""
    return {
        path.name: (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.iterdir()
        if path.is_file()
    }


def make_damaged(path: Path) -> None:
    path.write_bytes(b"no database " * 400)


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


UNREADABLE = {
    "the marks file is damaged": make_damaged,
    "the marks file was written by a newer version of nsdi-tui": make_newer,
    "marks.sqlite3 is not a file": make_folder,
    "marks.sqlite3 is not a file ": make_pipe,
}


@pytest.mark.parametrize(("reason", "spoil"), UNREADABLE.items(), ids=UNREADABLE)
def test_a_query_on_marks_that_cannot_be_read_fails(
    reason: str, spoil: Callable[[Path], None], command: Any, marks: Path
) -> None:
    spoil(marks)
    before = content_of(marks.parent)
    done = command(marks, *STARRED)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"nsdi-tui: Cannot evaluate the query: {reason.strip()}\n"
    done = command(marks, "-e", "marks")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"nsdi-tui: Cannot export marks: {reason.strip()}\n"
    assert content_of(marks.parent) == before


def test_a_locked_file_is_an_error_too(command: Any, marks: Path) -> None:
    database = sqlite3.connect(marks, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    done = command(marks, *STARRED)
    database.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert "the marks file is in use by another program" in done.stderr


def test_papers_are_exported_without_marks_that_cannot_be_read(command: Any, marks: Path) -> None:
    make_damaged(marks)
    done = command(marks, "-e", "json")
    assert done.returncode == 0
    assert done.stderr == "nsdi-tui: Written without marks: the marks file is damaged\n"
    (digest,) = json.loads(done.stdout)
    assert "starred" not in digest["papers"][0]


@pytest.mark.parametrize("form", ["links", "bibtex"])
def test_a_format_without_marks_does_not_read_them(form: str, command: Any, marks: Path) -> None:
    make_damaged(marks)
    done = command(marks, "-e", form)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_query_on_marks_creates_no_file(command: Any, tmp_path: Path) -> None:
    done = command(tmp_path / "data" / "marks.sqlite3", *STARRED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("query", ["is:new", "is:starred", "is:changed", "has:note"])
def test_a_query_on_marks_changes_nothing(query: str, command: Any, marks: Path) -> None:
    before = content_of(marks.parent)
    assert command(marks, "-e", "links", "-f", query).returncode == 0
    assert content_of(marks.parent) == before


def test_what_is_new_stays_new_until_it_is_viewed_in_the_app(
    command: Any, marks: Path, tmp_path: Path
) -> None:
    from nsdi_tui.digest.opening import open_digests
    from nsdi_tui.marks.marks import Marks

    digest = tmp_path / "birds.md"
    digest.write_text("# Birds\n\n* Owls at Night \\[[Paper](https://x.example/owls)]\n")
    session = Marks.open(marks)
    session.opened(open_digests([str(digest)]).digests[0])
    session.close()
    with digest.open("a") as out:
        out.write("* Herons by Day \\[[Paper](https://x.example/herons)]\n")
    for _ in range(2):
        done = command(marks, "-e", "links", "-f", "is:new", str(digest))
        assert (done.stdout, done.stderr) == ("https://x.example/herons\n", "")


def test_a_file_that_a_crash_left_half_written_is_read_and_left_alone(
    command: Any, marks: Path
) -> None:
    """The journal must be rolled back before reading; that happens in a copy."""
    writer = sqlite3.connect(marks, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE papers SET starred = 0")
    writer.execute("CREATE TABLE big (x)")
    writer.execute("INSERT INTO big VALUES (zeroblob(100000))")
    journal = marks.with_name(marks.name + "-journal")
    half_written, rest = marks.read_bytes(), journal.read_bytes()
    writer.close()
    marks.write_bytes(half_written)
    journal.write_bytes(rest)
    before = content_of(marks.parent)
    done = command(marks, *STARRED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "https://arxiv.org/abs/2504.19925\n"
    assert content_of(marks.parent) == before


# Importing


@pytest.fixture
def exported(command: Any, marks: Path, tmp_path: Path) -> Path:
    """The marks of `marks` as JSON lines."""
    path = tmp_path / "marks.jsonl"
    path.write_text(command(marks, "-e", "marks").stdout)
    return path


def test_an_import_reports_what_it_did(command: Any, exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    dry = command(other, "--import-marks", str(exported), "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout == "Would import marks of 1 paper: 1 new, 0 unchanged\n  1 paper starred\n"
    assert not other.exists()
    done = command(other, "--import-marks", str(exported))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Imported marks of 1 paper: 1 new, 0 unchanged\n  1 paper starred\n"
    assert command(other, *STARRED).stdout == "https://arxiv.org/abs/2504.19925\n"


def test_a_dry_run_on_a_damaged_file_moves_nothing(
    command: Any, marks: Path, exported: Path
) -> None:
    make_damaged(marks)
    before = content_of(marks.parent)
    done = command(marks, "--import-marks", str(exported), "--dry-run")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nsdi-tui: Cannot preview the import: the marks file is damaged\n"
    assert content_of(marks.parent) == before


def test_an_import_into_a_damaged_file_reports_the_recovery(
    command: Any, marks: Path, exported: Path
) -> None:
    make_damaged(marks)
    done = command(marks, "--import-marks", str(exported))
    assert done.returncode == 0
    assert done.stdout.startswith("Imported marks of 1 paper")
    (moved,) = marks.parent.glob("*.corrupt-*")
    assert done.stderr == (
        "nsdi-tui: The marks file was damaged: recovered the marks of 0 papers; "
        f"the damaged file is now {moved.name}\n"
    )


def test_an_import_that_cannot_be_saved_fails(command: Any, marks: Path, exported: Path) -> None:
    make_newer(marks)
    before = content_of(marks.parent)
    done = command(marks, "--import-marks", str(exported))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "nsdi-tui: Could not save the imported marks: "
        "the marks file was written by a newer version of nsdi-tui\n"
    )
    assert content_of(marks.parent) == before


def test_invalid_lines_are_listed_on_standard_error(
    command: Any, marks: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.jsonl").write_text('nonsense\n{"keys": 1}\n')
    done = command(marks, "--import-marks", "bad.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "nsdi-tui: Nothing was imported, because these lines are invalid:",
        "nsdi-tui: line 1: not JSON",
        "nsdi-tui: line 2: keys is not a list of keys",
    ]


def test_a_file_name_with_control_characters_is_cleaned(command: Any, marks: Path) -> None:
    done = command(marks, "--import-marks", "\x1b]52;c;ZXZpbA==\x07\u202e.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("nsdi-tui: Cannot read ")
    assert done.stderr.strip().isprintable()


def test_exported_marks_hold_no_control_characters(
    command: Any, marks: Path, tmp_path: Path
) -> None:
    line = {"keys": ["title:a\x9b31m\u202e"], "title": "\x1b[2J", "note": "\u2066x\u202e"}
    (tmp_path / "hostile.jsonl").write_text(json.dumps(line))
    assert command(marks, "--import-marks", "hostile.jsonl").returncode == 0
    exported = command(marks, "-e", "marks").stdout
    assert all(line.isprintable() for line in exported.splitlines())
    assert "\\u" not in exported
