"""Authors, dates, tags and resources on the page, and sorting and grouping by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Digest, Paper
from tests.tui.conftest import text_of

if TYPE_CHECKING:
    from tests.tui.conftest import Open


def entry(title: str, **fields: object) -> Paper:
    """An entry of the model, its key the title."""
    given: dict[str, object] = {
        "title": title,
        "name": None,
        "aliases": (),
        "venue": None,
        "topics": (),
        "organizations": (),
        "badges": (),
        "summary": (),
        "links": (),
        "keys": (f"title:{title.lower()}",),
        "line": 1,
    }
    return Paper(**(given | fields))  # type: ignore[arg-type]


@pytest.fixture
def birds() -> Digest:
    wren = entry(
        "Wren Songs",
        authors=("Ann Author", "Bo Writer"),
        venue="SOSP 2024",
        year=2024,
        date="2024-05-17",
        tags=("song", "field work"),
    )
    heron = entry("Heron Walks", authors=("Bo Writer",), venue="FAST 2025", year=2025)
    guide = entry("Bird Guide", kind="resource", year=2022)
    return Digest("Birds", "birds.md", children=(wren, heron, guide))


async def test_the_page_shows_authors_date_and_tags(read: Open, birds: Digest) -> None:
    async with read(birds) as reader:
        await reader.press("n")
        assert "Ann Author, Bo Writer" in reader.page
        assert "SOSP 2024   2024-05-17" in reader.page
        assert "Tags: song · field work" in reader.page
        assert "Resource" not in reader.page
        await reader.press("j")
        assert "FAST 2025" in reader.page
        assert "2025-" not in reader.page
        assert "Tags" not in reader.page


async def test_the_page_does_not_repeat_the_year_of_the_title(read: Open, birds: Digest) -> None:
    (wren, *_) = birds.papers
    swift = entry("Swift Nests", year=2024)
    async with read(Digest("Birds 2024", "birds.md", children=(swift, wren))) as reader:
        await reader.press("n")
        assert "Birds 2024" in reader.page
        assert reader.page.count("2024") == 1


async def test_the_page_says_that_an_entry_is_a_resource(read: Open, birds: Digest) -> None:
    async with read(birds) as reader:
        await reader.press("G")
        assert "Resource" in reader.page
        assert "Birds   2022" in reader.page


async def test_matches_in_authors_and_tags_are_marked(read: Open, birds: Digest) -> None:
    async with read(birds) as reader:
        await reader.press("slash")
        await reader.type("author:writer tag:field")
        await reader.press("enter")
        assert reader.rows[-1].startswith("Wren Songs")
        match = reader.panes.detail.get_component_rich_style("detail--match")
        lines = [
            segment.text
            for y in range(reader.panes.detail.size.height)
            for segment in reader.panes.detail.render_line(y)
            if segment.style and segment.style.bgcolor == match.bgcolor
        ]
        assert {"Writer", "field"} <= {text.strip() for text in lines}


async def test_sorts_by_year_and_date(read: Open, birds: Digest) -> None:
    async with read(birds) as reader:
        await reader.press("s", "y")
        assert "sorted by year" in reader.title
        assert [row.split()[0] for row in reader.rows] == ["Heron", "Wren", "Bird"]
        await reader.press("s", "d")
        assert "sorted by date" in reader.title


async def test_groups_by_author_tag_and_year(read: Open, birds: Digest) -> None:
    async with read(birds) as reader:
        tops = {}
        for key in "agy":
            await reader.press("t", key)
            grouping = next(part for part in reader.title.split("·") if "group" in part).split()[-1]
            tops[grouping] = [row[2:-3].strip() for row in reader.rows if row[0] in "▾▸"]
        assert tops["author"] == ["Bo Writer", "Ann Author", "Unknown author"]
        assert tops["tag"] == ["field work", "song", "No tags"]
        assert tops["year"] == ["2025", "2024", "2022"]
        await reader.press("t")
        assert "Institution" not in text_of(reader.app.screen.query_one("MenuList"))
