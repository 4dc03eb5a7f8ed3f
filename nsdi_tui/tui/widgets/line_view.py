"""A scrolling widget that draws its own lines and changes their number without a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView

if TYPE_CHECKING:
    from rich.style import Style as RichStyle
    from textual.style import Style


class LineView(ScrollView, inherit_bindings=False):
    """Base of the sidebar and the detail pane; a subclass draws `render_line`.

    Its scrollbar must always be shown (`overflow-y: scroll`), so that a change of the number of
    lines never changes the layout.
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._base_styles: tuple[RichStyle, Style] | None = None

    @property
    def base_styles(self) -> tuple[RichStyle, Style]:
        """The widget's own style, for segments and for content; slow to compute, so cached."""
        if self._base_styles is None:
            self._base_styles = self.rich_style, self.visual_style
        return self._base_styles

    def notify_style_update(self) -> None:
        """Compute styles again when the stylesheet, the theme or the focus has changed."""
        self._base_styles = None
        super().notify_style_update()

    @property
    def line_width(self) -> int:
        """The width of a line: what the scrollbar leaves."""
        return max(0, self.size.width - self.styles.scrollbar_size_vertical)

    def set_line_count(self, count: int) -> None:
        """Set the number of lines, and repaint."""
        # Assigning `virtual_size` would cause a layout of the whole screen for every key.
        self.set_reactive(ScrollView.virtual_size, Size(self.size.width, count))
        self.vertical_scrollbar.window_virtual_size = count
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)
        self.refresh()

    def refresh_line(self, line: int) -> None:
        """Repaint one line, if it is visible."""
        y = line - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh_lines(line)

    def step(self, lines: int) -> None:
        """Scroll by lines."""
        self.jump_to(self.scroll_offset.y + lines)

    def step_pages(self, pages: float) -> None:
        """Scroll by pages, which overlap by a line."""
        self.step(self.lines_of(pages))

    def lines_of(self, pages: float) -> int:
        """Return the number of lines of so many pages, which overlap by a line."""
        return int(pages * max(2, self.size.height - 1))

    def jump_to(self, y: float) -> None:
        """Scroll at once so that line `y` is the first one, if there are enough lines below it."""
        self.scroll_to(y=max(0, min(y, self.max_scroll_y)), animate=False)

    def keep_in_view(self, line: int, margin: int = 1) -> None:
        """Scroll as little as needed to show a line with `margin` lines around it."""
        height = self.size.height
        if not height:
            return
        margin = min(margin, (height - 1) // 2)
        top = self.scroll_offset.y
        if line - margin < top:
            self.jump_to(line - margin)
        elif line + margin >= top + height:
            self.jump_to(line + margin - height + 1)
