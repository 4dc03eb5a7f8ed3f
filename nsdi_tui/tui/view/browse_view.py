"""The view model of the browse screen. Its methods return what changed on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.view.arrangement import USUAL
from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.view.current_row import CurrentRow
from nsdi_tui.tui.view.navigator import Navigator
from nsdi_tui.tui.view.outline import Outline
from nsdi_tui.tui.view.paper_state import PaperState
from nsdi_tui.tui.view.reading_state import ReadingState
from nsdi_tui.tui.view.replacement import Replacement, is_about_the_same
from nsdi_tui.tui.view.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.library import Library
    from nsdi_tui.finding.query import Query
    from nsdi_tui.tui.view.arrangement import Arrangement
    from nsdi_tui.tui.view.live_filter import Explanation, LiveFilter
    from nsdi_tui.tui.view.paper_state import MarksSource

FIRST_SLICE = 0.004
"""Seconds that a new query may search before the rows found so far are painted."""


class BrowseView:
    """The rows of a library with their cursor, filter, arrangement, selection and marks."""

    def __init__(self, library: Library, marks: MarksSource | None = None) -> None:
        self.library = library
        self.state = PaperState(marks)
        outline = Outline.of_library(library)
        outline.find_repeats(library)
        self.navigator = Navigator(Rows(outline))
        self.query: Query | None = None
        self.explanation: Explanation | None = None
        self.arrangement = USUAL
        self._live_filter: LiveFilter | None = None
        # Where the cursor was when the filter began.
        self._anchor = 0
        self._keeps_cursor = False
        self.reading = ReadingState()
        self._is_collapsed = False
        self._collapse_if_large()

    def _collapse_if_large(self) -> bool:
        """Collapse a library that turns out to be large, unless the user has begun to move."""
        is_open = not (self._is_collapsed or self.navigator.has_moved)
        if collapses := is_open and self.reading.is_large(self.library):
            self._is_collapsed = True
            self.rows.collapse_all()
        return collapses

    @property
    def rows(self) -> Rows:
        """The rows of the present arrangement."""
        return self.navigator.rows

    @property
    def live_filter(self) -> LiveFilter:
        """The search behind the filter, made when it is first needed."""
        if self._live_filter is None:
            from nsdi_tui.finding.corpus import Corpus
            from nsdi_tui.tui.view.live_filter import LiveFilter

            self._live_filter = LiveFilter(Corpus(self.library), self.state.status)
        return self._live_filter

    @property
    def current(self) -> CurrentRow:
        """The row that the cursor is on."""
        return CurrentRow(self.library, self.rows)

    @property
    def targets(self) -> list[int]:
        """The positions that commands act on: the selection, else those of the current row.

        A paper that is in several places is acted on once.
        """
        chosen = self.selected_positions if self.state.selected else self.current.positions
        return self.library.each_once(chosen)

    @property
    def selected_positions(self) -> list[int]:
        """The positions of the selected papers, ascending."""
        return [at for at, paper in enumerate(self.library.papers) if self.state.is_selected(paper)]

    @property
    def matching(self) -> Sequence[int]:
        """The positions that the filter leaves, ascending; all of them without one."""
        everything = range(len(self.library.papers))
        return everything if self.query is None else list(self.live_filter.positions)

    # Filtering

    @property
    def is_searching(self) -> bool:
        """Whether the filter has not been answered in full."""
        return self.query is not None and self.live_filter.is_running

    def filter(self, text: str) -> Changed:
        """Show the papers that match this query; all papers for an empty query.

        A long search goes on with `search_further` while `is_searching`.
        """
        from nsdi_tui.finding.query import parse

        query = parse(text)
        if not query:
            return self._clear_filter()
        if query == self.query:
            return Changed.NOTHING
        if self.query is None:
            self._anchor, self.navigator.has_moved = self.rows.cursor, False
        return self._run(query)

    def _run(self, query: Query) -> Changed:
        live_filter, rows = self.live_filter, self.rows
        self.query = query
        self.state.highlight(live_filter.corpus, query)
        position = self.current.position
        self._keeps_cursor = position is not None and live_filter.holds(query, position)
        live_filter.start(query)
        rows.filter()
        return self._first_matches(FIRST_SLICE)

    def search_further(self, seconds: float) -> Changed:
        """Search for so long, and add the rows that were found."""
        if not self.rows.visible:
            return self._first_matches(seconds)
        more = self._search_finished() if self._add_matches(seconds) else Changed.NOTHING
        return Changed.GROWN | Changed.STATE | more

    def _first_matches(self, seconds: float) -> Changed:
        is_finished = self._add_matches(seconds)
        if not self._keeps_cursor:
            self.rows.move_to_first_paper()
        page = Changed.CONTENT if self._keeps_cursor else Changed.PAGE
        changed = Changed.ROWS | Changed.STATE | page
        return changed | self._search_finished() if is_finished else changed

    def _add_matches(self, seconds: float) -> bool:
        """Search for so long, add what was found; return whether the search is finished."""
        live_filter = self.live_filter
        matches = live_filter.step(seconds)
        if self.rows.outline.is_in_library_order:
            self.rows.add_matches(matches)
        elif not live_filter.is_running:
            self.rows.add_matches(live_filter.positions)
        return not live_filter.is_running

    def _search_finished(self) -> Changed:
        if self.rows.visible and self.arrangement.order == "relevance":
            return self.arrange(self.arrangement)
        return Changed.NOTHING

    def _clear_filter(self) -> Changed:
        if self.query is None:
            return Changed.NOTHING
        self.query = self.explanation = None
        self.state.clear_highlight()
        stays = self.navigator.has_moved and bool(self.rows.visible)
        cursor = self.rows.cursor if stays else self._anchor
        self.rows.clear_filter()
        self.rows.reveal(cursor)
        changed = Changed.ROWS | Changed.STATE | Changed.PAGE
        # What was sorted by relevance is in the digest's order again.
        is_in_order = self.arrangement.for_query(None) == self.arrangement
        return changed if is_in_order else changed | self.arrange(self.arrangement)

    def _filter_again(self) -> Changed:
        """Run the query again if it depends on marks."""
        if self.query is not None and self.query.asks_for_marks:
            self.live_filter.forget()
            return self._run(self.query)
        return Changed.NOTHING

    def explain(self) -> Changed:
        """Count what each term of a query without matches matches alone; see `explanation`."""
        if self.query is not None and not self.rows.visible:
            self.explanation = self.live_filter.explain()
            return Changed.PAGE
        return Changed.NOTHING

    @property
    def respelled(self) -> str:
        """The query in the suggested spelling while nothing matches; empty without any."""
        explanation = self.explanation
        is_present = explanation is not None and explanation.query is self.query
        return explanation.respelled if explanation and is_present else ""

    # Arrangement

    def arrange(self, arrangement: Arrangement) -> Changed:
        """Group and sort the papers like this; the current row stays.

        In place of a topic that other groups do not have, its first paper becomes the current row.
        """
        keeps_groups = arrangement.grouping == self.arrangement.grouping
        before = self.rows
        self.arrangement = arrangement
        live_filter, query = self.live_filter, self.query
        while self.is_searching:
            live_filter.step(1.0)
        matches = live_filter.positions if query is not None else ()
        outline = arrangement.outline(live_filter.corpus, query, matches, self.state.status)
        rows = self.navigator.rows = Rows(outline)
        self._anchor = outline.find_again(before.outline, self._anchor) or 0
        if keeps_groups:
            rows.collapse_paths(before.collapsed_paths())
        if query is not None:
            rows.filter()
            rows.add_matches(matches)
        self.state.count_read(outline)
        changed = Changed.ROWS | Changed.STATE
        node = outline.find_again(before.outline, before.cursor)
        if node is not None and (query is None or rows.count_below(node)):
            rows.reveal(node)
            return changed | Changed.CONTENT
        rows.move_to_row(0)
        if before.cursor_row and (below := before.positions_below(before.cursor)):
            rows.reveal(outline.nodes_of(below[0])[0])
        elif len(before.outline) and before.outline.is_paper(before.cursor):
            rows.move_to_first_paper()
        return changed | Changed.PAGE

    # Selection and marks

    def toggle_selected(self) -> Changed:
        """Select the papers of the current row, or deselect them when all are selected."""
        if positions := self.current.positions:
            self.state.toggle_selected(positions, self.library)
            return self._labels_changed()
        return Changed.NOTHING

    def clear_selection(self) -> Changed:
        """Deselect all papers."""
        if self.state.selected:
            self.state.selected.clear()
            return self._labels_changed()
        return Changed.NOTHING

    def _labels_changed(self) -> Changed:
        return Changed.LABELS | Changed.STATE | Changed.CONTENT | self._filter_again()

    def marks_changed(self) -> Changed:
        """Take account of marks that have changed."""
        self.state.marks_changed(self.library, self.rows.outline)
        return self._labels_changed()

    def repeats_found(self) -> Changed:
        """Take account of the papers in several places, which the library knows now."""
        self.rows.outline.find_repeats(self.library)
        self.rows.repeats_found()
        return self.marks_changed()

    # Reading

    def show_reading(self, reading: ReadingState) -> Changed:
        """Show in the header how much is read."""
        self.reading = reading
        return Changed.STATE | (Changed.ROWS if self._collapse_if_large() else Changed.NOTHING)

    def prepare(self, library: Library) -> Replacement:
        """Prepare another library, in any thread; `replace_library` then takes little time."""
        corpus = self._live_filter.corpus if self._live_filter is not None else None
        return Replacement.prepare(library, self.arrangement, self.query, corpus, self.state)

    def replace_library(self, prepared: Replacement) -> Changed:
        """Show another library; filter, cursor, selection, scrolling and collapsed topics stay."""
        if prepared.arrangement != self.arrangement:  # It was changed meanwhile.
            prepared = self.prepare(prepared.library)
        before, item, query = self.rows, self.current.item, self.query
        is_first = not self.library.papers
        self.library, self._live_filter = prepared.library, prepared.live_filter
        self.state.library_changed(self.library, prepared.outline, prepared.read_nodes)
        grows = not is_first and self.reading.is_large(self.library)
        rows, self._anchor = prepared.rows(before, self._anchor, collapses_new=grows)
        self.navigator.rows = rows
        if is_first:  # There was nothing to collapse or to move in.
            self._is_collapsed = self.navigator.has_moved = False
        if self.reading.is_growing:
            self._collapse_if_large()
        changed = Changed.RELOADED | Changed.STATE
        if query is None:
            rows.reveal(rows.cursor)
        elif query == prepared.query:
            self.explanation = None
            self.state.highlight(self.live_filter.corpus, query)
            rows.add_matches(self.live_filter.positions)
            if not rows.is_visible(rows.cursor):
                self.rows.move_to_first_paper()
        else:  # It was typed meanwhile.
            return changed | self._run(query)
        is_same = is_about_the_same(item, self.current.item)
        return changed | (Changed.CONTENT if is_same else Changed.PAGE)
