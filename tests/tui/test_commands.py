"""The commands: key map, help, palette, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color

from nsdi_tui.tui.commands import COMMANDS, check_keymap, keys_by_command

if TYPE_CHECKING:
    from tests.tui.conftest import Open


def test_no_key_is_given_twice() -> None:
    keys = [key for command in COMMANDS for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_a_key_map_is_checked() -> None:
    good, problems = check_keymap(
        {"star": "*,s", "order": "ctrl+s", "nonsense": "x", "read": "not a key", "copy": "Y"}
    )
    assert good == {"star": "asterisk,s", "order": "ctrl+s", "copy": "Y", "copy_other": ""}
    assert len(problems) == 3
    assert any("no such command: nonsense" in problem for problem in problems)
    assert any("not a key: not a key" in problem for problem in problems)
    assert "Key map: Y is now copy instead of copy_other" in problems


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


async def test_the_palette_runs_commands(read: Open) -> None:
    async with read() as reader:
        await reader.press("ctrl+p")
        await reader.type("collapse all")
        await reader.pilot.pause(0.5)
        await reader.press("enter")
        await reader.until(lambda: len(reader.rows) == 3)


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
