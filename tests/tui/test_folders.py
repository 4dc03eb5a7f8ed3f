"""A folder of pages as one tree, with an overview for it and for its directories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from tests.tui.conftest import Open

PAGES = {
    "SUMMARY.md": "* [Night birds](owls/README.md)\n  * [Barn owls](owls/barn.md)\n"
    "* [Ducks](d.md)\n",
    "owls/README.md": "# Owls\n\nOn owls.\n",
    "owls/barn.md": "# Barn\n\n* Hoot: Calls at Night \\[[Paper](https://owls.example.org/hoot)]\n"
    "  * MIT\n",
    "d.md": "# Some Ducks\n\n* Quack: Calls by Day \\[[Paper](https://ducks.example.org/quack)]\n"
    "* Hoot: Calls at Night \\[[Paper](https://owls.example.org/hoot)]\n",
}


@pytest.fixture
def birds(tmp_path: Path) -> tuple[Digest, ...]:
    folder = tmp_path / "birds"
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return open_digests([str(folder)]).digests


async def test_directories_and_pages_are_topics(read: Open, birds: tuple[Digest, ...]) -> None:
    async with read(*birds) as reader:
        assert reader.title.strip().startswith("birds")
        await reader.type("/call")
        titles = [row.lstrip("▾▸ ") for row in reader.rows]
        assert [title.split("  ")[0] for title in titles] == [
            "birds",
            "Night birds",
            "Barn owls",
            "Hoot: Calls at Night",
            "Ducks",
            "Quack: Calls by Day",
            "Hoot: Calls at Night",
        ]


async def test_a_folder_has_an_overview(read: Open, birds: tuple[Digest, ...]) -> None:
    async with read(*birds) as reader:
        await reader.press("g")
        assert "2 papers in 2 pages" in reader.page
        assert "MIT" in reader.page
        await reader.press("z", "j")
        assert "1 paper in 1 page" in reader.page


async def test_the_filter_finds_papers_by_directory_and_page(
    read: Open, birds: tuple[Digest, ...]
) -> None:
    async with read(*birds) as reader:
        await reader.type("/topic:night topic:barn")
        assert "1 of 2" in reader.title


async def test_the_filter_finds_papers_by_the_title_in_the_contents(
    read: Open, birds: tuple[Digest, ...]
) -> None:
    async with read(*birds) as reader:
        await reader.type("/ducks")
        assert "2 of 2" in reader.title


async def test_a_page_of_a_folder_opens_at_its_overview(
    read: Open, birds: tuple[Digest, ...]
) -> None:
    async with read(*birds) as reader:
        await reader.press("G", "i")
        assert "2 papers in d.md" in reader.page
        assert reader.here == "Ducks"
