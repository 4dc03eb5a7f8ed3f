"""Finding on the tree: the live filter, orders and groupings."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from textual import on

from nsdi_tui.tui.screens.triage import TriageScreen
from nsdi_tui.tui.widgets.filter_box import FilterBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.search.query import Query
    from nsdi_tui.tui.arranging import Arrangement
    from nsdi_tui.tui.filtering import Filtering

PAUSE = 0.001
"""Seconds between two slices of a search, in which keys and paint have their turn."""
SHOWN_EVERY = 0.05
"""Seconds between two paints of what a search goes on finding below the rows in view."""


class FindingScreen(TriageScreen):
    """Adds to the tree what finds papers in it."""

    def __init__(
        self,
        digests: Sequence[Digest],
        size: Size,
        query: str,
        marking: MarksWorker,
        *,
        advance: bool,
    ) -> None:
        super().__init__(digests, size, query, marking, advance=advance)
        self._filtering: Filtering | None = None
        self._arrangement: Arrangement | None = None
        self._anchor = 0
        self._shows_cheat_sheet = False
        self._shown_at = 0.0
        self.query_now: Query | None = None

    @property
    def filtering(self) -> Filtering:
        """What runs queries; made when it is first needed."""
        if self._filtering is None:
            from nsdi_tui.search.index import Index
            from nsdi_tui.tui.filtering import Filtering

            self._filtering = Filtering(Index(self.digests), self.facts.status)
        return self._filtering

    @property
    def state_words(self) -> str:
        """What the title line says of the view: how many papers, how grouped and ordered."""
        total = len(self.papers)
        count = "1 paper" if total == 1 else f"{total:,} papers"
        if self.query_now is not None:
            count = f"{len(self.filtering.positions):,} of {total:,}"
        if self._arrangement is None:
            return f"{count} · grouped by topic · digest order"
        return " · ".join([count, *self._arrangement.words])

    def show_state(self) -> None:
        """Show in the title line what the view is."""
        title = self.digests[0].title
        if len(self.digests) > 1:
            title = f"{len(self.digests)} digests"
        self.title_bar.show(title, self.state_words)

    # The filter box

    def on_descendant_focus(self) -> None:
        """Get the filter box ready when it is entered, and put the page back when it is left."""
        is_in_filter = self.focused is self.filter_box
        self.set_class(is_in_filter or bool(self.filter_box.value), "-filtering")
        if is_in_filter:
            self.filter_box.complete_from(self.filtering.index)
            self._prepare()
            if not self.filter_box.value:
                self.show_cheat_sheet()
        elif self._shows_cheat_sheet:
            self.show_page()

    def show_cheat_sheet(self) -> None:
        """Show the query language while the empty filter box has the focus."""
        from nsdi_tui.tui.pages.cheat_sheet import cheat_sheet_page

        self.detail.show(cheat_sheet_page())
        self._shows_cheat_sheet = True

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show the page of what is under the cursor, in place of the cheat sheet too."""
        if keep_place and self._shows_cheat_sheet:
            return  # What has changed meanwhile shows when the sheet goes.
        self._shows_cheat_sheet = False
        super().show_page(keep_place=keep_place)

    def _prepare(self) -> None:
        if not self.filtering.index.prepare(0.003):
            self.set_timer(PAUSE, self._prepare)

    def action_leave_filter(self) -> None:
        """Go from the filter to the tree."""
        self.focus_tree()

    @on(FilterBox.Edited)
    def _filter_edited(self, event: FilterBox.Edited) -> None:
        # Of several edits in one frame only the last counts.
        if event.text == self.filter_box.value:
            self.apply_filter(event.text)

    def apply_filter(self, text: str) -> None:
        """Show the papers of this query; all of them when it asks for nothing."""
        from nsdi_tui.search.query import parse

        query = parse(text)
        if not query:
            self._clear_filter()
        elif query != self.query_now:
            if self.query_now is None:
                self._anchor, self.has_moved = self.node, False
            self._run(query)

    def filter_again(self) -> None:
        """Run the query again: marks have changed, for which it asks."""
        if self.query_now is not None and self.query_now.asks_for_marks:
            self.filtering.forget()
            self._run(self.query_now)

    def _run(self, query: Query) -> None:
        filtering, outline = self.filtering, self.outline
        self.query_now = query
        self.facts.find(filtering.index, query)
        position = outline.position[self.node] if len(outline) else -1
        keeps_cursor = position >= 0 and filtering.holds(query, position)
        finished = filtering.start(query, outline)
        if not keeps_cursor:
            self._go_to_first()
        self._results_changed()
        self._shown_at = perf_counter()
        self.show_page(keep_place=keeps_cursor)
        if finished:
            self._found()
        else:
            self.set_timer(PAUSE, lambda: self._continue(query, keeps_cursor))

    def _continue(self, query: Query, keeps_cursor: bool) -> None:
        if query is not self.query_now:
            return
        had_rows = bool(self.outline.rows)
        finished = self.filtering.step(self.outline)
        now = perf_counter()
        if not had_rows:
            if not keeps_cursor:
                self._go_to_first()
            self._results_changed()
            self.show_page(keep_place=keeps_cursor)
        elif finished or now - self._shown_at > SHOWN_EVERY:
            self._shown_at = now
            self.sidebar.rows_added()
            self.show_state()
        if finished:
            self._found()
        else:
            self.set_timer(PAUSE, lambda: self._continue(query, keeps_cursor))

    def _go_to_first(self) -> None:
        first = self.outline.paper_after(-1)
        if first is not None:
            self.outline.cursor = first
            self.outline.move_to_row(self.outline.cursor_row)

    def _found(self) -> None:
        if not self.outline.rows:
            self.show_page()
        elif self._arrangement is not None and self._arrangement.order == "relevance":
            self._rearrange(self._arrangement)

    def _results_changed(self) -> None:
        self.sidebar.show(self.outline, self.facts)
        self.show_state()

    def _clear_filter(self) -> None:
        if self.query_now is None:
            return
        self.query_now = None
        self.facts.forget()
        cursor = self.node
        stays = self.has_moved and bool(self.outline.rows)
        self.outline.clear_filter()
        if stays:
            self.outline.reveal(cursor)
        else:
            self.outline.cursor = self._anchor
        self._results_changed()
        if self.focused is self.filter_box and not self.filter_box.value:
            self.show_cheat_sheet()
        else:
            self.show_page()

    def replace_digests(self, digests: Sequence[Digest]) -> None:
        """Show digests that were read again; folds, filter and cursor stay as far as they can."""
        folded = self.outline.folded_paths()
        here = self.paper.keys if self.paper else ()
        known = {id(digest) for digest in self.digests}
        self.marking.reload([digest for digest in digests if id(digest) not in known])
        self.digests = digests
        self.papers = [paper for digest in digests for paper in digest.papers]
        # What is selected and gone could be neither seen nor taken back.
        self.facts.selected &= {paper.key for paper in self.papers}
        self._filtering = None
        query, self.query_now = self.query_now, None
        self.facts.forget()
        self.outline = self.arrangement.outline(self.filtering.index, None, (), self.facts.status)
        self.outline.fold_paths(folded)
        position = next(
            (at for at, paper in enumerate(self.papers) if set(here) & set(paper.keys)), -1
        )
        for node in self.outline.nodes_of(position)[:1]:
            self.outline.reveal(node)
        self._anchor = self.node
        self.marks_changed()
        self._results_changed()
        if query is not None:
            self._run(query)

    # Orders and groupings

    @property
    def arrangement(self) -> Arrangement:
        """The grouping and the order of the tree."""
        from nsdi_tui.tui.arranging import Arrangement

        return self._arrangement or Arrangement()

    def action_next_order(self) -> None:
        """Put the papers in the next order."""
        from nsdi_tui.search.order import orders

        known = orders(self.filtering.index)
        now = known.index(self.arrangement.order)
        self._rearrange(replace(self.arrangement, order=known[(now + 1) % len(known)]))

    def action_next_grouping(self) -> None:
        """Group the papers by the next thing that tells them apart."""
        from nsdi_tui.search.grouping import groupings

        known = list(groupings(self.filtering.index))
        if not self.marking.is_used:
            known.remove("status")
        now = self.arrangement.grouping
        after = known.index(now) + 1 if now in known else 0
        self._rearrange(replace(self.arrangement, grouping=known[after % len(known)]))

    def _rearrange(self, arrangement: Arrangement) -> None:
        keeps_groups = arrangement.grouping == self.arrangement.grouping
        before, anchor = self.outline, self._anchor
        self._arrangement = arrangement
        position = self.outline.position[self.node] if len(self.outline) else -1
        filtering = self.filtering
        query = self.query_now
        while query is not None and not filtering.step(self.outline, 1.0):
            pass
        found = filtering.positions if query is not None else []
        self.outline = arrangement.outline(filtering.index, query, found, self.facts.status)
        self._anchor = 0
        if keeps_groups:
            self.outline.fold_paths(before.folded_paths())
            if len(before) and before.is_paper(anchor):
                self._anchor = self.outline.nodes_of(before.position[anchor])[0]
        if query is not None:
            self.outline.filter()
            self.outline.add_hits(found)
        nodes = self.outline.nodes_of(position)
        if nodes and (query is None or position in found):
            self.outline.reveal(nodes[0])
        elif position >= 0:
            self._go_to_first()
        else:
            self.outline.move_to_row(0)
        self.facts.marks_changed(self.outline)
        self._results_changed()
        self.show_page(keep_place=True)
