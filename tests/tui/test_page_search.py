"""Searching in the page: `/` there, `n` and `N` from one occurrence to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from tests.tui.test_page_links import current

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest
    from tests.tui.conftest import Open, Reader


def row(reader: Reader) -> str:
    """The row of the search: what is typed, and the count."""
    width = reader.app.size.width
    strips = reader.app.screen._compositor.render_strips()
    return "".join(segment.text for segment in strips[1])[:width].strip()


@pytest.fixture
def herons() -> Digest:
    """A paper with a long summary, and one after it."""
    lines = "".join(
        f"    * Point {number}: the {'heron' if number % 10 == 0 else 'owl'} of café {number}\n"
        for number in range(60)
    )
    return parse(
        "# Birds\n\n* Heron: Standing Still \\[[Paper](https://birds.example/heron)]\n"
        f"  * Pond Institute\n{lines}* Owl: Hunting by Ear\n  * Pond Institute\n"
    )


async def test_slash_in_the_page_searches_in_it(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "enter", "slash")
        await reader.type("heron of")
        assert row(reader).endswith("1/6")
        assert current(reader) == "heron of"
        assert "2 papers" in reader.title
        await reader.press("enter")
        assert reader.focused is reader.panes.detail
        assert reader.panes.is_zoomed
        await reader.press("n", "n")
        assert row(reader).endswith("3/6")
        (line,) = (line for line in reader.page.split("\n") if "Point 20:" in line)
        assert "heron" in line
        await reader.press("N")
        assert row(reader).endswith("2/6")
        await reader.press("N", "N")
        assert row(reader).endswith("6/6")
        assert "Point 50" in reader.page
        assert reader.here.startswith("Heron")


async def test_escape_ends_the_search_and_keeps_the_place(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash")
        await reader.type("point 50")
        await reader.press("escape")
        assert "press / to filter" in row(reader)
        assert "Point 50" in reader.page
        assert current(reader) == ""
        assert reader.focused is reader.panes.detail
        await reader.press("n")
        assert reader.here.startswith("Owl")
        await reader.press("escape")
        assert not reader.panes.in_detail


async def test_what_is_typed_counts_from_where_the_search_began(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash")
        await reader.type("point 5")
        assert row(reader).endswith("1/11")
        await reader.type("9")
        assert row(reader).endswith("1/1")
        assert "Point 59" in reader.page
        await reader.press("backspace", "backspace")
        assert row(reader).endswith("1/60")
        assert "Heron: Standing Still" in reader.page
        await reader.type("x")
        assert row(reader).endswith("no matches")
        await reader.press("enter", "n")
        assert reader.here.startswith("Heron")


async def test_case_and_accents_do_not_matter(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash")
        await reader.type("CAFE 7")
        assert current(reader) == "café 7"


async def test_a_match_may_go_over_the_end_of_a_line(read: Open) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    text = f"# Birds\n\n* Heron: Standing Still\n  * Pond Institute\n    * {words}\n"
    async with read(parse(text)) as reader:
        await reader.press("n", "tab", "slash")
        await reader.type(words[:120])
        assert row(reader).endswith("1/1")
        assert current(reader).replace("\n", " ").startswith("word0 word1")


async def test_another_pane_ends_the_search(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash")
        await reader.type("heron")
        await reader.press("enter", "h")
        assert reader.focused is reader.panes.sidebar
        assert "press / to filter" in row(reader)
        await reader.press("slash")
        assert reader.panes.in_filter
        await reader.type("owl")
        await reader.until(lambda: "1 of 2" in reader.title or "2 of 2" in reader.title)


async def test_the_keys_of_a_search_are_shown(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash")
        assert "enter page" in reader.keys
        assert "esc end search" in reader.keys
        await reader.type("heron")
        await reader.press("enter")
        assert "n next match" in reader.keys


async def test_a_mark_keeps_the_place_of_a_search(read: Open, herons: Digest) -> None:
    async with read(herons, advance=False) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "tab", "slash")
        await reader.type("heron of")
        await reader.press("enter", "n", "n", "r")
        await reader.until(lambda: "unread" in reader.title)
        assert row(reader).endswith("3/6")


@pytest.mark.parametrize("size", [(60, 20), (80, 9)])
async def test_small_screens_show_the_search(
    read: Open, herons: Digest, size: tuple[int, int]
) -> None:
    async with read(herons, size=size) as reader:
        await reader.press("n", "enter", "slash")
        await reader.type("heron of")
        assert "heron of" in row(reader)
        assert row(reader).endswith("1/6")
        assert current(reader) == "heron of"


async def test_an_empty_search_ends_with_enter(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.press("n", "tab", "slash", "enter")
        assert "press / to filter" in row(reader)
        await reader.press("n")
        assert reader.here.startswith("Owl")


async def test_keys_that_arrive_together_reach_the_box(read: Open, herons: Digest) -> None:
    async with read(herons) as reader:
        await reader.pilot.press("n", "tab", "slash", "h", "e", "r", "o", "n", "enter", "n")
        await reader.pilot.pause()
        assert row(reader).partition(" ")[2].startswith("heron")
