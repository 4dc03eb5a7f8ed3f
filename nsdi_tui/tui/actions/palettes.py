"""The command palette and the list of themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.commands import COMMANDS
from nsdi_tui.tui.screens.pick import PickScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import App

    from nsdi_tui.tui.options import Options


def choose_command(app: App[Any], keys: Mapping[str, Sequence[str]]) -> None:
    """List every command with its keys, and run the one chosen."""
    if isinstance(app.screen, PickScreen):
        return
    commands = [command for command in COMMANDS if not command.id.removeprefix("open_").isdigit()]
    items = [(command.title, "  ".join(keys[command.id])) for command in commands]

    async def chosen(number: int | None) -> None:
        if number is not None:
            await app.run_action(commands[number].action, app.screen)

    app.push_screen(PickScreen("Search commands · esc to close", items), chosen)


def choose_theme(app: App[Any], options: Options) -> None:
    """List the themes, and show the highlighted one; cancelling restores the present one.

    The choice is remembered. Where the settings name a theme, it holds until the app closes.
    """
    before, names = app.theme, sorted(app.available_themes)
    items = [(name, "current" if name == before else "") for name in names]

    def preview(number: int) -> None:
        app.theme = names[number]

    def chosen(number: int | None) -> None:
        app.theme = name = before if number is None else names[number]
        if number is None:
            return
        if options.choices is not None:
            remember = partial(options.choices.remember, theme=name)
            app.run_worker(remember, group="choices", thread=True)
        if options.set_theme not in (None, name):
            app.notify(f"Theme {name} until you quit; the settings file sets {options.set_theme}")

    screen = PickScreen("Search themes · esc to cancel", items, names.index(before), preview)
    app.push_screen(screen, chosen)
