"""Commands that filter the papers."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from nsdi_tui.tui.messages import StopReadingRequested
from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.view.summary import count_papers

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.finding.query import Query
    from nsdi_tui.tui.panes import Panes

PAUSE = 0.001
"""Seconds between two slices of a search, in which keys and paint have their turn."""
NEXT_SLICE = 0.006
"""Seconds of searching between two such pauses."""
PAINT_EVERY = 0.05
"""Seconds between two paints of what a search keeps finding below the visible rows."""
EXPLAIN_AFTER = 0.1
"""Seconds without a key after which the matches of each term are counted when nothing matches."""
NEW_PAPERS = "is:new"
"""The query for papers that are new or have changed since the last visit."""
PREPARE_SLICE = 0.003
"""Seconds of preparing the search between two pauses, once the filter box has the focus."""


class FindController:
    """Runs the view's filter in slices between keys, and shows what it finds."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._view = panes.view
        self._painted_at = 0.0

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        state = self._view.state
        return {
            "filter": self._filter,
            "escape": self._escape,
            "next_pane": self._next_pane,
            "new": lambda: self._toggle(NEW_PAPERS, bool(state.fresh_summary), "new or changed"),
            "unread": lambda: self._toggle("is:unread", self._has_unread, "unread"),
            "starred": lambda: self._toggle("is:starred", state.has_marks, "starred"),
            "overview": self._overview,
        }

    def _filter(self) -> None:
        self._panes.focus_filter()
        self.focus_changed()

    def show(self, changed: Changed) -> None:
        """Show a change of the view; when it has started a search, go on with it."""
        self._panes.show(changed)
        if changed & (Changed.ROWS | Changed.RELOADED) and self._view.query is not None:
            self._painted_at = perf_counter()
            self._follow_search(self._view.query)

    def filter(self, text: str) -> None:
        """Show the papers that match this query; all papers for an empty query."""
        self._show_filter_row()
        changed = self._view.filter(text)
        if changed is Changed.NOTHING:
            return
        if not self._view.query and self._panes.in_filter and not self._panes.filter_box.value:
            self._panes.show(changed & ~Changed.PAGE)
            self._panes.show_cheat_sheet()
        else:
            self.show(changed)

    def _follow_search(self, query: Query) -> None:
        timer = self._panes.sidebar.set_timer
        if self._view.is_searching:
            timer(PAUSE, lambda: self._search_further(query))
        elif not self._view.rows.visible:
            timer(EXPLAIN_AFTER, lambda: self._explain(query))

    def _search_further(self, query: Query) -> None:
        if query is not self._view.query or not self._view.is_searching:
            return
        changed = self._view.search_further(NEXT_SLICE)
        now = perf_counter()
        only_grows = not changed & (Changed.ROWS | Changed.PAGE)
        if not only_grows or not self._view.is_searching or now - self._painted_at > PAINT_EVERY:
            self._painted_at = now
            self._panes.show(changed)
        self._follow_search(query)

    def _explain(self, query: Query) -> None:
        if query is self._view.query:
            self._panes.show(self._view.explain())

    # The filter box

    def focus_changed(self) -> None:
        """Prepare the search when the filter box gets the focus; hide the cheat sheet after it."""
        panes = self._panes
        self._show_filter_row()
        panes.focus_changed()
        if not panes.in_filter:
            panes.hide_cheat_sheet()
            return
        panes.filter_box.complete_from(self._view.live_filter.corpus)
        self._prepare()
        if not panes.filter_box.value:
            panes.show_cheat_sheet()

    def _show_filter_row(self) -> None:
        """Show the filter box on a small screen while it is used."""
        panes = self._panes
        is_used = panes.in_filter or bool(panes.filter_box.value)
        # A class of the screen would have all its widgets styled again.
        panes.filter_row.set_class(is_used, "-used")

    def _prepare(self) -> None:
        if not self._view.live_filter.corpus.prepare(PREPARE_SLICE):
            self._panes.sidebar.set_timer(PAUSE, self._prepare)

    def _escape(self) -> None:
        panes = self._panes
        if panes.in_detail or (panes.in_filter and not panes.filter_box.value):
            panes.focus_sidebar()
            self.focus_changed()
        elif panes.filter_box.value:
            panes.filter_box.value = ""
        elif self._view.reading.progress is not None:
            panes.sidebar.screen.post_message(StopReadingRequested())
        elif not panes.leave_overview():
            panes.show(self._view.clear_selection())

    def _next_pane(self) -> None:
        """Accept the suggested spelling; without one, go to the next pane."""
        if respelled := self._view.respelled:
            self._panes.filter_box.value = respelled
        else:
            self._panes.focus_next(1)

    def leave_filter(self) -> None:
        """Move from the filter box to the sidebar; what was found stays when the filter ends."""
        self._view.navigator.has_moved = True
        self._panes.focus_sidebar()
        text = self._panes.filter_box.value
        # Without any match, the page has the reason.
        if self._view.rows.visible and ("is:" in text.lower() or "has:" in text.lower()):
            from nsdi_tui.finding.flags import unknown_flag

            if problem := unknown_flag(text, self._view.library.digests):
                self._panes.sidebar.app.notify(problem, severity="warning")

    @property
    def _has_unread(self) -> bool:
        return self._view.state.read_count < count_papers(self._view.library)

    def _toggle(self, flag: str, has_papers: bool, name: str) -> None:
        """Add a flag to the query, or remove it; without any papers that have it, say so."""
        from nsdi_tui.finding.query import without_word

        box = self._panes.filter_box
        text = without_word(box.value, flag)
        if text == box.value:
            if not has_papers:
                box.app.notify(f"No {name} papers")
                return
            text = f"{text} {flag}".lstrip()
        box.value = text
        self.filter(text)

    def _overview(self) -> None:
        if self._panes.leave_overview():
            return
        if self._view.query is not None:
            self._panes.filter_box.value = ""
            self.filter("")
        digest = self._view.current.digest
        changed = self._view.navigator.move_to_digest(digest)
        if changed:
            self._panes.show(changed)
        else:
            # Other groupings have no row for the digest.
            self._panes.show_overview()
