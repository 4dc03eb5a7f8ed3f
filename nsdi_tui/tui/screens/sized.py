"""Screens that follow the size of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual import events


class SizedScreen(Screen[ScreenResultType]):
    """A screen that ignores sizes which the terminal no longer has.

    Each size that a screen is laid out for is sent to it once more. Of two that wait at the same
    time, each would bring back the other for ever.
    """

    def on_resize(self, event: events.Resize) -> None:
        """Keep the screen from being laid out for an old size."""
        if event.size != self.app.size:
            event.prevent_default()
