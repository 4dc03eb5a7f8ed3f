"""The detail pane: a page with links to move between, and a search in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message import Message

from nsdi_tui.tui.widgets.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from nsdi_tui.tui.pages.page import Page, Target
    from nsdi_tui.tui.pages.search import PageSearch
    from nsdi_tui.tui.widgets.page_parts import PagePart


class Detail(PageView):
    """Shows one page. One of its links or of what a search found may be current."""

    class EdgeDragged(Message):
        """The pane's left edge was dragged to this column of the screen."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    class Searched(Message):
        """The number of occurrences, or the current one, is another: see `found`."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dragged = False
        self._link: PagePart | None = None
        self._wanted: str | None = None
        self._search_from: float = 0
        self._match: PagePart | None = None
        self._match_before = 0
        self.found = 0, 0
        """The number of the current occurrence, 0 without one, and how many there are."""

    def show(self, page: Page, *, keep_place: bool = False) -> None:
        """Show this page from its top, or with the place and the current part of the last one."""
        link = self._link if keep_place else None
        self._match_before = self._match.value if keep_place and self._match is not None else 0
        super().show(page, keep_place=keep_place)
        if link is not None and link in self._links():
            self._link = link
        self._match_before = 0

    def _wrap(self, scroll_to: float) -> None:
        self._link = self._match = None
        self._search_from = scroll_to
        super()._wrap(scroll_to)

    # Links

    @property
    def target(self) -> Target | None:
        """Where the current link leads; None without one."""
        return cast("Target", self._link.value[1]) if self._link is not None else None

    def move_to_link(self, step: int) -> bool:
        """Make the next link (1) or the previous one (-1) current; return whether there is one."""
        from nsdi_tui.tui.widgets.page_parts import next_part

        self._match = self._set_current(self._match, None)
        link = next_part(self._links(), self._link, self._shown_lines, step)
        self._link = self._set_current(self._link, link)
        return link is not None

    def leave_link(self) -> None:
        """Have no current link any more."""
        self._link = self._set_current(self._link, None)

    def _links(self) -> list[PagePart]:
        from nsdi_tui.tui.widgets.page_parts import find_parts

        return find_parts(self._lines, "@click")

    @property
    def _shown_lines(self) -> range:
        top = round(self.scroll_offset.y)
        return range(top, top + self.size.height)

    def _set_current(self, before: PagePart | None, part: PagePart | None) -> PagePart | None:
        """Repaint the lines of both, with the second in view; return it."""
        for line in {*(before.lines if before else ()), *(part.lines if part else ())}:
            self._strips.pop(line, None)
            self.refresh_line(line)
        if part is not None:
            self.keep_in_view(part.lines[-1])
            self.keep_in_view(part.lines[0])
        return part

    # Searching

    @property
    def is_searching(self) -> bool:
        """Whether a text is searched for."""
        return self._wanted is not None

    def search(self, text: str | None) -> None:
        """Highlight a text, and go to its first occurrence from where the search began on.

        None ends the search.
        """
        start = self.scroll_offset.y if text is None or self._wanted is None else self._search_from
        self._wanted = text
        self._wrap(start)

    def move_to_match(self, step: int) -> None:
        """Go to the next occurrence (1) or the previous one (-1), around the ends."""
        from nsdi_tui.tui.widgets.page_parts import find_parts, next_part

        self.leave_link()
        matches = find_parts(self._lines, "match")
        match = next_part(matches, self._match, self._shown_lines, step)
        self._match = self._set_current(self._match, match)
        self._report(matches)

    def _page_search(self) -> PageSearch | None:
        if not self._wanted:
            return None
        from nsdi_tui.tui.pages.search import PageSearch

        return PageSearch(self._wanted)

    def _lines_added(self) -> None:
        if not self._wanted:
            self._report([])
            return
        from nsdi_tui.tui.widgets.page_parts import find_parts

        matches = find_parts(self._lines, "match")
        if self._match is None and matches:
            before = next((each for each in matches if each.value == self._match_before), None)
            below = (each for each in matches if each.lines[0] >= self._search_from)
            self._match = self._set_current(None, before or next(below, matches[0]))
        self._report(matches)

    def _current_on(self, line: int) -> tuple[int, int] | None:
        current = self._match or self._link
        return current.on_line(line) if current is not None else None

    def _report(self, matches: Sequence[PagePart]) -> None:
        number = matches.index(self._match) + 1 if self._match in matches else 0
        if self.found != (number, len(matches)):
            self.found = number, len(matches)
            self.post_message(self.Searched())

    # Dragging the edge

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag the left edge."""
        if event.x == 0 and self.styles.border_left[0]:
            self._dragged = True
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the edge."""
        if self._dragged:
            self.post_message(self.EdgeDragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """Stop dragging."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()
