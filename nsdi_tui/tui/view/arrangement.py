"""How the papers are grouped and sorted, and the outline that results."""

from __future__ import annotations

from dataclasses import dataclass
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

_GROUPINGS: dict[Grouping, str] = {
    "topic": "grouped by topic",
    "organization": "grouped by institution",
    "author": "grouped by author",
    "tag": "grouped by tag",
    "venue": "grouped by venue",
    "year": "grouped by year",
    "status": "grouped by status",
    "none": "ungrouped",
}
_ORDERS: dict[Order, str] = {
    "digest": "digest order",
    "relevance": "most relevant first",
    "title": "sorted by title",
    "venue": "sorted by venue",
    "year": "sorted by year",
    "date": "sorted by date",
    "added": "recently added first",
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A grouping and a sort order."""

    grouping: Grouping = "topic"
    order: Order = "digest"

    @property
    def labels(self) -> tuple[str, str]:
        """The two as the header shows them."""
        return _GROUPINGS[self.grouping], _ORDERS[self.order]

    def outline(
        self,
        corpus: Corpus,
        query: Query | None,
        matches: Sequence[int],
        status: StatusOf,
    ) -> Outline:
        """Return the outline of all papers; `matches` are those of the query, for relevance."""
        from nsdi_tui.finding.grouping import groups
        from nsdi_tui.finding.order import ordered

        if self.grouping == "topic" and self.order == "digest":
            return Outline.of_library(corpus.library)
        positions: Sequence[int] = range(len(corpus.papers))
        if self.order == "relevance":
            first = ordered(matches[:MOST_RANKED], corpus, query, "relevance")
            chosen = set(first)
            positions = [*first, *(at for at in positions if at not in chosen)]
        else:
            positions = ordered(positions, corpus, query, self.order)
        if self.grouping != "topic":
            made = groups(corpus, positions, self.grouping, status)
            return Outline.of_groups(
                ((group.title, group.positions) for group in made), corpus.papers
            )
        return _sorted_topics(
            Outline.of_library(corpus.library), positions, mixes_topics=self.order == "relevance"
        )


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
