"""The main screen: the tree of papers, the filter, and the page of what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.tui import carrying
from nsdi_tui.tui.screens.triage import TriageScreen
from nsdi_tui.tui.widgets.filter_box import FilterBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from nsdi_tui.search.query import Query
    from nsdi_tui.tui.filtering import Filtering
    from nsdi_tui.tui.marking import Marking
    from nsdi_tui.tui.pages.page import Page


class BrowseScreen(TriageScreen):
    """Adds to the tree what is read, found and carried away."""

    def __init__(
        self, digests: Sequence[Digest], size: Size, query: str, marking: Marking, *, advance: bool
    ) -> None:
        super().__init__(digests, size, query, marking, advance=advance)
        self._filtering: Filtering | None = None
        self._query: Query | None = None
        self._anchor = 0

    def on_mount(self) -> None:
        """Show the first page, of the papers of the filter that the app was opened with."""
        self.sidebar.show(self.outline, self.facts)
        self.key_bar.show(self.reader.footer_keys())
        if self.filter_box.value:
            self._apply(self.filter_box.value)
        if self._query is None:
            self.show_page()
            self._show_state()

    # What is shown

    def digest_of(self, node: int) -> Digest:
        """Return the digest that a node belongs to; the first one for a group over several."""
        outline = self.outline
        if outline.is_paper(node) and len(self.digests) > 1:
            position = outline.position[node]
            for digest in self.digests:
                if position < len(digest.papers):
                    return digest
                position -= len(digest.papers)
        while outline.parent[node] >= 0:
            node = outline.parent[node]
        item = outline.items[node]
        return item if isinstance(item, Digest) else self.digests[0]

    def page(self) -> Page:
        """Return the page of what is under the cursor, or why nothing matches."""
        if not self.outline.rows:
            return self._no_match_page()
        node = self.node
        item = self.outline.items[node]
        if isinstance(item, Paper):
            from nsdi_tui.tui.pages.paper import paper_page

            mark = self.facts.mark(item)
            return paper_page(
                item,
                self.digest_of(node),
                self.facts.spans(self.outline.position[node]),
                states=self.facts.states(item),
                note=mark.note if mark else "",
            )
        if isinstance(item, Digest):
            from nsdi_tui.tui.pages.digest import digest_page

            return digest_page(item)
        from nsdi_tui.tui.pages.topic import topic_page

        path = []
        above = self.outline.parent[node]
        while above >= 0:
            if not isinstance(self.outline.items[above], Digest):
                path.append(self.outline.items[above].title)
            above = self.outline.parent[above]
        return topic_page(
            item,
            self.papers_here,
            path[::-1],
            self.facts.topic_matches(item.title),
            filtered=self.outline.filtered,
        )

    def _no_match_page(self) -> Page:
        from nsdi_tui.tui.pages.no_match import no_match_page

        if self._filtering is None:
            return no_match_page((), {})
        matches = self._filtering.matches()
        counts = matches.counts()
        nearest = {term: matches.suggest(term) for term, count in counts if not count}
        return no_match_page(counts, {term: word for term, word in nearest.items() if word})

    def _show_state(self) -> None:
        digest = self.digests[0]
        title = digest.title if len(self.digests) == 1 else f"{len(self.digests)} digests"
        total = len(self.papers)
        if self.outline.filtered and self._filtering is not None:
            state = f"{len(self._filtering.positions):,} of {total:,}"
        else:
            state = "1 paper" if total == 1 else f"{total:,} papers"
        self.title_bar.show(title, state)

    # Filtering

    def on_descendant_focus(self) -> None:
        """Show the filter's row on a small screen while it is in use."""
        in_use = self.focused is self.filter_box or bool(self.filter_box.value)
        self.set_class(in_use, "-filtering")

    @on(Input.Submitted)
    def _leave_filter(self) -> None:
        self.focus_tree()

    @on(FilterBox.Edited)
    def _filter_edited(self, event: FilterBox.Edited) -> None:
        if event.text == self.filter_box.value:
            self._apply(event.text)

    def _apply(self, text: str) -> None:
        from nsdi_tui.search.query import parse

        query = parse(text)
        if not query:
            self._clear_filter()
            return
        if query == self._query:
            return
        if self._filtering is None:
            from nsdi_tui.search.index import Index
            from nsdi_tui.tui.filtering import Filtering

            self._filtering = Filtering(Index(self.digests), self.facts.status)
        if self._query is None:
            self._anchor, self.has_moved = self.node, False
        self._query = query
        self.facts.find(self._filtering.index, query)
        position = self.outline.position[self.node]
        keeps_cursor = position >= 0 and self._filtering.holds(query, position)
        finished = self._filtering.start(query, self.outline)
        if not keeps_cursor and self.outline.rows:
            first = self.outline.paper_after(-1)
            self.outline.cursor = first if first is not None else self.outline.rows[0]
        self._results_changed()
        self.show_page()
        if not finished:
            self.set_timer(0.001, lambda: self._continue(query))

    def _continue(self, query: Query) -> None:
        if self._filtering is None or query is not self._query:
            return
        had_rows = bool(self.outline.rows)
        finished = self._filtering.step(self.outline)
        if not had_rows and self.outline.rows:
            self.outline.cursor = self.outline.paper_after(-1) or 0
        self._results_changed()
        if not had_rows:
            self.show_page()
        if not finished:
            self.set_timer(0.001, lambda: self._continue(query))

    def _results_changed(self) -> None:
        self.sidebar.show(self.outline, self.facts)
        self._show_state()

    def _clear_filter(self) -> None:
        if self._query is None:
            return
        self._query = None
        self.facts.forget()
        cursor = self.node
        had_rows = bool(self.outline.rows)
        self.outline.clear_filter()
        if self.has_moved and had_rows:
            self.outline.reveal(cursor)
        else:
            self.outline.cursor = self._anchor
        self._results_changed()
        self.show_page()

    def action_overview(self) -> None:
        """Go to the overview of the digest that the cursor is in."""
        if self.outline.filtered:
            self.filter_box.value = ""
            self._apply("")
        digest = self.digest_of(self.node)
        for node, item in enumerate(self.outline.items):
            if item is digest:
                self.outline.reveal(node)
                self.cursor_moved()
                return

    # Carrying away

    @property
    def _digest_path(self) -> str | None:
        return self.digest_of(self.node).path

    def action_copy(self) -> None:
        """Copy the best link of the paper, or of all papers of the topic, one a line."""
        carrying.copy_links(self.reader, self.paper, self.papers_here, self.title_here)

    def action_open(self) -> None:
        """Open the best link of the paper."""
        carrying.open_best(self.reader, self.paper, self._digest_path)

    def action_open_other(self) -> None:
        """Choose a link to open."""
        carrying.choose_link(self.reader, self.detail.page.links, self._digest_path)

    def action_open_link(self, number: int) -> None:
        """Open the link with this number on the page."""
        carrying.open_number(self.reader, self.detail.page.links, number, self._digest_path)

    def action_help(self) -> None:
        """Show the help."""
        from nsdi_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.reader.key_names))
