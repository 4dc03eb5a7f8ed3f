"""Links on the page: papers, institutions, other places of a paper, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.actions.opening import Opener

if TYPE_CHECKING:
    import pytest

    from tests.tui.conftest import Open, Reader

WADERS = """# Waders

## Large

* Heron: Standing on One Leg \\[[Paper](https://birds.example/heron)]
  * Pond Institute
* Stork: Nests on Chimneys \\[[Paper](https://birds.example/stork)]
  * Marsh University
"""
FISHERS = """# Fishers

## By day

* Kingfisher: A Dive without a Splash \\[[Paper](https://birds.example/kingfisher)]
  * Pond Institute
* Heron: Standing on One Leg \\[[Paper](https://birds.example/heron)]
  * Pond Institute
"""


def current(reader: Reader) -> str:
    """The text of the current link, as it is drawn."""
    detail = reader.panes.detail
    cursor = detail.get_component_rich_style("detail--cursor").bgcolor
    parts = [
        segment.text
        for y in range(detail.size.height)
        for segment in detail.render_line(y)
        if segment.style is not None and segment.style.bgcolor == cursor
    ]
    return "".join(parts).strip()


async def go_to_link(reader: Reader, beginning: str, key: str = "f") -> None:
    """Press a key until a link is current that begins like this."""
    seen: list[str] = []
    while len(seen) < 40:
        await reader.press(key)
        if current(reader).startswith(beginning):
            return
        seen.append(current(reader))
    raise AssertionError(f"{beginning!r} is not among {seen}")


async def test_papers_of_a_topic_are_links(read: Open) -> None:
    async with read() as reader:
        await reader.press("g", "f")
        assert "Training" in reader.page
        assert reader.focused is reader.panes.detail
        assert current(reader).startswith("Alpha: Fair Queues")
        assert "enter follow link" in reader.keys
        await reader.press("f", "f")
        assert current(reader).startswith("Loose Ends")
        await reader.press("F")
        assert current(reader).startswith("Beta")
        await reader.press("enter")
        assert reader.here.startswith("Beta")
        assert "CMU" in reader.page
        assert reader.focused is reader.panes.detail
        assert not reader.panes.is_zoomed
        assert "enter zoom" in reader.keys


async def test_a_click_on_a_paper_goes_to_it(read: Open) -> None:
    async with read() as reader:
        await reader.press("g")
        (y,) = (y for y, line in enumerate(reader.page.split("\n")) if "Beta: Queues" in line)
        await reader.pilot.click(reader.panes.detail, offset=(8, y))
        await reader.pilot.pause()
        assert reader.here.startswith("Beta")


async def test_the_links_go_around_and_end_with_the_focus(read: Open) -> None:
    async with read() as reader:
        await reader.press("g", "f")
        first = current(reader)
        await reader.press("F")
        last = current(reader)
        assert last.split()[0] in ("Stanford", "MIT", "CMU")
        await reader.press("f")
        assert current(reader) == first
        await reader.press("escape", "tab")
        assert current(reader) == ""
        await reader.press("enter")
        assert reader.panes.is_zoomed


async def test_a_paper_in_a_collapsed_topic_is_revealed(read: Open) -> None:
    async with read() as reader:
        await reader.press("g", "h", "f", "enter")
        assert reader.here.startswith("Alpha")
        assert any(row.startswith("Alpha") for row in reader.rows)


async def test_institutions_and_topics_filter(read: Open) -> None:
    async with read() as reader:
        await go_to_link(reader, "Storage")
        await reader.press("enter")
        assert reader.panes.filter_box.value == 'topic:"Storage"'
        assert reader.focused is reader.panes.sidebar
        await reader.until(lambda: "1 of 4" in reader.title)
        assert reader.here.startswith("Gamma")


async def test_authors_institutions_and_topics_of_a_paper_filter(read: Open) -> None:
    async with read() as reader:
        await reader.press("n")
        await go_to_link(reader, "Stanford")
        await reader.press("enter")
        assert reader.panes.filter_box.value == 'org:"Stanford"'
        await reader.until(lambda: "2 of 4" in reader.title)
        assert reader.here.startswith("Alpha")
        await reader.press("escape")
        await go_to_link(reader, "Scheduling")
        await reader.press("enter")
        assert reader.panes.filter_box.value == 'topic:"Scheduling"'


async def test_the_topics_above_a_topic_filter(read: Open) -> None:
    async with read() as reader:
        await reader.press("g", "j")
        assert reader.here == "Scheduling"
        await reader.press("f")
        assert current(reader) == "Training"
        await reader.press("enter")
        assert reader.panes.filter_box.value == 'topic:"Training"'


async def test_a_jump_back_returns_from_a_link(read: Open) -> None:
    async with read() as reader:
        await reader.press("g")
        await go_to_link(reader, "Loose Ends")
        await reader.press("enter")
        assert reader.here.startswith("Loose Ends")
        await reader.press("less_than_sign")
        assert reader.here == "Training"


async def test_the_current_link_of_a_long_page_is_in_view(read: Open) -> None:
    papers = "".join(f"* Paper {n}: Title \\[[Paper](https://e.org/{n})]\n" for n in range(90))
    async with read(parse(f"# Long\n\n## Topic\n\n{papers}")) as reader:
        await reader.press("g", "tab", "G", "f")
        number = int(current(reader).split()[1].rstrip(":"))
        assert number > 40
        await reader.press(*["F"] * 45)
        assert current(reader).startswith(f"Paper {number - 45}:")
        await reader.press("enter")
        assert reader.here.startswith(f"Paper {number - 45}:")


async def test_other_places_of_a_paper_lead_there(read: Open) -> None:
    async with read(parse(WADERS, "waders.md"), parse(FISHERS, "fishers.md")) as reader:
        await reader.press("n")
        assert "Fishers › By day" in reader.page.partition("Also in")[2]
        await go_to_link(reader, "Fishers › By day", "F")
        await reader.press("enter")
        assert reader.screen.view.current.digest.title == "Fishers"
        assert reader.here.startswith("Heron")
        assert "Waders › Large" in reader.page.partition("Also in")[2]


async def test_a_place_that_the_filter_hides_ends_the_filter(read: Open) -> None:
    async with read(parse(WADERS, "waders.md"), parse(FISHERS, "fishers.md")) as reader:
        await reader.type("/topic:large")
        await reader.press("enter")
        await go_to_link(reader, "Fishers › By day")
        await reader.press("enter")
        assert reader.panes.filter_box.value == ""
        assert reader.here.startswith("Heron")
        assert reader.screen.view.current.digest.title == "Fishers"
        assert "3 papers" in reader.title


async def test_enter_opens_an_address(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Opener, "open", lambda _, link, __: opened.append(link.url))
    async with read() as reader:
        await reader.press("n")
        await go_to_link(reader, "2  arXiv")
        await reader.press("enter")
        await reader.pilot.pause()
        assert opened == ["https://arxiv.org/abs/2601.00001"]


async def test_a_page_without_links_says_so(read: Open) -> None:
    async with read(parse("# Bare\n\n* A Paper without Anything\n  * a line\n")) as reader:
        await reader.press("n", "f")
        assert reader.notices == ["No links here"]
