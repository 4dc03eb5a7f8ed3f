"""The help: all keys and the filter syntax, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Input

from nsdi_tui.tui.pages.help import help_page
from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.widgets.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


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
            yield Input(placeholder="Search keys and queries · esc to close", compact=True)
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
