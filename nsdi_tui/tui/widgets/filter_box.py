"""The filter box: an Input that answers each key within one frame."""

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

    from nsdi_tui.finding.completion import Completer
    from nsdi_tui.finding.corpus import Corpus

# Turns of the event loop that the screen's message pump needs to answer an edit.
_TURNS = 4


class _QuerySuggester(Suggester):
    """Suggests field names, flags and their values as completions."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(case_sensitive=True)
        self.corpus = corpus
        self._completer: Completer | None = None

    async def get_suggestion(self, value: str) -> str | None:
        if self._completer is None:
            from nsdi_tui.finding.completion import Completer

            self._completer = Completer(self.corpus)
        return self._completer.complete(value)


class FilterBox(Input):
    """Holds the query; posts `Edited` to the screen at every change."""

    # As in Input, but without a layout of the whole screen for every character: the box does not
    # change its width.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    # With priority, so that keys that arrive together with it go to the sidebar.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_filter", "Go to the list", show=False, priority=True)
    ]

    class Edited(Message):
        """The query was changed to `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def complete_from(self, corpus: Corpus) -> None:
        """Offer completions from these papers from now on."""
        if not isinstance(self.suggester, _QuerySuggester) or self.suggester.corpus is not corpus:
            self.suggester = _QuerySuggester(corpus)

    def watch_value(self, value: str) -> None:
        """Post the query to the screen."""
        if self.is_mounted:
            self.screen.post_message(self.Edited(value))

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste as one line; Input would keep only its first line."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.split())
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    async def on_key(self, event: events.Key) -> None:
        """Insert a character, and paint it together with what it changes in the other panes."""
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
