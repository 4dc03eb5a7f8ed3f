"""The main screen: the tree of papers, the filter, and the page of what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.tui import carrying
from nsdi_tui.tui.screens.finding import FindingScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.search.query import Query
    from nsdi_tui.tui.pages.page import Page


EXPLAINED_AFTER = 0.1
"""Seconds without a key after which the page of no matches counts what each term finds."""


class BrowseScreen(FindingScreen):
    """Adds to the tree what is read, found and carried away."""

    _overview: tuple[tuple[object, ...], Page] | None = None
    _explained: tuple[Query, Sequence[tuple[str, int]], dict[str, str]] | None = None

    def on_mount(self) -> None:
        """Show the first page, of the papers of the filter that the app was opened with."""
        self.sidebar.show(self.outline, self.facts)
        self.key_bar.show(self.reader.footer_keys())
        if self.first_query:
            self.filter_box.value = self.first_query
            self.apply_filter(self.first_query)
        if self.query_now is None:
            self.show_page()
            self.show_state()

    # What is shown

    def digest_of(self, node: int) -> Digest:
        """Return the digest that a node belongs to; the first one for a group over several."""
        outline = self.outline
        if not len(outline):
            return self.digests[0]
        if outline.is_paper(node) and len(self.digests) > 1:
            return self.filtering.index.digest_of(outline.position[node])
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
            return self._digest_page(item)
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
            self.facts.matches(item.title, "topic"),
            filtered=self.outline.filtered,
        )

    def _digest_page(self, digest: Digest) -> Page:
        from nsdi_tui.tui.pages.digest import digest_page

        read = starred = None
        if self.marking.is_used:
            marks = [mark for paper in digest.papers if (mark := self.facts.mark(paper))]
            read, starred = sum(mark.read for mark in marks), sum(mark.starred for mark in marks)
        key = (id(digest), read, starred)
        # Counting institutions takes more than a frame where there are thousands of papers.
        if self._overview is None or self._overview[0] != key:
            self._overview = key, digest_page(digest, read=read, starred=starred)
        return self._overview[1]

    def _no_match_page(self) -> Page:
        from nsdi_tui.tui.pages.no_match import no_match_page, searching_page

        query = self.query_now
        if query is None:
            return self._digest_page(self.digests[0])
        if self.filtering.is_running:
            return searching_page()
        if self._explained is None or self._explained[0] is not query:
            # Counting is not for every key: only when the reader pauses.
            self.set_timer(EXPLAINED_AFTER, lambda: self._explain(query))
            return no_match_page((), {})
        return no_match_page(*self._explained[1:])

    def _explain(self, query: Query) -> None:
        if query is not self.query_now or self.outline.rows:
            return
        matches = self.filtering.matches()
        counts = matches.counts()
        nearest = {term: matches.suggest(term) for term, count in counts if not count}
        self._explained = (query, counts, {term: word for term, word in nearest.items() if word})
        self.show_page()

    def action_overview(self) -> None:
        """Show the overview of the digest that the cursor is in."""
        if self.outline.filtered:
            self.filter_box.value = ""
            self.apply_filter("")
        digest = self.digest_of(self.node)
        for node, item in enumerate(self.outline.items):
            if item is digest:
                self.outline.reveal(node)
                self.cursor_moved()
                return
        # Grouped otherwise, the tree has no row for the digest.
        self.detail.show(self._digest_page(digest))

    # Carrying away

    @property
    def _digest_path(self) -> str | None:
        return self.digest_of(self.node).path

    @property
    def _chosen_papers(self) -> list[tuple[Paper, Digest]]:
        digest_of = {id(paper): digest for digest in self.digests for paper in digest.papers}
        return [(paper, digest_of[id(paper)]) for paper in self.targets]

    @property
    def _target_name(self) -> str:
        papers = self.targets
        if len(papers) == 1:
            return carrying.called(papers[0])
        return f"{len(papers):,} papers"

    def action_copy(self) -> None:
        """Copy the best link of the paper, or of all papers of the topic, one a line."""
        papers = self.targets
        is_one = len(papers) == 1 and (self.paper is not None or bool(self.facts.selected))
        what = self._target_name if self.facts.selected else self.title_here
        carrying.copy_links(self.reader, papers[0] if is_one else None, papers, what)

    def action_copy_other(self) -> None:
        """Choose what to copy of the papers."""
        carrying.choose_copy(self.reader, self._chosen_papers, self._target_name)

    def action_copy_again(self) -> None:
        """Copy the same thing as the last time, of these papers."""
        carrying.copy_again(self.reader, self._chosen_papers, self._target_name)

    def action_copy_command(self) -> None:
        """Copy the command that shows this view."""
        command = carrying.view_command(self.filter_box.value, self.reader.options.arguments)
        self.reader.copy_text("Command of this view", command)

    def action_export(self) -> None:
        """Write papers into a file."""
        from nsdi_tui.tui.screens.export import ExportScreen

        outline = self.outline
        shown = self.papers
        if outline.filtered:
            shown = [self.papers[position] for position in sorted(self.filtering.positions)]
        sets = {
            "shown": shown,
            "selected": [paper for paper in self.papers if self.facts.is_selected(paper)],
            "starred": [paper for paper in self.papers if self.facts.status(paper).starred],
        }
        annotate = self.facts.annotation if self.marking.is_used else None
        self.app.push_screen(ExportScreen(self.digests, sets, annotate))

    def action_edit(self) -> None:
        """Open the digest in the reader's editor at the line under the cursor; read it again."""
        carrying.edit_digest(self.reader, self.digest_of(self.node), self._line_here)

    @property
    def _line_here(self) -> int:
        item = self.outline.items[self.node] if self.outline.rows else None
        return item.line if isinstance(item, (Paper, Topic)) else 1

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
