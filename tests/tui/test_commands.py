"""The commands: key map, help, palette, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.color import Color
from textual.widgets import Input, OptionList

from nsdi_tui.system import settings
from nsdi_tui.system.choices import RememberedChoices
from nsdi_tui.tui.commands import COMMANDS, keys_by_command
from nsdi_tui.tui.keymap import PRESETS, check_keymap
from nsdi_tui.tui.themes import find_theme

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open


def test_no_key_is_given_twice() -> None:
    keys = [key for command in COMMANDS for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_a_key_map_is_checked() -> None:
    good, problems = check_keymap(
        {
            "star": ("*", "s"),
            "order": ("ctrl+s",),
            "nonsense": ("x",),
            "read": ("not a key",),
            "copy": ("Y",),
            "note": (),
            "page_down": ("page down",),
        }
    )
    assert good == {
        "star": "asterisk,s",
        "order": "ctrl+s",
        "copy": "Y",
        "copy_other": "",
        "note": "",
        "page_down": "pagedown",
    }
    assert problems == [
        ("nonsense", "no command named nonsense; --print-config lists them"),
        ("read", "not a key: not a key (for read)"),
        ("copy", "Y is now copy instead of copy_other"),
    ]


def test_no_preset_gives_a_key_twice_or_takes_all_keys_of_a_command() -> None:
    assert set(PRESETS) == set(settings.PRESETS)
    for preset in PRESETS:
        keymap, problems = check_keymap({}, preset)
        assert problems == []
        keys = keys_by_command(keymap)
        assert all(keys.values()), preset
        listed = [key for names in keys.values() for key in names]
        assert len(listed) == len(set(listed))


def test_a_key_of_the_user_beats_the_preset() -> None:
    keymap, problems = check_keymap({"overview": ("ctrl+n",)}, "emacs")
    assert (keymap["overview"], keymap["down"]) == ("ctrl+n", "down")
    assert problems == [("overview", "ctrl+n is now overview instead of down")]


@pytest.mark.parametrize(
    ("preset", "keys", "row"),
    [
        ("vim", ["j", "j", "k"], 1),
        ("arrows", ["j", "down", "down", "up"], 1),
        ("emacs", ["ctrl+n", "ctrl+n", "ctrl+p"], 1),
        ("emacs", ["ctrl+n", "alt+greater_than_sign", "alt+less_than_sign"], 0),
    ],
)
async def test_a_preset_moves_the_cursor(
    preset: str, keys: list[str], row: int, read: Open
) -> None:
    keymap, _ = check_keymap({}, preset)
    async with read(keymap=keymap) as reader:
        await reader.press("home", *keys)
        assert reader.screen.view.rows.cursor == row


async def test_an_unbound_command_has_no_key(read: Open) -> None:
    keymap, _ = check_keymap({"help": ()})
    async with read(keymap=keymap) as reader:
        await reader.press("question_mark")
        assert reader.app.screen is reader.screen
        assert "? help" not in reader.keys


def test_keys_are_named_as_people_write_them() -> None:
    keys = keys_by_command({"filter": "ctrl+f"})
    assert keys["filter"] == ["ctrl+f"]
    assert keys["help"] == ["?", "f1"]


async def test_every_command_has_a_handler(read: Open) -> None:
    async with read() as reader:
        handlers = reader.screen._commands
        for command in COMMANDS:
            if command.app_action:
                assert hasattr(reader.app, f"action_{command.app_action}"), command.id
            else:
                assert command.id in handlers, command.id
        assert set(handlers) <= set(keys_by_command({}))


async def test_a_key_map_applies_to_keys_footer_and_help(read: Open) -> None:
    async with read(keymap={"filter": "ctrl+f"}) as reader:
        assert "ctrl+f filter" in reader.keys
        await reader.press("ctrl+f")
        assert reader.focused is reader.panes.filter_box
        await reader.press("escape", "question_mark")
        assert "ctrl+f" in "\n".join(
            reader.app.screen.query_one("Detail").render_line(y).text for y in range(30)
        )


async def test_the_help_can_be_searched(read: Open) -> None:
    async with read() as reader:
        await reader.press("question_mark")
        await reader.type("typos")
        detail = reader.app.screen.query_one("Detail")
        text = "\n".join(detail.render_line(y).text for y in range(detail.size.height))
        assert "~schedulr" in text
        assert "Move down" not in text
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_the_key_that_opens_the_help_closes_it(read: Open) -> None:
    async with read() as reader:
        await reader.press("question_mark")
        assert reader.app.screen is not reader.screen
        await reader.type("moe")
        await reader.press("question_mark")
        assert reader.app.screen is reader.screen
        await reader.press("f1", "f1")
        assert reader.app.screen is reader.screen


async def test_a_letter_that_opens_the_help_can_be_searched_for(read: Open) -> None:
    async with read(keymap={"help": "H"}) as reader:
        await reader.press("H", "H")
        assert reader.app.screen is reader.screen
        await reader.press("H", "x", "H")
        assert reader.app.screen.query_one(Input).value == "xH"


async def test_the_help_finds_sections(read: Open) -> None:
    async with read() as reader:
        await reader.press("question_mark")
        await reader.type("marks in the list")
        detail = reader.app.screen.query_one("Detail")
        text = "\n".join(detail.render_line(y).text for y in range(detail.size.height))
        assert "★" in text
        assert "on arXiv" in text


async def test_the_palette_runs_commands(read: Open) -> None:
    async with read() as reader:
        await reader.press("ctrl+p")
        await reader.type("collapse all")
        await reader.press("enter")
        await reader.until(lambda: len(reader.rows) == 2)


async def test_the_footer_leaves_out_whole_what_does_not_fit(read: Open) -> None:
    async with read(size=(60, 24)) as reader:
        assert reader.keys.startswith(" / filter")
        assert "q quit" not in reader.keys
    async with read(size=(160, 24)) as reader:
        assert "q quit" in reader.keys


async def test_q_quits_but_not_while_typing(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash", "q")
        assert reader.panes.filter_box.value == "q"
        await reader.press("escape", "escape", "q")
        await reader.until(lambda: not reader.app.is_running)


async def test_every_theme_shows_the_page(read: Open) -> None:
    async with read() as reader:
        for theme in reader.app.available_themes:
            reader.app.theme = theme
            await reader.press("n")
            strip = reader.panes.detail.render_line(3)
            style = next(s.style for s in strip if s.text.strip() and s.style is not None)
            # The terminal's own two colours are equal by name only.
            assert style.color != style.bgcolor or style.color == Color.default(), theme


async def test_the_list_of_themes_previews_them_and_cancelling_restores_the_present_one(
    read: Open,
) -> None:
    async with read(theme="nord") as reader:
        await reader.press("T", "down")
        await reader.until(lambda: reader.app.theme != "nord")
        await reader.press("escape")
        assert reader.app.theme == "nord"
        await reader.press("T")
        await reader.type("solarized-light")
        await reader.press("enter")
        await reader.until(lambda: reader.app.theme == "solarized-light")


async def test_the_chosen_theme_is_remembered_and_a_cancelled_one_is_not(
    read: Open, tmp_path: Path
) -> None:
    choices = RememberedChoices(tmp_path / "choices.json")
    async with read(choices=choices) as reader:
        before = reader.app.theme
        await reader.press("T", "down", "escape")
        assert reader.app.theme == before
        assert choices.read().theme == ""
        await reader.press("T")
        await reader.type("nord")
        await reader.press("enter")
        await reader.until(lambda: choices.read().theme == "nord")
        assert reader.notices == []
        # The list begins at the present theme.
        await reader.press("T")
        menu = reader.app.screen.query_one(OptionList)
        assert menu.highlighted is not None
        assert "nord" in str(menu.get_option_at_index(menu.highlighted).prompt)


async def test_a_theme_other_than_that_of_the_settings_is_for_now(read: Open) -> None:
    async with read(theme="nord", set_theme="nord") as reader:
        await reader.press("T")
        await reader.type("dracula")
        await reader.press("enter")
        assert reader.notices == ["Theme dracula until you quit; the settings file sets nord"]
        await reader.press("T")
        await reader.type("nord")
        await reader.press("enter")
        await reader.until(lambda: reader.app.theme == "nord")


def test_themes_are_found_in_any_case() -> None:
    assert find_theme("NORD") == "nord"
    assert find_theme("no such theme") is None
