"""The sidebar: the rows of the view, drawn one by one as far as they are visible."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from nsdi_tui.tui.view.row_text import SELECTED_MARK, row_text
from nsdi_tui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual import events

    from nsdi_tui.tui.view.paper_state import PaperState
    from nsdi_tui.tui.view.row_text import RowText
    from nsdi_tui.tui.view.rows import Rows

INDENT = 2
ALIGNED = 40
"""Below so many columns, marks have no columns that blanks keep free."""
GUTTER = 1
"""The column at the left edge with the mark of selected papers."""


class Sidebar(LineView, can_focus=True):
    """Draws rows that the view owns; posts which row was clicked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--digest",
        "sidebar--topic",
        "sidebar--paper",
        "sidebar--name",
        "sidebar--match",
        "sidebar--count",
        "sidebar--star",
        "sidebar--done",
        "sidebar--new",
        "sidebar--note",
        "sidebar--lead",
        "sidebar--selected",
        "sidebar--cursor",
        "sidebar--hover",
    }

    class RowClicked(Message):
        """A row was clicked; `on_fold` when the click was on its fold sign."""

        def __init__(self, row: int, on_fold: bool, times: int) -> None:
            super().__init__()
            self.row = row
            self.on_fold = on_fold
            self.times = times

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Rows | None = None
        self._state: PaperState | None = None
        self._hover = -1
        self._cursor_row = 0
        self._strips: dict[tuple[int, str], Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}

    def show(self, rows: Rows, state: PaperState, *, keeps_place: bool = False) -> None:
        """Draw these rows from now on, with the cursor in view.

        With `keeps_place`, the cursor's row stays at its line instead, which may be out of view.
        """
        before = self._rows.cursor_row if self._rows is not None else 0
        self._rows, self._state = rows, state
        self._strips.clear()
        self.set_line_count(len(rows.visible))
        if keeps_place:
            self.jump_to(self.scroll_offset.y + rows.cursor_row - before)
        else:
            self.follow_cursor()

    def follow_cursor(self) -> None:
        """Repaint after the cursor has moved, and scroll it into view."""
        if self._rows is None:
            return
        row, before = self._rows.cursor_row, self._cursor_row
        self._cursor_row = row
        top = self.scroll_offset.y
        self.keep_in_view(row)
        if self.scroll_offset.y == top:
            self.refresh_line(before)
            self.refresh_line(row)
        else:
            self.refresh()

    def rows_added(self) -> None:
        """Repaint after rows were appended: of the others only the topics' counts change."""
        rows = self._rows
        if rows is not None:
            is_paper = rows.outline.is_paper
            self._strips = {key: strip for key, strip in self._strips.items() if is_paper(key[0])}
            self.set_line_count(len(rows.visible))

    def redraw_rows(self) -> None:
        """Repaint after the text of rows has changed."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw everything again when the stylesheet or the theme has changed."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw the row at line `y` of the visible part."""
        row = self.scroll_offset.y + y
        width = self.line_width
        rows = self._rows
        if rows is None or self._state is None or row >= len(rows.visible):
            return Strip.blank(width, self.base_styles[0])
        node = rows.visible[row]
        state = "cursor" if node == rows.cursor else "hover" if row == self._hover else ""
        key = (node, state)
        strip = self._strips.get(key)
        if strip is None or strip.cell_length != width:
            if len(self._strips) > 2000:
                self._strips.clear()
            text = row_text(rows, node, self._state)
            strip = self._draw(text, rows.outline.depth[node], width, state)
            self._strips[key] = strip
        return strip

    def _style(self, component: str, state: str) -> Style:
        key = (component, state)
        style = self._styles.get(key)
        if style is None:
            style = self.get_component_rich_style(f"sidebar--{component}")
            if state == "cursor":
                # Only the cursor's own colour is sure to be legible on its background.
                cursor = self.get_component_rich_style("sidebar--cursor")
                style = cursor + Style(bold=style.bold, underline=style.underline)
            elif state == "hover":
                hover = self.get_component_rich_style("sidebar--hover")
                style += Style(bgcolor=hover.bgcolor)
            self._styles[key] = style
        return style

    def _draw(self, text: RowText, depth: int, width: int, state: str) -> Strip:
        indent = min(depth * INDENT, max(0, width // 3))
        marks = text.right
        if width < ALIGNED:
            marks = [(part, component) for part, component in marks if part.strip()]
        right = "".join(part for part, _ in marks) + "  "
        room = width - GUTTER - indent - cell_len(text.lead) - cell_len(right)
        label, used = text.label, len(text.label) if text.label.isascii() else cell_len(text.label)
        if used > room:
            label = set_cell_size(label, max(0, room - 1)) + "…" if room > 0 else ""
            used = cell_len(label)
        base = self._style(text.kind, state)
        gutter = SELECTED_MARK if text.selected else " "
        segments = [
            Segment(gutter, self._style("selected", state)),
            Segment(" " * indent + text.lead, self._style("lead", state)),
        ]
        segments += self._styled(label, text.spans, base, state)
        segments.append(Segment(" " * (max(0, room - used) + 1), base))
        segments += [Segment(part, self._style(component, state)) for part, component in marks]
        segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(width, base)

    def _styled(
        self, label: str, spans: list[tuple[int, int, str]], base: Style, state: str
    ) -> list[Segment]:
        if not spans:
            return [Segment(label, base)]
        cuts = sorted({0, len(label), *(cut for span in spans for cut in span[:2])})
        segments = []
        for start, end in pairwise(cuts):
            if start >= len(label):
                break
            style = base
            for first, last, component in spans:
                if first <= start and end <= last:
                    style += self._style(component, state)
            segments.append(Segment(label[start:end], style))
        return segments

    # Mouse

    def _row_at(self, event: events.MouseEvent) -> int:
        offset = event.get_content_offset(self)
        row = -1 if offset is None else offset.y + self.scroll_offset.y
        return row if self._rows is not None and 0 <= row < len(self._rows.visible) else -1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the row under the mouse."""
        row = self._row_at(event)
        if row != self._hover:
            before, self._hover = self._hover, row
            self.refresh_line(before)
            self.refresh_line(row)

    def on_leave(self) -> None:
        """Remove the highlight when the mouse leaves."""
        before, self._hover = self._hover, -1
        self.refresh_line(before)

    def on_click(self, event: events.Click) -> None:
        """Post which row was clicked."""
        row = self._row_at(event)
        if row < 0 or self._rows is None:
            return
        event.stop()
        offset = event.get_content_offset(self)
        depth = self._rows.outline.depth[self._rows.visible[row]]
        start = GUTTER + min(depth * INDENT, self.size.width // 3)
        on_fold = offset is not None and start <= offset.x < start + 2
        self.post_message(self.RowClicked(row, on_fold, event.chain))
