"""How the papers are grouped and sorted, and the outline that results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nsdi_tui.tui.view.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.grouping import Grouping
    from nsdi_tui.finding.order import Order
    from nsdi_tui.finding.query import Query
    from nsdi_tui.finding.status import StatusOf

MOST_RANKED = 2000
"""So many papers of a query are sorted by relevance; the others keep their order."""


@dataclass(frozen=True, slots=True)
class Words:
    """A grouping or an order in words: key and name in its menu, and what the header shows.

    `reverse` is added when it is reversed, and empty for what cannot be reversed.
    """

    key: str
    name: str
    label: str
    reverse: str = ""

    def shown(self, *, is_reversed: bool) -> str:
        """Return what the header shows."""
        return f"{self.label}, {self.reverse}" if is_reversed and self.reverse else self.label


GROUPINGS: dict[Grouping, Words] = {
    "topic": Words("t", "Topic", "grouped by topic"),
    "organization": Words("i", "Institution", "grouped by institution", "smallest first"),
    "author": Words("a", "Author", "grouped by author", "fewest papers first"),
    "tag": Words("g", "Tag", "grouped by tag", "smallest first"),
    "venue": Words("v", "Venue", "grouped by venue", "Z to A"),
    "year": Words("y", "Year", "grouped by year", "oldest first"),
    "status": Words("s", "Status", "grouped by status", "read first"),
    "none": Words("n", "No groups", "ungrouped"),
}
ORDERS: dict[Order, Words] = {
    "digest": Words("o", "Order of the digest", "digest order", "last first"),
    "relevance": Words("r", "Relevance", "sorted by relevance", "least relevant first"),
    "title": Words("t", "Title", "sorted by title", "Z to A"),
    "venue": Words("v", "Venue", "sorted by venue", "Z to A"),
    "year": Words("y", "Year", "sorted by year", "oldest first"),
    "date": Words("d", "Date", "sorted by date", "oldest first"),
    "added": Words("a", "Date added", "sorted by date added", "oldest first"),
}


def offered_groupings(corpus: Corpus, *, has_marks: bool) -> list[Grouping]:
    """Return the groupings that make a difference: by status once papers are marked."""
    from nsdi_tui.finding.grouping import groupings

    return [each for each in groupings(corpus) if has_marks or each != "status"]


def offered_orders(corpus: Corpus, query: Query | None) -> list[Order]:
    """Return the orders that make a difference: by relevance only with a query."""
    from nsdi_tui.finding.order import orders

    return [each for each in orders(corpus) if query is not None or each != "relevance"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A grouping and a sort order, each of which may be reversed."""

    grouping: Grouping = "topic"
    order: Order = "digest"
    reverses_groups: bool = False
    reverses_order: bool = False

    def for_query(self, query: Query | None) -> Arrangement:
        """Return what shows with a query: without one, nothing is sorted by relevance."""
        if query is None and self.order == "relevance":
            return replace(self, order="digest", reverses_order=False)
        return self

    @property
    def labels(self) -> tuple[str, str]:
        """The two as the header shows them."""
        grouping, order = GROUPINGS[self.grouping], ORDERS[self.order]
        return (
            grouping.shown(is_reversed=self.reverses_groups),
            order.shown(is_reversed=self.reverses_order),
        )

    def outline(
        self,
        corpus: Corpus,
        query: Query | None,
        matches: Sequence[int],
        status: StatusOf,
    ) -> Outline:
        """Return the outline of all papers; `matches` are those of the query, for relevance."""
        outline = self._outline(corpus, query, matches, status)
        outline.find_repeats(corpus.library)
        return outline

    def _outline(
        self, corpus: Corpus, query: Query | None, matches: Sequence[int], status: StatusOf
    ) -> Outline:
        from nsdi_tui.finding.grouping import groups
        from nsdi_tui.finding.order import ordered

        if self.for_query(query) != self:
            return self.for_query(query).outline(corpus, query, matches, status)
        backwards = self.reverses_order
        if self.grouping == "topic" and self.order == "digest" and not backwards:
            return Outline.of_library(corpus.library)
        positions: Sequence[int] = range(len(corpus.papers))
        if self.order == "relevance":
            ranked = matches[:MOST_RANKED]
            first = ordered(ranked, corpus, query, "relevance", is_reversed=backwards)
            chosen = set(first)
            positions = [*first, *(at for at in positions if at not in chosen)]
        else:
            positions = ordered(positions, corpus, query, self.order, is_reversed=backwards)
        if self.grouping != "topic":
            made = groups(
                corpus, positions, self.grouping, status, is_reversed=self.reverses_groups
            )
            return Outline.of_groups(
                ((group.title, group.positions) for group in made), corpus.papers
            )
        return _sorted_topics(
            Outline.of_library(corpus.library), positions, mixes_topics=self.order == "relevance"
        )


USUAL = Arrangement()
"""The topics and papers as the digests have them."""


def _sorted_topics(outline: Outline, positions: Sequence[int], *, mixes_topics: bool) -> Outline:
    """Return the outline with the papers of each topic in the order of these positions.

    With `mixes_topics`, topics are sorted by their first paper; otherwise they follow the papers.
    """
    rank_of = {position: rank for rank, position in enumerate(positions)}
    ranks = [rank_of.get(position, len(rank_of)) for position in outline.position]
    if mixes_topics:
        # The best rank below each node: children come after their parents.
        for node in range(len(outline) - 1, -1, -1):
            if (parent := outline.parent[node]) >= 0:
                ranks[parent] = min(ranks[parent], ranks[node])

    def arrange(nodes: list[int]) -> list[int]:
        if mixes_topics:
            return sorted(nodes, key=ranks.__getitem__)
        papers = sorted(filter(outline.is_paper, nodes), key=ranks.__getitem__)
        return [*papers, *(node for node in nodes if not outline.is_paper(node))]

    return outline.rearranged(arrange)
