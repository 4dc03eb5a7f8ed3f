"""Asking before unsaved marks would be left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.screens.choose import ChooseScreen, MenuItem

if TYPE_CHECKING:
    from textual.app import App


def ask_to_quit(app: App[Any], problem: str) -> None:
    """Show what could not be saved, and quit if the user wants to."""
    items = [
        MenuItem("y", "Quit; unsaved marks go to a rescue file"),
        MenuItem("n", "Keep browsing; saving is tried again"),
    ]
    screen = ChooseScreen(f"{problem}. Quit anyway?", items)
    app.push_screen(screen, lambda number: app.exit() if number == 0 else None)
