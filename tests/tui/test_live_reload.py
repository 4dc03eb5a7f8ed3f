"""Files that are edited while they are open."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.system.recent_lists import RecentLists
from nsdi_tui.tui.screens.browse import BrowseScreen
from tests.tui.test_lists import OWLS, digests, options

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open

GULL = "* Gull: Food by the Sea \\[[Paper](https://birds.example/gull)]\n"


@pytest.fixture
def recent(tmp_path: Path) -> RecentLists:
    return RecentLists(tmp_path / "lists.json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "owls.md"
    path.write_text(OWLS)
    return path


async def test_a_saved_file_shows_its_new_state(
    read: Open, file: Path, recent: RecentLists
) -> None:
    values = options(recent, str(file), watches=True)
    async with read(*digests(values), **values) as reader:
        await reader.press("n")
        before = reader.here
        other = file.with_suffix(".tmp")
        other.write_text(OWLS.replace("* Barn", f"{GULL}* Barn"))
        other.replace(file)
        await reader.until(lambda: "Gull: Food by the Sea" in reader.tree, "it was not reloaded")
        assert reader.here == before
        await reader.until(lambda: any("Reloaded owls.md" in notice for notice in reader.notices))


async def test_what_a_saved_file_has_more_is_counted(
    read: Open, file: Path, recent: RecentLists
) -> None:
    values = options(recent, str(file), watches=True)
    async with read(*digests(values), **values) as reader:
        await reader.until(lambda: reader.marks_are_open)
        file.write_text(OWLS.replace("Hunting by Ear", "Hunting by Ear at Night") + GULL)
        await reader.until(lambda: "1 new, 1 changed" in reader.title, "it is not counted")
        await reader.press("w")
        assert "2 of 2" in reader.title
    # When the list is opened again, other papers are new, or none.
    (entry,) = recent.read()
    assert entry.place["query"] == ""


async def test_a_file_that_breaks_keeps_its_last_state_and_recovers(
    read: Open, file: Path, recent: RecentLists
) -> None:
    values = options(recent, str(file), watches=True)
    async with read(*digests(values), **values) as reader:
        file.write_text("")
        await reader.until(
            lambda: any("showing the previous version" in notice for notice in reader.notices)
        )
        assert "Barn: Hunting by Ear" in reader.tree
        file.write_text(OWLS + GULL)
        await reader.until(lambda: "Gull: Food by the Sea" in reader.tree, "it did not recover")
        file.unlink()
        await reader.until(
            lambda: any("no such file" in notice for notice in reader.notices), "no notice"
        )
        assert "Gull: Food by the Sea" in reader.tree
        file.write_text(OWLS)
        await reader.until(lambda: "Gull" not in reader.tree, "it did not come back")


async def test_a_file_that_breaks_while_an_edit_is_being_shown_is_reported(
    read: Open, file: Path, recent: RecentLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = options(recent, str(file))
    async with read(*digests(values), **values) as reader:
        show = BrowseScreen.show_library

        def show_and_break(*arguments: Any) -> None:
            monkeypatch.undo()
            file.write_text("")
            reader.app.reading.read_changed([0])
            show(*arguments)

        monkeypatch.setattr(BrowseScreen, "show_library", show_and_break)
        file.write_text(OWLS + GULL)
        reader.app.reading.read_changed([0])
        await reader.until(lambda: any("it is empty" in notice for notice in reader.notices))
        assert "Gull: Food by the Sea" in reader.tree


async def test_pages_come_to_a_folder_and_go(
    read: Open, file: Path, recent: RecentLists, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    file.rename(folder / "owls.md")
    values = options(recent, str(folder), watches=True)
    async with read(*digests(values), **values) as reader:
        (folder / "gulls.md").write_text(f"# Gulls\n\n{GULL}")
        await reader.until(lambda: "Gulls" in reader.tree, "the page did not come")
        (folder / "gulls.md").unlink()
        await reader.until(lambda: "Gulls" not in reader.tree, "the page did not go")
        assert "Owls" in reader.tree


async def test_git_switches_a_branch(
    read: Open, file: Path, recent: RecentLists, tmp_path: Path
) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@birds.example")
        subprocess.run(
            ["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True
        )

    git("init", "-q", "-b", "one")
    git("add", "owls.md")
    git("commit", "-qm", "Owls")
    git("checkout", "-qb", "two")
    file.write_text(OWLS + GULL)
    git("commit", "-qam", "Gull")
    git("checkout", "-q", "one")
    values = options(recent, str(file), watches=True)
    async with read(*digests(values), **values) as reader:
        git("checkout", "-q", "two")
        await reader.until(lambda: "Gull: Food by the Sea" in reader.tree, "not switched")
        git("checkout", "-q", "one")
        await reader.until(lambda: "Gull" not in reader.tree, "not switched back")
