"""How the tree's papers are grouped and ordered, and the outline that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Paper
from nsdi_tui.tui.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Topic
    from nsdi_tui.search.grouping import Grouping
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.order import Order
    from nsdi_tui.search.query import Query
    from nsdi_tui.search.status import StatusOf
    from nsdi_tui.tui.outline import Children

MOST_RANKED = 2000
"""So many papers of a query are put in order of relevance; what comes after keeps its order."""

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
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A grouping and an order."""

    grouping: Grouping = "topic"
    order: Order = "digest"

    @property
    def words(self) -> tuple[str, str]:
        """The two as the title line says them."""
        return _GROUPINGS[self.grouping], _ORDERS[self.order]

    def outline(
        self, index: Index, query: Query | None, found: Sequence[int], status: StatusOf
    ) -> Outline:
        """Build the rows of all papers; `found` is what the query found, for its relevance."""
        from nsdi_tui.search.grouping import groups
        from nsdi_tui.search.order import ordered

        if self.grouping == "topic" and self.order == "digest":
            return Outline.of_digests(index.digests)
        positions: Sequence[int] = range(len(index.papers))
        if self.order == "relevance":
            first = ordered(found[:MOST_RANKED], index, query, "relevance")
            chosen = set(first)
            positions = [*first, *(at for at in positions if at not in chosen)]
        else:
            positions = ordered(positions, index, query, self.order)
        if self.grouping != "topic":
            made = groups(index, positions, self.grouping, status)
            return Outline.of_groups(
                ((group.title, group.positions) for group in made), index.papers
            )
        ranks = {id(index.papers[position]): rank for rank, position in enumerate(positions)}
        is_relevance = self.order == "relevance"

        def rank_of(child: Topic | Paper) -> int:
            if isinstance(child, Paper):
                return ranks[id(child)]
            return min((ranks[id(paper)] for paper in child.papers), default=len(ranks))

        def arranged(children: Children) -> Children:
            if is_relevance:
                return sorted(children, key=rank_of)
            papers = sorted((c for c in children if isinstance(c, Paper)), key=rank_of)
            return [*papers, *(c for c in children if not isinstance(c, Paper))]

        return Outline.of_digests(index.digests, arranged)
