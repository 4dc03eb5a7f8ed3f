"""The papers of an outline that the filter leaves, and how many there are below each node."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from nsdi_tui.tui.view.outline import between
from nsdi_tui.tui.view.repeats import RepeatCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.tui.view.outline import Outline


class ShownPapers:
    """The nodes of the papers that the filter leaves: without one, all papers of the outline.

    A paper that the outline has several times counts once; in groups, once in each.
    """

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.is_filtered = False
        self._matches: list[int] = []
        self._repeats = RepeatCounts(outline.repeats)

    def _start_filter(self) -> None:
        self.is_filtered = True
        self._matches = []
        self._repeats = RepeatCounts(self.outline.repeats)

    def _end_filter(self) -> None:
        self.is_filtered = False
        self._matches = []

    def _add_to_filter(self, nodes: Sequence[int]) -> None:
        self._matches += nodes
        self._repeats.add(nodes, self.leaves)

    def repeats_found(self) -> None:
        """Count again after the repeats of the outline were found."""
        self._repeats = RepeatCounts(self.outline.repeats)
        self._repeats.add(self._matches, self.leaves)

    @property
    def papers(self) -> Sequence[int]:
        """The nodes of the papers that the filter leaves, ascending."""
        return self._matches if self.is_filtered else self.outline.papers

    def leaves(self, node: int) -> bool:
        """Whether this node is a paper that the filter leaves."""
        at = bisect_left(self.papers, node)
        return at < len(self.papers) and self.papers[at] == node

    def positions_below(self, node: int) -> list[int]:
        """Return the positions of the papers at or below this node that the filter leaves."""
        below = between(self.papers, node, self.outline.end[node])
        return [self.outline.position[paper] for paper in below]

    @property
    def _counts(self) -> RepeatCounts:
        return self._repeats if self.is_filtered else self.outline.repeats.counts

    def entries_below(self, node: int) -> int:
        """Return the number of rows that the papers at or below this node have."""
        papers = self.papers
        return bisect_left(papers, self.outline.end[node]) - bisect_left(papers, node)

    def count_below(self, node: int) -> int:
        """Return how many papers at or below this node the filter leaves."""
        return self.entries_below(node) - self._counts.below(node)

    def count_of(self, nodes: Sequence[int], node: int) -> int:
        """Return how many of these nodes, ascending, are below this one and left by the filter."""
        below = between(nodes, node, self.outline.end[node])
        if not self.is_filtered:
            return len(below)
        matches = self._matches
        places = ((bisect_left(matches, each), each) for each in below)
        return sum(1 for at, each in places if at < len(matches) and matches[at] == each)

    @property
    def count(self) -> int:
        """The number of papers that the filter leaves."""
        return len(self.papers) - self._counts.total

    def number_of(self, node: int) -> int:
        """Return which of these papers a node is, counted from 1; 0 for other nodes."""
        if not self.leaves(node):
            return 0
        return bisect_left(self.papers, node) + 1 - self._counts.up_to(node)

    def is_repeat(self, node: int) -> bool:
        """Whether the same list has the paper of this node further up, and the filter leaves it."""
        return self.outline.repeats.is_marked(node, self.leaves)
