"""The filter box: Textual's Input, answering each key within one frame."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.suggester import Suggester
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events

    from nsdi_tui.search.completion import Completer
    from nsdi_tui.search.index import Index

# Turns of the event loop that the screen's message pump needs to answer an edit.
_TURNS = 4


class _QuerySuggester(Suggester):
    """Offers field names, flags and their values, behind what has been typed."""

    def __init__(self, index: Index) -> None:
        super().__init__(case_sensitive=True)
        self._index = index
        self._completer: Completer | None = None

    async def get_suggestion(self, value: str) -> str | None:
        if self._completer is None:
            from nsdi_tui.search.completion import Completer

            self._completer = Completer(self._index)
        return self._completer.complete(value)


class FilterBox(Input):
    """Holds the query; posts `Edited` straight to the screen at every change."""

    # As in Input, but without asking for a layout of the whole screen at every character: the
    # box is as wide as it is, whatever it holds.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    # With priority, so that keys which come in one piece with it go to the tree.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_filter", "Go to the tree", show=False, priority=True)
    ]

    class Edited(Message):
        """The reader has changed the query to `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def complete_from(self, index: Index) -> None:
        """Offer completions out of these papers from now on."""
        if self.suggester is None:
            self.suggester = _QuerySuggester(index)

    def watch_value(self, value: str) -> None:
        """Tell the screen what stands in the box now."""
        if self.is_mounted:
            self.screen.post_message(self.Edited(value))

    def on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted as one line; Input would keep its first one alone."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.split())
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

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
