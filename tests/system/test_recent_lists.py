"""The file of recent lists: order, several writers, damage."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.recent_lists import MOST_LISTS, RecentList, RecentLists, absolute

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "lists.json"


def entry(title: str, *, papers: int = 3) -> RecentList:
    return RecentList((f"/notes/{title}.md",), title, papers, "2026-10-01T12:00:00Z", {"a": 1})


def test_the_most_recent_list_comes_first_and_only_once(file: Path) -> None:
    lists = RecentLists(file)
    assert lists.read() == []
    for title in ("owls", "herons", "owls"):
        assert lists.remember(entry(title))
    lists.remember(entry("owls", papers=4))
    assert lists.read() == [entry("owls", papers=4), entry("herons")]
    assert lists.find(["/notes/herons.md"]) == entry("herons")
    assert lists.find([]) is None


def test_the_oldest_lists_are_forgotten(file: Path) -> None:
    lists = RecentLists(file)
    for number in range(MOST_LISTS + 5):
        lists.remember(entry(str(number)))
    read = lists.read()
    assert len(read) == MOST_LISTS
    assert read[-1] == entry("5")


def test_file_and_folder_are_private(file: Path) -> None:
    RecentLists(file).remember(entry("owls"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_files_are_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "owls.md").touch()
    monkeypatch.chdir(tmp_path)
    expected = (str(tmp_path / "owls.md"), "github:owls/list", "-")
    assert absolute(["owls.md", "github:owls/list", "-"]) == expected


@pytest.mark.parametrize(
    "damage",
    [b"", b"[", b"\xff", b"[]", b'{"lists": 3}', b"[" * 100_000, b'{"lists": [3, {"title": []}]}'],
)
def test_a_damaged_file_is_forgotten_and_written_anew(file: Path, damage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    assert RecentLists(file).read() == []
    assert RecentLists(file).remember(entry("owls"))
    assert RecentLists(file).read() == [entry("owls")]


def test_of_damaged_entries_the_others_are_kept(file: Path) -> None:
    lists = RecentLists(file)
    lists.remember(entry("owls"))
    values = json.loads(file.read_text())
    damaged = [{"arguments": "owls"}, None, {**values["lists"][0], "opened": 3}]
    strange = {**values["lists"][0], "title": "o\x1b[2Jwls", "place": []}
    values["lists"] = [*damaged, strange, *values["lists"]]
    file.write_text(json.dumps(values))
    first, second = lists.read()
    assert first.title.isprintable()
    assert first.place == {}
    assert second == entry("owls")


@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_cannot_be_written_is_no_error(file: Path, place: str) -> None:
    if place == "file":
        file.mkdir(parents=True)
    else:
        file.parent.write_text("a file in the place of the folder")
    assert not RecentLists(file).remember(entry("owls"))
    assert RecentLists(file).read() == []


WRITER = """
import sys
from pathlib import Path
from nsdi_tui.system.recent_lists import RecentList, RecentLists
for number in range(10):
    arguments = (f"/notes/{sys.argv[2]}-{number}.md",)
    assert RecentLists(Path(sys.argv[1])).remember(RecentList(arguments, "", 0, "2026-10-01"))
"""


def test_several_windows_lose_nothing(file: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name])
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    stored = {one.arguments for one in RecentLists(file).read()}
    assert stored == {(f"/notes/{name}-{n}.md",) for name in "abc" for n in range(10)}
