"""The filter box: Textual's Input, answering each key within one frame."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events

# Turns of the event loop that the screen's message pump needs to answer an edit.
_TURNS = 4


class FilterBox(Input):
    """Holds the query; posts `Edited` straight to the screen at every change."""

    class Edited(Message):
        """The reader has changed the query to `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def watch_value(self, value: str) -> None:
        """Tell the screen what stands in the box now."""
        if self.is_mounted:
            self.screen.post_message(self.Edited(value))

    async def on_key(self, event: events.Key) -> None:
        """Type a character, painting it together with what it changes in the other panes."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        with self.app.batch_update():
            if self.selection.is_empty:
                self.insert_text_at_cursor(event.character)
            else:
                self.replace(event.character, *self.selection)
            for _ in range(_TURNS):
                await sleep(0)
        self.screen.check_idle()
