"""The command palette and the list of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from nsdi_tui.tui.screens.dialog import ClosesOnce
from nsdi_tui.tui.widgets.menu_list import page_options

if TYPE_CHECKING:
    from textual.binding import BindingType


class Palette(CommandPalette, ClosesOnce[None]):
    """Textual's command palette, which runs one command and can be paged at every size."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def action_page(self, step: int) -> None:
        """Move the highlight by a page."""
        page_options(self.query_one(OptionList), step)

    @on(Input.Submitted)
    def _run_once(self, event: Input.Submitted) -> None:
        if self.is_closed:
            event.stop()
            event.prevent_default()
