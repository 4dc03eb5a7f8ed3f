"""The box of the search in the page, and which occurrence is current."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from nsdi_tui.tui.widgets.filter_box import LineBox

if TYPE_CHECKING:
    from textual.widget import Widget


class SearchBox(LineBox):
    """Holds the text that is searched for in the page; `count` is shown beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_search", "Go to the page", show=False, priority=True),
    ]

    class Edited(LineBox.Edited):
        """The text was changed."""

    def __init__(self) -> None:
        super().__init__(placeholder="type to search in this page", compact=True)
        self.count = Static(id="search-count")

    def show_count(self, number: int, count: int) -> None:
        """Show which occurrence is current, of how many: 0 without one."""
        text = f"{number:,}/{count:,}" if count else "no matches" if self.value else ""
        self.count.update(Content(text))

    def mount_beside(self, widget: Widget) -> None:
        """Add the box and the count to the row of another widget, after it."""
        widget.screen.mount(self, self.count, after=widget)
