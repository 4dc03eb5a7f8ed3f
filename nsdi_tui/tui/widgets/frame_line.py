"""The upper edges of the panes' frames, with titles and the position in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style


class FrameLine(Widget):
    """One line above panes that draw the other edges themselves.

    As a border title, a text that changes with every key would repaint the whole pane.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "frame-line--focus",
        "frame-line--title",
        "frame-line--position",
    }

    def __init__(self, panes: Sequence[Widget], id: str | None = None) -> None:
        super().__init__(id=id)
        self._panes = panes
        self._texts = [("", "")] * len(panes)

    def show(self, texts: Sequence[tuple[str, str]]) -> None:
        """Show a title and a position for each pane."""
        if list(texts) != self._texts:
            self._texts = list(texts)
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the edges above the panes that are displayed."""
        base = self.rich_style
        segments: list[Segment] = []
        used = 0
        for pane, (title, position) in zip(self._panes, self._texts, strict=True):
            region = pane.region
            if not pane.display or region.width < 4:
                continue
            focus = self.get_component_rich_style("frame-line--focus")
            edge = focus if pane.has_focus else base
            segments.append(Segment(" " * max(0, region.x - self.region.x - used), base))
            segments += self._edge(title, position, region.width, edge)
            used = region.right - self.region.x
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _edge(self, title: str, position: str, width: int, edge: Style) -> list[Segment]:
        position = f" {position} " if position else ""
        room = width - 6 - cell_len(position)
        if room < 4:
            position, room = "", width - 6
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)).rstrip() + "…"
        title = f" {title} " if title else ""
        rule = "─" * max(0, width - 4 - cell_len(title) - cell_len(position))
        return [
            Segment("╭─", edge),
            Segment(title, self.get_component_rich_style("frame-line--title")),
            Segment(rule, edge),
            Segment(position, self.get_component_rich_style("frame-line--position")),
            Segment("─╮", edge),
        ]
