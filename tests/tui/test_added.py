"""When papers were added and where else they are listed, in the app."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.system.fetching import fetch
from nsdi_tui.system.recent_lists import RecentLists
from nsdi_tui.tui.actions.reading import ReadingActions
from tests.system.git_repository import Repository, listed
from tests.system.list_server import ListServer
from tests.tui.test_lists import digests, options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from tests.tui.conftest import Open


@pytest.fixture
def birds(tmp_path: Path, needs: Callable[..., None]) -> tuple[Digest, ...]:
    """A list to which Heron was added in September and Owl in October, and another with Heron."""
    needs("git")
    repository = Repository.create(tmp_path / "birds")
    repository.commit("2026-09-10", list_md=listed("Heron"))
    repository.commit("2026-10-05", list_md=listed("Heron", "Owl"))
    (tmp_path / "waders.md").write_text("# Waders\n\n## Large\n\n" + listed("Heron")[9:])
    paths = (repository.folder / "list.md", tmp_path / "waders.md")
    return open_digests([*map(str, paths)]).digests


@pytest.fixture
def recent(tmp_path: Path) -> RecentLists:
    return RecentLists(tmp_path / "lists.json")


async def test_the_page_says_when_a_paper_was_added(read: Open, birds: tuple[Digest, ...]) -> None:
    async with read(*birds[:1], arguments=["list.md"]) as reader:
        await reader.press("G")
        await reader.until(lambda: "Added to the list on 2026-10-05" in reader.page)
        assert reader.here.startswith("Owl")


async def test_the_page_says_when_a_paper_of_a_fetched_list_was_first_seen(read: Open) -> None:
    server = ListServer()
    server.answers["/birds.md"] = listed("Heron")
    url = f"{server.base}/birds.md"
    fetch(url)
    server.answers["/birds.md"] = listed("Heron", "Owl")
    (digest,) = open_digests([url], fetch=fetch).digests
    async with read(digest, arguments=[url], query="added:<2d") as reader:
        await reader.until(lambda: "1 of 2" in reader.title)
        await reader.press("G")
        assert reader.here.startswith("Owl")
        assert f"First seen in the list on {date.today()}" in reader.page
    server.close()


async def test_a_filter_on_additions_is_answered_when_they_are_known(
    read: Open, birds: tuple[Digest, ...]
) -> None:
    async with read(*birds[:1], arguments=["list.md"], query="added:2026-10..") as reader:
        await reader.until(lambda: "1 of 2" in reader.title)
        assert any(row.startswith("Owl") for row in reader.rows)


async def test_recently_added_papers_can_come_first(read: Open, birds: tuple[Digest, ...]) -> None:
    async with read(*birds[:1], arguments=["list.md"]) as reader:
        await reader.press("G")
        await reader.until(lambda: "Added to the list" in reader.page)
        await reader.press("s", "a")
        assert "sorted by date added" in reader.title
        names = [row.split(":")[0] for row in reader.rows if ":" in row]
        assert names == ["Owl", "Heron"]


async def test_the_page_names_the_other_places_of_a_paper(
    read: Open, birds: tuple[Digest, ...]
) -> None:
    async with read(*birds) as reader:
        await reader.type("/heron")
        await reader.press("enter", "g", "n")
        await reader.until(lambda: "Also in" in reader.page)
        # The first match is in the first list.
        assert "Waders › Large" in reader.page.partition("Also in")[2]


async def test_a_paper_in_one_place_has_no_others(read: Open, birds: tuple[Digest, ...]) -> None:
    async with read(*birds) as reader:
        await reader.type("/owl")
        await reader.press("enter", "g", "n")
        assert "Notes on the Life of the Owl" in reader.page
        assert "Also in" not in reader.page


async def reopened(read: Open, recent: RecentLists, path: str, *keys: str) -> tuple[str, ...]:
    """Open a list where it was left, press keys once its dates are known; return what is shown."""
    values = options(recent, path)
    async with read(*digests(values), **values) as reader:
        view = reader.screen.view
        await reader.until(lambda: bool(view.library.added))
        await reader.press(*keys)
        return (*view.arrangement.labels, reader.panes.filter_box.value, reader.here)


async def test_the_order_by_addition_is_kept_until_the_list_is_opened_again(
    read: Open, birds: tuple[Digest, ...], recent: RecentLists
) -> None:
    path = birds[0].path or ""
    await reopened(read, recent, path, "s", "a", "g", "n", "n")
    for _ in range(2):
        shown = await reopened(read, recent, path)
        assert shown[1] == "sorted by date added"
        assert shown[3].startswith("Heron")
    # Another order is kept, too.
    assert (await reopened(read, recent, path, "s", "o"))[1] == "digest order"
    assert (await reopened(read, recent, path))[1] == "digest order"


async def test_the_order_by_addition_is_kept_when_the_app_ends_before_there_are_dates(
    read: Open, birds: tuple[Digest, ...], recent: RecentLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = birds[0].path or ""
    await reopened(read, recent, path, "s", "a")
    with monkeypatch.context() as without:
        without.setattr(ReadingActions, "find_dates_added", lambda _: None)
        values = options(recent, path)
        async with read(*digests(values), **values) as reader:
            assert "digest order" in reader.title
            await reader.press("j")
    assert (await reopened(read, recent, path))[1] == "sorted by date added"


async def test_the_paper_that_a_filter_on_additions_had_found_is_found_again(
    read: Open, birds: tuple[Digest, ...], recent: RecentLists
) -> None:
    path = birds[0].path or ""
    await reopened(read, recent, path, *"/added", "colon", *"2026", "enter", "G")
    shown = await reopened(read, recent, path)
    assert shown[2] == "added:2026"
    assert shown[3].startswith("Owl")
