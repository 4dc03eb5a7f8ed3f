"""A page of styled text, wrapped to the width of its widget and drawn by line."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.content import Span
from textual.strip import Strip
from textual.style import Style

from nsdi_tui.tui.pages.page import Page
from nsdi_tui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content
    from textual.selection import Selection

    from nsdi_tui.tui.pages.search import PageSearch

# Each component costs start-up time, so parts that look the same share one.
COMPONENTS = (
    "title",
    "heading",
    "rule",
    "strong",
    "muted",
    "chip",
    "key",
    "star",
    "done",
    "new",
    "figure",
    "emphasis",
    "code",
    "strike",
    "link",
    "address",
    "match",
    "cursor",
)
FIRST_SLICE, NEXT_SLICE = 0.02, 0.01
"""Seconds of wrapping before a page is painted, and between two pauses for keys after that."""
PAUSE = 0.001
MOST_STRIPS = 2000


class PageView(LineView, can_focus=True):
    """Base of the detail pane: shows one page; scrolls; lets text be selected with the mouse.

    A long page is wrapped in slices: its first lines are painted while the others are still to
    come.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"detail--{name}" for name in COMPONENTS}
    ALLOW_SELECT = True

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = Page()
        self._lines: list[Content] = []
        self._remaining: Iterator[Content] | None = None
        self._wanted_scroll: float = 0
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
        if self.size.width:
            self._wrap(self.scroll_offset.y if keep_place else 0)

    def _wrap(self, scroll_to: float) -> None:
        self._width = self.size.width
        self._lines = []
        self._strips.clear()
        self._wanted_scroll = scroll_to
        self._remaining = self._page.iter_lines(max(4, self._width - 1), self._page_search())
        self._wrap_slice(self._remaining, FIRST_SLICE)

    def _page_search(self) -> PageSearch | None:
        """Return the search that highlights what it finds, None without one."""
        return None

    def _lines_added(self) -> None:
        """Take account of lines that were wrapped."""

    def _current_on(self, line: int) -> tuple[int, int] | None:
        """Return the range of a line that is shown as the current part of the page."""
        del line
        return None

    def _wrap_slice(self, remaining: Iterator[Content], seconds: float) -> None:
        if remaining is not self._remaining:
            return  # Another page or another width has come since.
        deadline = perf_counter() + seconds
        for line in remaining:
            self._lines.append(line)
            if perf_counter() > deadline:
                self.set_timer(PAUSE, lambda: self._wrap_slice(remaining, NEXT_SLICE))
                break
        else:
            self._remaining = None
        self.set_line_count(len(self._lines))
        if self._wanted_scroll != self.scroll_offset.y:
            super().jump_to(self._wanted_scroll)
        self._lines_added()

    def jump_to(self, y: float) -> None:
        """Scroll at once so that line `y` is the first one, if there are enough lines below it.

        Lines that are still to be wrapped are scrolled to when they have come.
        """
        super().jump_to(y)
        self._wanted_scroll = max(0, y) if self._remaining is not None else self.scroll_offset.y

    def on_resize(self) -> None:
        """Wrap for the new width."""
        if self.size.width != self._width:
            self._wrap(self.scroll_offset.y)

    def notify_style_update(self) -> None:
        """Draw everything again when the stylesheet or the theme has changed."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the visible part."""
        width = self.size.width
        line = self.scroll_offset.y + y
        if line >= len(self._lines):
            return Strip.blank(width, self.base_styles[0])
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) > MOST_STRIPS:
                self._strips.clear()
            strip = self._draw(self._lines[line], line, width)
            self._strips[line] = strip
        return strip

    def _style(self, name: str | Style) -> Style:
        if isinstance(name, Style):
            return name
        style = self._styles.get(name)
        if style is None:
            style = self.get_visual_style(f"detail--{name}", partial=True)
            if style.foreground is not None or style.auto_color:
                # Colours that depend on the background are known only in the complete style.
                whole = self.get_visual_style(f"detail--{name}")
                style = replace(style, foreground=whole.foreground, auto_color=False)
            if self.get_component_styles(f"detail--{name}").has_rule("background"):
                # A partial style leaves out an opaque background.
                whole = self.get_visual_style(f"detail--{name}")
                style = replace(style, background=whole.background)
            self._styles[name] = style
        return style

    def _draw(self, content: Content, line: int, width: int) -> Strip:
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            end = len(content) if end == -1 else min(end, len(content))
            # A drag may begin to the right of a line's end.
            if start < end:
                style = self.screen.get_visual_style("screen--selection")
                content = content.add_spans([Span(start, end, style)])
        rich_base, base = self.base_styles
        if (part := self._current_on(line)) is not None:
            content = content.add_spans([Span(*part, self._style("cursor"))])
        segments = [
            Segment(text, style.rich_style) for text, style in content.render(base, "", self._style)
        ]
        strip = Strip(segments, content.cell_length).adjust_cell_length(width, rich_base)
        return strip.apply_offsets(0, line)

    # Selecting text

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text and what ends it."""
        selected = []
        for number, line in enumerate(self._lines):
            span = selection.get_span(number)
            if span is not None:
                start, end = span
                selected.append(line.plain[start : None if end == -1 else end])
        return "\n".join(selected), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Draw the lines again with the selection shown."""
        self._strips.clear()
        self.refresh()
