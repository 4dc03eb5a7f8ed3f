"""What the app does with a key before any widget gets it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.commands import actions_by_key
from nsdi_tui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual import events
    from textual.app import App

# Turns of the event loop that widgets and screen need to answer a key.
_TURNS = 8
SECOND_PRESS = 2.0
"""Seconds within which a second ctrl+c quits."""


class KeyDispatch:
    """Runs the command of a key immediately, and leaves every other key to Textual.

    Textual would queue the key at the focused widget and act when it has bubbled up again: of keys
    that arrive together (`/moe`, over a slow line) all would go to the sidebar.
    """

    def __init__(self, app: App[Any], keymap: Mapping[str, str]) -> None:
        self._app = app
        self._actions = actions_by_key(keymap)
        self._last_interrupt = float("-inf")

    def forget_interrupt(self) -> None:
        """Let the next ctrl+c be the first of two again."""
        self._last_interrupt = float("-inf")

    async def dispatch(
        self, event: events.Key, otherwise: Callable[[events.Event], Awaitable[None]]
    ) -> None:
        """Run the command of a key, or hand the key to Textual; then paint once."""
        app = self._app
        if event.key == "ctrl+c" and self._is_second_interrupt():
            app.exit()
            return
        # Painted once, when all that the key brings about has happened.
        with app.batch_update():
            if action := self._action_of(event):
                await app.run_action(action, app.screen)
            else:
                await otherwise(event)
            for _ in range(_TURNS):
                await asyncio.sleep(0)
        app.screen.check_idle()

    def _action_of(self, event: events.Key) -> str | None:
        screen = self._app.screen
        if isinstance(screen, BrowseScreen) and not screen.panes.edits_text(event):
            for key in event.aliases:
                if key in self._actions:
                    return self._actions[key]
        return None

    def _is_second_interrupt(self) -> bool:
        now = time.monotonic()
        is_second = now - self._last_interrupt < SECOND_PRESS
        self._last_interrupt = now
        return is_second
