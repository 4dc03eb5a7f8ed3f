"""Recent lists: going on where one was, and opening another list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.opening import Opening
from nsdi_tui.system.background_reading import BackgroundReader, in_thread
from nsdi_tui.system.recent_lists import RecentLists
from nsdi_tui.tui.view.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open, Reader

OWLS = "# Owls\n\n## Night\n\n* Barn: Hunting by Ear \\[[Paper](https://birds.example/barn)]\n"


@pytest.fixture
def recent(tmp_path: Path) -> RecentLists:
    return RecentLists(tmp_path / "lists.json")


@pytest.fixture
def files(tmp_path: Path, small_text: str) -> tuple[str, str]:
    """Two lists, by their absolute paths."""
    (tmp_path / "tiny.md").write_text(small_text)
    (tmp_path / "owls.md").write_text(OWLS)
    return str(tmp_path / "tiny.md"), str(tmp_path / "owls.md")


def options(recent: RecentLists, path: str, **others: Any) -> dict[str, Any]:
    """The options with which the command opens a file."""
    opening = Opening([path])
    for unread in opening.unread:
        opening.read(unread)
    entry = recent.find([path])
    return {
        "recent": recent,
        "arguments": (path,),
        "reader": BackgroundReader(opening, start=in_thread),
        "place": Place.of_json(entry.place) if entry else None,
        **others,
    }


def digests(values: dict[str, Any]) -> Any:
    return values["reader"].opening.digests


async def open_list(reader: Reader, text: str) -> None:
    """Open a list by typing into the dialog, and wait until it is shown."""
    before = reader.screen.view.library
    await reader.press("ctrl+o")
    await reader.type(text)
    await reader.press("enter")
    view = reader.screen.view
    await reader.until(lambda: view.library is not before and bool(view.library.papers), text)
    await reader.pilot.pause()


async def test_a_list_opens_where_it_was_left(
    read: Open, recent: RecentLists, files: tuple[str, str]
) -> None:
    tiny = files[0]
    values = options(recent, tiny)
    async with read(*digests(values), **values) as reader:
        await reader.press("n", "n")
        paper = reader.here
        await reader.press("s", "t")
        arrangement = reader.screen.view.arrangement
    (entry,) = recent.read()
    assert (entry.arguments, entry.papers) == ((tiny,), len(digests(values)[0].papers))
    values = options(recent, tiny)
    async with read(*digests(values), **values) as reader:
        assert reader.here == paper
        assert reader.screen.view.arrangement == arrangement


async def test_the_filter_is_remembered_and_a_query_of_the_command_line_wins(
    read: Open, recent: RecentLists, files: tuple[str, str]
) -> None:
    values = options(recent, files[0])
    async with read(*digests(values), **values) as reader:
        await reader.press("slash")
        await reader.type("beta")
        await reader.press("enter")
        rows = reader.rows
    values = options(recent, files[0])
    async with read(*digests(values), **values) as reader:
        assert reader.rows == rows
        assert reader.panes.filter_box.value == "beta"
    values = options(recent, files[0], query="alpha")
    async with read(*digests(values), **values) as reader:
        assert reader.panes.filter_box.value == "alpha"
        assert reader.rows != rows


async def test_nothing_is_remembered_of_standard_input(read: Open, recent: RecentLists) -> None:
    async with read(recent=recent, arguments=("-",)) as reader:
        await reader.press("n")
    assert recent.read() == []


async def test_to_another_list_and_back_with_the_place_kept(
    read: Open, recent: RecentLists, files: tuple[str, str]
) -> None:
    tiny, owls = files
    values = options(recent, tiny)
    async with read(*digests(values), **values) as reader:
        await reader.press("n", "n")
        paper = reader.here
        await open_list(reader, owls)
        assert "Owls" in reader.title
        await reader.press("n", "asterisk")
        await reader.until(lambda: reader.screen.view.state.has_marks, "the star was not set")
        await open_list(reader, "tiny")
        assert reader.here == paper
        await open_list(reader, "owls")
        assert reader.here == "Barn: Hunting by Ear"
        labels = reader.screen.view.state.labels
        await reader.until(lambda: "starred" in labels(reader.papers[0]), "the star is gone")
    assert recent.read()[0].title == "Owls"


async def test_a_list_that_cannot_be_opened_leaves_the_present_one(
    read: Open, recent: RecentLists, files: tuple[str, str]
) -> None:
    values = options(recent, files[0])
    async with read(*digests(values), **values) as reader:
        await reader.press("ctrl+o")
        await reader.type("/nowhere/at-all.md")
        before = reader.screen.view.library
        await reader.press("enter")
        await reader.until(
            lambda: any("no such file or folder" in notice for notice in reader.notices)
        )
        assert reader.screen.view.library is before


async def test_paths_are_completed(
    read: Open, recent: RecentLists, files: tuple[str, str], tmp_path: Path
) -> None:
    values = options(recent, files[0])
    async with read(*digests(values), **values) as reader:
        await reader.press("ctrl+o")
        await reader.type(f"{tmp_path}/ow")
        await reader.press("tab")
        box = reader.app.screen.query_one("Input")
        assert getattr(box, "value", "") == files[1]
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_a_jump_does_not_lead_into_another_list(
    read: Open, recent: RecentLists, files: tuple[str, str]
) -> None:
    values = options(recent, files[0])
    async with read(*digests(values), **values) as reader:
        await reader.press("n", "n", "G", "less_than_sign")
        await open_list(reader, files[1])
        await reader.press("less_than_sign")
        assert "No earlier place" in reader.notices
        await reader.press("greater_than_sign")
        assert "No later place" in reader.notices
