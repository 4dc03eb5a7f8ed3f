"""What the screen looks like: contrast of all text, frames, reading mode, keys by context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from textual.color import Color

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.actions.opening import Opener
from nsdi_tui.tui.themes import HIGH_CONTRAST, MIN_CONTRAST, contrast

if TYPE_CHECKING:
    from rich.segment import Segment

    from tests.tui.conftest import Open, Reader

THEMES = {
    "textual-dark": MIN_CONTRAST,
    "textual-light": MIN_CONTRAST,
    "nord": MIN_CONTRAST,
    "catppuccin-mocha": MIN_CONTRAST,
    "catppuccin-latte": MIN_CONTRAST,
    "solarized-dark": MIN_CONTRAST,
    "solarized-light": MIN_CONTRAST,
    "high-contrast": HIGH_CONTRAST,
}
# Frames, rules and scrollbars are no text.
DRAWN = set("─│╭╮╰╯━┃▏▎▍▌▋▊▉█▁▂▃▄▅▆▇▔▕ ")


def shown(reader: Reader) -> list[list[Segment]]:
    """The segments of all lines of the screen, or of the dialog on it: it dims what is behind."""
    screen = reader.app.screen
    strips = screen._compositor.render_strips()
    if screen is reader.screen:
        return [list(strip) for strip in strips]
    region = screen.query_one(".dialog").region
    return [list(strip.crop(region.x, region.right)) for strip in strips[region.y : region.bottom]]


def too_pale(reader: Reader, least: float) -> dict[str, float]:
    """The texts on the screen that are below a contrast, with theirs."""
    found = {}
    for segment in (segment for line in shown(reader) for segment in line):
        style = segment.style
        if not set(segment.text) - DRAWN or style is None:
            continue
        assert style.color is not None
        assert style.bgcolor is not None
        assert style.color.type is style.bgcolor.type is ColorType.TRUECOLOR
        ink, paper = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        ratio = contrast(ink, paper)
        if ratio < least - 0.05:
            found[segment.text.strip()] = round(ratio, 2)
    return found


@pytest.mark.parametrize("theme", THEMES)
async def test_all_text_is_legible(read: Open, theme: str) -> None:
    async with read(theme=theme) as reader:
        await reader.until(lambda: reader.marks_are_open)
        pale: dict[str, float] = {}
        for keys in (
            [],
            ["f"],
            ["escape", "n", "asterisk", "v", "r"],
            ["slash"],
            ["m", "o", "e"],
            ["enter", "tab"],
            ["escape", "escape", "question_mark"],
            ["escape", "ctrl+p"],
            ["escape", "Y"],
            ["escape", "E"],
            ["escape", "s"],
        ):
            await reader.press(*keys)
            pale |= too_pale(reader, THEMES[theme])
        assert pale == {}


async def test_frames_have_titles_and_the_position_where_there_is_room(read: Open) -> None:
    async with read(size=(100, 30)) as reader:
        await reader.press("n")
        (edge,) = (
            text
            for line in shown(reader)
            if (text := "".join(segment.text for segment in line)).startswith("╭─ Papers")
        )
        assert "1/4 ─╮╭─ Alpha" in edge
    async with read(size=(100, 20)) as reader:
        assert not any("╭" in segment.text for line in shown(reader) for segment in line)


async def test_enter_zooms_the_page_and_escape_returns(read: Open) -> None:
    async with read(size=(140, 30)) as reader:
        await reader.press("n", "enter")
        assert not reader.panes.sidebar.display
        assert reader.panes.detail.line_width <= 92
        assert "Alpha" in reader.page
        assert "esc back" in reader.keys
        await reader.press("n")
        assert "Beta" in reader.page
        await reader.press("escape")
        assert reader.panes.sidebar.display
        assert reader.here.startswith("Beta")


async def test_the_pane_with_the_focus_grows_on_a_narrow_screen(read: Open) -> None:
    async with read(size=(80, 24)) as reader:
        await reader.press("n")
        before = reader.panes.detail.size.height
        await reader.press("tab")
        assert reader.panes.detail.size.height > before


async def test_the_summary_is_visible_on_small_screens(read: Open) -> None:
    async with read(size=(60, 20)) as reader:
        await reader.press("n")
        assert "Propose Alpha" in reader.page


async def test_the_footer_shows_the_keys_of_the_context(read: Open) -> None:
    async with read() as reader:
        assert "z collapse all" in reader.keys
        await reader.press("n")
        assert "y copy link" in reader.keys
        assert "z collapse all" not in reader.keys
        assert reader.keys.rstrip().endswith("? help")
        await reader.press("slash")
        assert "tab complete" in reader.keys
        assert "y copy link" not in reader.keys
        await reader.press("escape", "tab")
        assert "esc list" in reader.keys


async def test_an_empty_filter_box_says_which_key_leads_to_it(read: Open) -> None:
    async with read(keymap={"filter": "f"}) as reader:
        assert reader.panes.filter_box.placeholder == "press f to filter"
        await reader.press("f")
        assert reader.panes.filter_box.placeholder == "type to filter"


async def test_a_long_address_loses_its_middle_and_links_whole(read: Open) -> None:
    address = f"https://e.org/{'a' * 80}/end"
    async with read(parse(f"# D\n\n* One: A Paper \\[[Paper]({address})]\n  * MIT\n")) as reader:
        await reader.press("n")
        (line,) = (line for line in reader.page.split("\n") if "https://" in line)
        assert "…" in line
        assert line.endswith("/end")
        links = {segment.style.link for row in shown(reader) for segment in row if segment.style}
        assert address in links


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_a_long_address_in_a_sentence_loses_its_middle_and_links_whole(
    read: Open, size: tuple[int, int]
) -> None:
    address = f"https://birds.example/{'recordings/' * 9}of-herons.tar.gz"
    text = (
        "# Birds\n\n* Heron: Still \\[[Paper](https://birds.example/p)]\n  * Pond Institute\n"
        f"    * The **data** are here ({address}), and [notes](https://birds.example/n) too.\n"
    )
    async with read(parse(text), size=size) as reader:
        await reader.press("n", "enter")
        (line,) = (line.strip() for line in reader.page.split("\n") if "(https" in line)
        assert line.startswith("(https://birds.example/rec")
        assert "…" in line
        assert line.split()[0].endswith("herons.tar.gz),")
        links = {
            style.link: segment.text
            for row in shown(reader)
            for segment in row
            if (style := segment.style) is not None and style.link
        }
        assert "…" in links[address]
        assert links["https://birds.example/n"] == "notes"
        await reader.press("O")
        await reader.press("down")
        dialog = "\n".join("".join(s.text for s in row) for row in shown(reader))
        assert "notes" in dialog


async def test_an_address_in_a_sentence_opens(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Opener, "open", lambda _, link, __: opened.append(link.url))
    text = "# Birds\n\n* Heron: Still\n  * Pond\n    * See [notes](https://birds.example/n).\n"
    async with read(parse(text)) as reader:
        await reader.press("n", "F", "enter")
        await reader.pilot.pause()
        assert opened == ["https://birds.example/n"]
        await reader.press("1")
        assert reader.notices == ["No link 1"]


async def test_the_smallest_screens_show_the_filter_while_it_is_used(read: Open) -> None:
    async with read(size=(40, 8)) as reader:
        assert not reader.panes.filter_row.display
        await reader.press("slash")
        assert reader.panes.filter_row.display
        await reader.type("alpha")
        await reader.press("enter")
        assert reader.panes.filter_row.display
        await reader.press("escape")
        assert not reader.panes.filter_row.display
