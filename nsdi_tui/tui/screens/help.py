"""The help: all keys and the filter syntax, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Input

from nsdi_tui.tui.commands import key_name
from nsdi_tui.tui.pages.help import help_page
from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.widgets.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType


class _SearchBox(Input):
    """What is searched for; the keys that open the help close it again."""

    def __init__(self, keys: Sequence[str]) -> None:
        hint = " or ".join([*keys[:1], "esc"])
        super().__init__(placeholder=f"Search keys and queries · {hint} to close", compact=True)
        self._keys = keys

    def on_key(self, event: events.Key) -> None:
        """Close the help, except that in a text a letter or digit is a part of it."""
        is_letter = event.character is not None and event.character.isalnum()
        opens_help = any(key_name(key) in self._keys for key in event.aliases)
        if opens_help and not (self.value and is_letter):
            event.stop()
            event.prevent_default()
            self.screen.dismiss()


class HelpScreen(Dialog[None]):
    """Lists the commands with their keys; typing narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,f1", "dismiss", "Close"),
        ("down", "scroll(1)", "Scroll down"),
        ("up", "scroll(-1)", "Scroll up"),
        ("pagedown,ctrl+d", "page(1)", "Page down"),
        ("pageup,ctrl+u", "page(-1)", "Page up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, keys: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._keys = keys
        self._detail = Detail()

    def compose(self) -> ComposeResult:
        """Lay out the search box above the list."""
        with Vertical(classes="dialog help"):
            yield _SearchBox(self._keys["help"])
            yield self._detail

    def on_mount(self) -> None:
        """Show all entries."""
        self._detail.show(help_page(self._keys, ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the entries that match the words typed."""
        self._detail.show(help_page(self._keys, event.value))

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self._detail.step(lines)

    def action_page(self, pages: float) -> None:
        """Scroll the list by pages."""
        self._detail.step_pages(pages)
