"""Hostile inputs come out of every export and report as text: nothing lost, nothing that acts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.hostile.inputs import ACTS, FILE_NAMES, PAYLOAD, documents
from tests.leaks import leaks, leaks_of_terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

# Columns are apart by tabs in --print, and lines end as the standard of CSV wants it.
ALLOWED = {"csv": "\r\n", "print": "\t\n"}
TASKS = {
    "json": ["-e", "json"],
    "jsonl": ["-e", "jsonl"],
    "csv": ["-e", "csv"],
    "bibtex": ["-e", "bibtex"],
    "markdown": ["-e", "markdown"],
    "links": ["-e", "links"],
    "print": ["--print"],
    "check": ["--check", "--verbose"],
}


@pytest.fixture
def run(environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, nsdi_tui: Run) -> Run:
    """Run a command line with the variables of a user without files."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return nsdi_tui


def test_there_are_enough_inputs() -> None:
    assert len(documents()) >= 80


@pytest.mark.parametrize("act", ACTS, ids=ACTS.keys())
def test_what_acts_would_be_noticed(act: str) -> None:
    assert leaks(ACTS[act]) != []
    if not ACTS[act].startswith("\x1b["):
        assert leaks_of_terminal(ACTS[act]) != []


@pytest.mark.parametrize("name", TASKS)
def test_documents(name: str, folder: Path, run: Run) -> None:
    done = run(*TASKS[name], folder)
    # A check reports what could not be read.
    assert done.returncode == (1 if name == "check" else 0)
    assert leaks(done.stdout, ALLOWED.get(name, "\n")) == []
    assert leaks(done.stderr) == []
    if name == "json":
        digests = {digest["source"]: json.dumps(digest) for digest in json.loads(done.stdout)}
        for number, file in enumerate(documents(), 1):
            assert f"Heron {number}" in digests[file]


@pytest.mark.parametrize("name", TASKS)
def test_names_of_files(name: str, named: Path, run: Run) -> None:
    done = run(*TASKS[name], named)
    assert done.returncode == 0
    assert leaks(done.stdout, ALLOWED.get(name, "\n")) == []
    assert leaks(done.stderr) == []
    if name == "json":
        assert len(json.loads(done.stdout)) == len(FILE_NAMES)
    # A name with a line break forges no line of a report.
    assert "\nforged" not in done.stdout


def test_imported_marks(tmp_path: Path, run: Run) -> None:
    mark = {
        "keys": [f"title:heron {PAYLOAD}"],
        "title": f"Heron {PAYLOAD}",
        "starred": True,
        "note": f"note {PAYLOAD}",
    }
    (tmp_path / "marks.jsonl").write_text(json.dumps(mark) + "\n", encoding="utf-8")
    marks = ["--marks", str(tmp_path / "marks.sqlite3")]
    done = run(*marks, "--import-marks", tmp_path / "marks.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    done = run(*marks, "-e", "marks")
    assert "Heron" in done.stdout
    assert leaks(done.stdout) == []


@pytest.mark.parametrize("line", ['{"keys": ["@"]}', '{"@": 1}', "@", '{"keys": 1, "title": "@"}'])
def test_marks_that_are_refused(line: str, tmp_path: Path, run: Run) -> None:
    text = line.replace("@", json.dumps(PAYLOAD)[1:-1] if "{" in line else PAYLOAD)
    file = tmp_path / "marks\x1b]2;x\x07.jsonl"
    file.write_text(text + "\n", encoding="utf-8")
    done = run("--marks", tmp_path / "m.sqlite3", "--import-marks", file)
    assert done.returncode == 2
    assert done.stderr.startswith("nsdi-tui: ")
    assert leaks(done.stdout + done.stderr) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["-f", "is:\x1b]2;x\x07"],
        ["-e", "\x1b]2;x\x07"],
        ["--\x1b[2J"],
        ["\x1b[2J\u202e.md"],
    ],
)
def test_arguments(arguments: list[str], run: Run) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("nsdi-tui: ")
    assert leaks(done.stdout + done.stderr) == []
