"""A dialog with one line for each item, narrowed by typing: the command palette, the themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.widgets.menu_list import MenuList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

WIDTH, SHARE, SIDES = 80, 0.96, 8
"""The widest that the dialog gets, else its share of the screen; the cells that no item has."""


class PickScreen(Dialog[int | None]):
    """Returns the number of the item chosen, counted from 0; None when it is cancelled.

    `items` are labels with a short text at the right edge. `preview` is called with the number of
    each item that gets highlighted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        # With priority: of keys that arrive together, the next ones must not change the list.
        Binding("enter", "choose", "Choose", priority=True),
        ("down,ctrl+n", "move('cursor_down')", "Move down"),
        ("up,ctrl+p", "move('cursor_up')", "Move up"),
        ("pagedown", "move('page_down')", "Page down"),
        ("pageup", "move('page_up')", "Page up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        prompt: str,
        items: Sequence[tuple[str, str]],
        chosen: int = 0,
        preview: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self._items = items
        self._chosen = chosen
        self._preview = preview
        self._shown = list(range(len(items)))
        self._query = ""
        self._input = Input(placeholder=prompt, compact=True)
        self._options = MenuList(markup=False)
        self._options.can_focus = False

    def compose(self) -> ComposeResult:
        """Lay out the search box above the items."""
        with Vertical(classes="dialog pick"):
            yield self._input
            yield self._options

    def on_mount(self) -> None:
        """Show all items, with the present one highlighted."""
        self._show(self._chosen)

    def on_resize(self, event: events.Resize) -> None:
        """Align the texts at the right edge again."""
        super().on_resize(event)
        highlighted = self._options.highlighted
        self._show(self._shown[highlighted] if highlighted is not None else None)

    def _show(self, chosen: int | None) -> None:
        options = self._options
        room = min(WIDTH, int(SHARE * self.app.size.width)) - SIDES
        options.clear_options()
        options.add_options([Option(menu_line(*self._items[at], room)) for at in self._shown])
        if self._shown:
            options.highlighted = self._shown.index(chosen) if chosen in self._shown else 0

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the items that contain all words typed."""
        self._narrow(event.value)

    def _narrow(self, query: str) -> None:
        if query == self._query:
            return
        self._query = query
        words = query.casefold().split()
        texts = [" ".join(item).casefold() for item in self._items]
        self._shown = [
            number for number, text in enumerate(texts) if all(word in text for word in words)
        ]
        self._show(None)

    def action_move(self, how: str) -> None:
        """Move the highlight."""
        getattr(self._options, f"action_{how}")()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Preview the highlighted item."""
        if (
            self._preview is not None
            and not self.is_closed
            and event.option_index < len(self._shown)
        ):
            self._preview(self._shown[event.option_index])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the item that was clicked."""
        self.dismiss(self._shown[event.option_index])

    def action_choose(self) -> None:
        """Return the highlighted item."""
        self._narrow(self._input.value)
        highlighted = self._options.highlighted
        if highlighted is not None and self._shown:
            self.dismiss(self._shown[highlighted])


def menu_line(label: str, right: str, room: int) -> Content:
    """Return a line of `room` cells with a short text at its right edge."""
    gap = max(2, room - cell_len(label) - cell_len(right))
    return Content.assemble(Content(label), " " * gap, (right, "$text-accent bold"))
