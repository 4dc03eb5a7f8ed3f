"""The box of the search in the page, and which occurrence is current."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from nsdi_tui.tui.widgets.filter_box import LineBox


class SearchCount(Widget):
    """Shows `2/7`; its width does not change with the numbers, which would cause a layout."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def show(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the text at the right edge."""
        base, width = self.rich_style, self.size.width
        return Strip([Segment(f"{self._text} ".rjust(width), base)]).adjust_cell_length(width, base)


class SearchBox(LineBox):
    """Holds the text that is searched for in the page; `count` is shown beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_search", "Go to the page", show=False, priority=True),
    ]

    class Edited(LineBox.Edited):
        """The text was changed."""

    def __init__(self) -> None:
        super().__init__(placeholder="type to search in this page", compact=True)
        self.count = SearchCount()

    def show_count(self, number: int, count: int) -> None:
        """Show which occurrence is current, of how many: 0 without one."""
        self.count.show(f"{number:,}/{count:,}" if count else "no matches" if self.value else "")

    def mount_beside(self, widget: Widget) -> None:
        """Add the box and the count to the row of another widget, after it."""
        widget.screen.mount(self, self.count, after=widget)
