"""Faults that once ended or froze the app: hostile documents, hasty keys, tiny terminals."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.commands import keys_by_command
from nsdi_tui.tui.screens.browse import BrowseScreen
from nsdi_tui.tui.screens.help import HelpScreen
from nsdi_tui.tui.screens.pick import PickScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.widget import Widget

    from nsdi_tui.digest.model import Digest
    from tests.tui.conftest import Open, Reader


async def together(reader: Reader, *keys: str) -> None:
    """Keys that arrive in one piece: none waits for what the one before it does."""
    for key in keys:
        character = key if len(key) == 1 else None
        name = _character_to_key(key) if character else key
        reader.app.post_message(events.Key(name, character))
    await reader.pilot.pause()
    await reader.pilot.pause()


def linked(folder: Path, text: str, *, name: str = "notes.md") -> Digest:
    """A digest whose first paper links to a document with this text."""
    (folder / name).write_text(text, encoding="utf-8")
    digest = f"# D\n\n## Papers\n\n* One: Two \\[[Notes]({name})]\n  * MIT\n"
    return parse(digest, "d.md", str(folder / "d.md"))


def drawn(widget: Widget) -> str:
    """Everything that a widget sends to the terminal now, addresses of links included."""
    segments = [segment for y in range(widget.size.height) for segment in widget.render_line(y)]
    links = [segment.style.link or "" for segment in segments if segment.style]
    return "\n".join([*(segment.text for segment in segments), *links])


def invisible(text: str) -> set[str]:
    """The control, format and surrogate characters of a text."""
    kinds = ("Cc", "Cf", "Cs")
    return {c for c in text if unicodedata.category(c) in kinds and c not in "\n\u200d"}


# Keys that arrive together


CLOSING_KEYS = (
    "Y b b",
    "Y enter enter",
    "Y escape escape",
    "O 1 1",
    "ctrl+p escape escape",
    "T escape escape",
    "question_mark escape escape",
    "a escape escape",
    "E escape escape",
)


async def test_two_keys_that_close_a_dialog_close_one_screen(read: Open) -> None:
    async with read() as reader:
        for keys in CLOSING_KEYS:
            first, *closing = keys.split()
            await reader.press("i", "n", first)
            await reader.until(lambda: len(reader.app.screen_stack) == 2, keys)
            await together(reader, *closing)
            await reader.until(lambda: len(reader.app.screen_stack) == 1, keys)
            assert reader.app.is_running, keys


async def test_a_dialog_that_another_one_covers_is_not_closed_in_its_place(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "Y")
        # The palette is opened before the chooser gets its key.
        await together(reader, "t", "ctrl+p")
        await reader.press("escape", "t", "escape")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)


async def test_enter_pressed_twice_in_the_palette_runs_one_command(read: Open) -> None:
    async with read() as reader:
        await reader.press("ctrl+p")
        await reader.type("collapse all")
        await together(reader, "enter", "enter", "enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        assert len(reader.rows) == 2


async def test_enter_pressed_twice_in_the_list_of_themes(read: Open) -> None:
    async with read() as reader:
        await reader.press("T")
        await reader.press("down")
        await together(reader, "enter", "enter", "enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)


@pytest.mark.parametrize("key", ["Y", "O", "E", "a", "question_mark", "ctrl+p", "T", "slash", "j"])
async def test_ctrl_c_twice_quits_from_everywhere(read: Open, key: str) -> None:
    async with read() as reader:
        await reader.press("n", key)
        await reader.press("ctrl+c", "ctrl+c")
        await reader.until(lambda: not reader.app.is_running)


async def test_copying_twice_with_ctrl_c_does_not_quit(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("queues")
        await reader.press("shift+home", "ctrl+c", "ctrl+c")
        await reader.until(lambda: bool(reader.notices))
        assert reader.app.is_running
        assert reader.panes.filter_box.value == "queues"


# Tiny terminals


@pytest.mark.parametrize("key", ["ctrl+p", "T", "Y", "O"])
async def test_dialogs_can_be_paged_at_every_size(read: Open, key: str) -> None:
    async with read(size=(80, 24)) as reader:
        await reader.press("n")
        for size in ((1, 1), (2, 2), (3, 3), (400, 1)):
            await reader.pilot.resize_terminal(*size)
            await reader.press(key)
            await reader.until(lambda: len(reader.app.screen_stack) == 2)
            await reader.press("down", "pagedown", "pagedown", "pageup", "end", "home", "escape")
            assert reader.app.is_running, size


# The mouse


async def test_text_can_be_selected_from_the_right_of_a_line(read: Open) -> None:
    async with read() as reader:
        await reader.press("n")
        detail = reader.panes.detail
        end = next(y for y, line in enumerate(reader.page.split("\n")) if "Links" in line)
        await reader.pilot.mouse_down(detail, offset=(detail.size.width - 2, 0))
        await reader.pilot.hover(detail, offset=(3, end))
        await reader.pilot.mouse_up(detail, offset=(3, end))
        selected = reader.app.screen.get_selected_text()
        assert selected is not None
        assert "Propose Alpha" in selected
        assert reader.app.is_running


async def test_text_can_be_selected_below_the_last_line(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n")
        detail = reader.panes.detail
        bottom = detail.size.height - 1
        await reader.pilot.mouse_down(detail, offset=(20, bottom))
        await reader.pilot.hover(detail, offset=(5, bottom - 1))
        await reader.pilot.mouse_up(detail, offset=(5, bottom - 1))
        await reader.press("ctrl+c", "j")
        assert reader.app.is_running


# Addresses


@pytest.mark.parametrize("url", ["//[x.md", "http://[x/y.md", "//[::1", "a\\b.md"])
async def test_an_address_that_cannot_be_split_is_reported(
    read: Open, tmp_path: Path, url: str
) -> None:
    text = f'# D\n\n## Papers\n\n* One: Two <a href="{url}">Paper</a>\n  * MIT\n'
    async with read(parse(text, "d.md", str(tmp_path / "d.md"))) as reader:
        await reader.press("n", "o", "1")
        await reader.until(lambda: bool(reader.notices))
        assert reader.app.is_running


async def test_a_long_address_leaves_most_of_the_screen_free(read: Open) -> None:
    address = "ftp://example.org/" + "x" * 4000
    text = f"# D\n\n## Papers\n\n* One: Two \\[[Paper]({address})]\n  * MIT\n"
    async with read(parse(text, "d.md", "/d.md"), size=(80, 24)) as reader:
        await reader.press("n", "o")
        await reader.until(lambda: bool(reader.notices))
        assert "ftp://example.org/" in reader.notices[0]
        assert len(reader.notices[0]) < 300
        toast = reader.app.screen.query_one("Toast")
        assert toast.size.height < 8


# Linked documents


HOSTILE = {
    "percent-encoded escape": "# N\n\n<https://a.b/%1b%5d52;c;SE9TVElMRQ==%1b%5c>\n",
    "percent-encoded C1": "# N\n\n<https://a.b/%c2%9b31m> [x](https://a.b/%c2%9d52;c;eA%07)\n",
    "percent-encoded bidi": "# N\n\n<https://a.b/%e2%80%ae> and [%e2%80%ae](b.md)\n",
    "entities": "# N &#27;[31m\n\na &#x9b;31m &#x202e;b &rlm; &zwnj; &#xad; &#0;\n",
    "bytes": "# N \x1b[31m\n\na \x1b]52;c;eA==\x07 \x9b31m \u202e\n\n    \x1b[2J\n",
    "code": "# N\n\n`\x1b[31m &#27;`\n\n```\n\x1b]52;c;eA==\x07 \u202e\n```\n",
    "table": "# N\n\n| \x1b[31m | &#27;c |\n|---|---|\n| \u202e | %1b%5d |\n",
    "html": "# N\n\n<b title='&#27;'>\x1bc&#27;c</b>\n\n<pre>\x1b[2J&#x202e;</pre>\n",
    "inline tags": "# N\n\n<u>a</u> <small>b</small> <sup>c</sup> <s>d</s> ~~e~~ [f]() [](g.md)\n",
    "marks": "# N\n\nz" + "\u0301" * 60 + "\n",
}


async def test_linked_documents_send_no_control_characters(read: Open, tmp_path: Path) -> None:
    lines = []
    for number, text in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
        lines.append(f"* N{number}: A Paper \\[[Notes]({number}.md)]\n  * MIT\n")
    digest = parse("# D\n\n## Papers\n\n" + "".join(lines), "d.md", str(tmp_path / "d.md"))
    async with read(digest) as reader:
        for name in HOSTILE:
            await reader.press("n", "1")
            await reader.until(lambda: len(reader.app.screen_stack) == 2, name)
            await reader.pilot.pause()
            shown = drawn(reader.app.screen.query_one("Detail"))
            assert "N" in shown
            assert invisible(shown) == set(), name
            assert "\u0301" * 5 not in shown
            await reader.press("escape")
            await reader.until(lambda: len(reader.app.screen_stack) == 1, name)


async def test_a_notes_control_characters_are_not_shown(read: Open) -> None:
    from nsdi_tui.marks.model import Applied, SetNote

    done: list[Applied] = []
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        note = SetNote("plain \x1b]52;c;eA==\x07 \x9b31m \u202etext")
        reader.app._marks.apply(note, [reader.papers[0]], done.append)
        await reader.until(lambda: bool(done))
        await reader.press("n")
        assert "plain" in reader.page
        assert invisible(drawn(reader.panes.detail)) == set()
        await reader.press("a")
        area = reader.app.screen.query_one("TextArea")
        assert "plain" in drawn(area)
        assert invisible(drawn(area)) == set()


LARGE = {
    "paragraphs": "a\n\n" * 33_000,
    "items": "* item\n" * 24_000,
    "headings": "# h\n\n" * 20_000,
    "table": "|" + "a|" * 150 + "\n|" + "-|" * 150 + "\n" + ("|" + "b|" * 150 + "\n") * 300,
    "one line": "word " * 20_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
async def test_a_large_linked_document_is_shown_while_it_is_still_being_wrapped(
    read: Open, tmp_path: Path, text: str
) -> None:
    async with read(linked(tmp_path, text), size=(80, 24)) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: len(reader.app.screen_stack) == 2)
        detail = reader.app.screen.query_one("Detail")
        await reader.until(lambda: detail.virtual_size.height >= 24)
        await reader.press("pagedown", "G", "escape")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)


async def test_a_screen_that_is_closed_before_it_is_mounted(read: Open) -> None:
    """Its first event would find neither its widgets nor the screen below it."""
    async with read() as reader:
        for turns in range(16, 26):
            reader.app.post_message(events.Key("ctrl+p", None))
            for _ in range(turns):
                await asyncio.sleep(0)
            if len(reader.app.screen_stack) == 2:
                reader.app.screen.dismiss()
            await reader.pilot.pause()
            assert reader.app.is_running
            await reader.press("escape")
            await reader.until(lambda: len(reader.app.screen_stack) == 1)


async def test_two_sizes_at_once_do_not_bring_back_each_other(
    read: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with read(size=(120, 40)) as reader:
        layouts = 0
        chosen = BrowseScreen.on_resize

        def count(screen: BrowseScreen, event: events.Resize) -> None:
            nonlocal layouts
            layouts += 1
            if layouts > 50:
                event.prevent_default()
                return
            chosen(screen, event)
            # Sizes that wait side by side become one.
            screen.call_later(lambda: None)

        monkeypatch.setattr(BrowseScreen, "on_resize", count)
        for size in (Size(18, 2), reader.app.size):
            reader.screen.post_message(events.Resize(size, size))
            reader.screen.call_later(lambda: None)
        for _ in range(200):
            await asyncio.sleep(0.002)
        assert layouts < 10
        assert reader.screen.size == reader.app.size


@pytest.mark.parametrize("key", ["enter", "escape", "pagedown", "down"])
async def test_a_key_for_a_dialog_that_is_not_mounted_yet(key: str, read: Open) -> None:
    """Over a slow line it arrives together with the key that opens the dialog."""
    actions = {"enter": "choose", "escape": "dismiss", "pagedown": "page(1)", "down": "scroll(1)"}
    async with read() as reader:
        for screen in (
            PickScreen("Search", [("one", "1"), ("two", "2")]),
            HelpScreen(keys_by_command({})),
        ):
            reader.app.push_screen(screen)
            await screen.run_action(actions[key])
            await reader.pilot.pause()
            await reader.press("escape")
        assert reader.app.screen is reader.screen
