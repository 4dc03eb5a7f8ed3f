"""Asking before unsaved marks would be left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.screens.choose import confirm

if TYPE_CHECKING:
    from textual.app import App


def ask_to_quit(app: App[Any], problem: str) -> None:
    """Show what could not be saved, and quit if the user wants to."""
    confirm(
        app,
        f"{problem}. Quit anyway?",
        app.exit,
        yes="Quit; unsaved marks go to a rescue file",
        no="Keep browsing; saving is tried again",
    )
