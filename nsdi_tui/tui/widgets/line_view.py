"""A scrolling widget that draws its own lines and changes their number without a new layout."""

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
        """The widget's own style, for segments and for content; kept, since it is dear to find."""
        if self._base_styles is None:
            self._base_styles = self.rich_style, self.visual_style
        return self._base_styles

    def notify_style_update(self) -> None:
        """The stylesheet or the theme has changed, or the focus: find styles anew."""
        self._base_styles = None
        super().notify_style_update()

    def set_line_count(self, count: int) -> None:
        """Say how many lines there are now, and repaint."""
        # Assigning `virtual_size` would ask for a layout of the whole screen at every key.
        self.set_reactive(ScrollView.virtual_size, Size(self.size.width, count))
        self.vertical_scrollbar.window_virtual_size = count
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)
        self.refresh()

    def jump_to(self, y: float) -> None:
        """Scroll at once so that line `y` is the first one, as far as there are lines."""
        self.scroll_to(y=max(0, min(y, self.max_scroll_y)), animate=False)

    def keep_in_view(self, line: int, margin: int = 1) -> None:
        """Scroll just as far as needed to see a line with `margin` lines around it."""
        height = self.size.height
        if not height:
            return
        margin = min(margin, (height - 1) // 2)
        top = self.scroll_offset.y
        if line - margin < top:
            self.jump_to(line - margin)
        elif line + margin >= top + height:
            self.jump_to(line + margin - height + 1)
