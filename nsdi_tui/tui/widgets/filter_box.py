"""The filter box, and a base for it: an Input that posts each change to the screen."""

from __future__ import annotations

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


class _QuerySuggester(Suggester):
    """Suggests field names, flags and their values as completions."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(case_sensitive=True)
        self.corpus = corpus
        self._completer: Completer | None = None

    async def get_suggestion(self, value: str) -> str | None:
        return self.completion(value)

    def completion(self, value: str) -> str | None:
        """Return the query with its last word completed, None if there is nothing to offer."""
        if self._completer is None:
            from nsdi_tui.finding.completion import Completer

            self._completer = Completer(self.corpus)
        return self._completer.complete(value)


class LineBox(Input):
    """Holds one line of text; posts `Edited` to the screen at every change."""

    # As in Input, but without a layout of the whole screen for every character: the box does not
    # change its width.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    _OWN_KEYS: ClassVar[set[str]] = {
        key.strip()
        for binding in Input.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    } | {"enter"}

    class Edited(Message):
        """The text was changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def handles(self, event: events.Key) -> bool:
        """Return whether this key edits the text, rather than being a command's."""
        return event.is_printable or event.key in self._OWN_KEYS

    def watch_value(self, value: str) -> None:
        """Post the text to the screen."""
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


class FilterBox(LineBox):
    """Holds the query."""

    # With priority, so that keys that arrive together with it go to the sidebar.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_filter", "Go to the list", show=False, priority=True),
        Binding("tab", "complete", "Accept the completion", show=False, priority=True),
    ]

    class Edited(LineBox.Edited):
        """The query was changed."""

    def handles(self, event: events.Key) -> bool:
        """Return whether this key edits the query, rather than being a command's."""
        return self.offered is not None if event.key == "tab" else super().handles(event)

    @property
    def offered(self) -> str | None:
        """The query with the completion that is shown behind the cursor, None without one."""
        suggester = self.suggester
        is_at_end = self.cursor_position == len(self.value) > 0
        if not is_at_end or not isinstance(suggester, _QuerySuggester):
            return None
        completed = suggester.completion(self.value)
        return completed if completed and completed != self.value else None

    def action_complete(self) -> None:
        """Accept the completion; without one, go to the next pane."""
        if (completed := self.offered) is not None:
            self.value = completed
            self.cursor_position = len(completed)
        else:
            self.screen.focus_next()

    def complete_from(self, corpus: Corpus) -> None:
        """Offer completions from these papers from now on."""
        if not isinstance(self.suggester, _QuerySuggester) or self.suggester.corpus is not corpus:
            self.suggester = _QuerySuggester(corpus)
