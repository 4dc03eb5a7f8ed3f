"""The detail pane: a page of styled text, wrapped to the pane's width when it is first drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.content import Span
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from nsdi_tui.tui.pages.page import Page
from nsdi_tui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual import events
    from textual.content import Content
    from textual.selection import Selection

# Every component costs start-up time, so that parts which look the same share one.
COMPONENTS = (
    "title",
    "strong",
    "muted",
    "organization",
    "badge",
    "state",
    "figure",
    "emphasis",
    "code",
    "strike",
    "link",
    "address",
    "match",
    "bar",
)


class Detail(LineView, can_focus=True):
    """Shows one page; scrolls; lets text be selected with the mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"detail--{name}" for name in COMPONENTS}
    ALLOW_SELECT = True

    class EdgeDragged(Message):
        """The reader drags the pane's left edge; it is to be at this column of the screen."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dragged = False
        self._page = Page()
        self._lines: list[Content] | None = None
        self._width = 0
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._page

    def show(self, page: Page, *, keep_place: bool = False) -> None:
        """Show this page from its top, or from where the last one was scrolled to."""
        self._page = page
        self._lines = None
        self._strips.clear()
        if not keep_place:
            self.jump_to(0)
        if self.size.width:
            self._wrap()

    def _wrap(self) -> list[Content]:
        self._width = self.size.width
        self._lines = self._page.lines(max(4, self._width - 1))
        self._strips.clear()
        self.set_line_count(len(self._lines))
        return self._lines

    def on_resize(self) -> None:
        """Wrap for the new width."""
        if self.size.width != self._width:
            self._wrap()

    def notify_style_update(self) -> None:
        """The stylesheet or the theme has changed: draw everything anew."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the visible part."""
        width = self.size.width
        lines = self._lines if self._lines is not None else []
        line = self.scroll_offset.y + y
        if line >= len(lines):
            return Strip.blank(width, self.base_styles[0])
        strip = self._strips.get(line)
        if strip is None:
            strip = self._draw(lines[line], line, width)
            self._strips[line] = strip
        return strip

    def _style(self, name: str | Style) -> Style:
        if isinstance(name, Style):
            return name
        style = self._styles.get(name)
        if style is None:
            style = self.get_visual_style(f"detail--{name}", partial=True)
            if style.foreground is not None or style.auto_color:
                # Colours that depend on the background are settled only in the whole style.
                whole = self.get_visual_style(f"detail--{name}")
                style = replace(style, foreground=whole.foreground, auto_color=False)
            self._styles[name] = style
        return style

    def _draw(self, content: Content, line: int, width: int) -> Strip:
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            style = self.screen.get_visual_style("screen--selection")
            last = len(content) if end == -1 else min(end, len(content))
            content = content.add_spans([Span(start, last, style)])
        rich_base, base = self.base_styles
        segments = [
            Segment(text, style.rich_style) for text, style in content.render(base, "", self._style)
        ]
        strip = Strip(segments, content.cell_length).adjust_cell_length(width, rich_base)
        return strip.apply_offsets(0, line)

    # Dragging the edge

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the left edge."""
        if event.x == 0 and self.styles.border_left[0]:
            self._dragged = True
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the edge along."""
        if self._dragged:
            self.post_message(self.EdgeDragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """Let the edge go."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    # Selecting text

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text and what ends it."""
        if self._lines is None:
            return None
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Draw the lines anew with the selection shown."""
        self._strips.clear()
        self.refresh()
