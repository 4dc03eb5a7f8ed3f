"""A dialog that offers a few things, a key each, and answers with the one chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nsdi_tui import resources
from nsdi_tui.tui.screens import SMALL_DIALOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

MOST_SHOWN = 2000
"""Characters of a preview; the dialog shows some lines of them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose: its key (empty for none), its label, and what it would give."""

    key: str
    label: str
    preview: Callable[[], str]


class ChooseScreen(ModalScreen[int | None]):
    """Answers with the number of the offer chosen, counted from 0; None when left."""

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "dismiss(None)", "Leave"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    def __init__(self, title: str, offers: Sequence[Offer], chosen: int = 0) -> None:
        super().__init__()
        self._title = title
        self._offers = offers
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay out the title, the offers, and the preview of the one under the cursor."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield OptionList(*(Option(self._line(offer)) for offer in self._offers), markup=False)
            yield Static(classes="dialog-preview", markup=False)

    def on_mount(self) -> None:
        """Put the cursor on the offer chosen last."""
        options = self.query_one(OptionList)
        options.highlighted = self._chosen
        options.focus()

    def _line(self, offer: Offer) -> Content:
        return Content.assemble(
            (f"{offer.key or ' '}  ", "$text-accent bold"), Content(offer.label)
        )

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if rows > 0 else options.action_cursor_up()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the offer would give."""
        preview = self._offers[event.option_index].preview()
        self.query_one(".dialog-preview", Static).update(Content(preview[:MOST_SHOWN]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with this offer."""
        self.dismiss(event.option_index)

    def on_key(self, event: events.Key) -> None:
        """Answer with the offer of this key."""
        for number, offer in enumerate(self._offers):
            if event.character == offer.key:
                event.stop()
                event.prevent_default()
                self.dismiss(number)
                return
