"""Papers that an outline has more than once, so that each counts as one and repeats are marked."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nsdi_tui.digest.library import Library


class Repeats:
    """The nodes of papers that an outline has several times.

    `parent` and `position` are the arrays of the outline.
    """

    def __init__(self, parent: Sequence[int], position: Sequence[int]) -> None:
        self.parent = parent
        self._position = position
        self._previous: dict[int, int] = {}
        """The nodes that have an earlier one, with the nearest."""
        self._digests: dict[int, int] = {}
        """The numbers of the digests that these nodes are in."""
        self._first: dict[int, int] = {}
        """The first position of each paper that the library has several times, by each of them."""
        self.counts = RepeatCounts(self)
        """What is counted without a filter."""

    def find(
        self,
        library: Library,
        nodes_of: Callable[[int], Sequence[int]],
        group_of: Callable[[int], int],
    ) -> None:
        """Find these papers. One that is in several groups repeats only within a group."""
        for positions in library.repeated:
            digests = {
                node: library.digest_number(position)
                for position in positions
                for node in nodes_of(position)
            }
            self._first |= dict.fromkeys(positions, positions[0])
            last_in: dict[int, int] = {}
            for node in sorted(digests):
                group = group_of(node)
                if group in last_in:
                    self._previous[node] = last_in[group]
                last_in[group] = node
            self._digests |= digests
        self.counts.add(sorted(self._previous), lambda _: True)

    def __bool__(self) -> bool:
        return bool(self._previous)

    def count_papers(self, nodes: Iterable[int]) -> int:
        """Return how many papers are at these nodes, each counted once."""
        positions = {self._position[node] for node in nodes}
        return len({self._first.get(position, position) for position in positions})

    def earlier(self, node: int, is_shown: Callable[[int], bool]) -> int | None:
        """Return the nearest earlier node of the same paper that is shown."""
        before = self._previous.get(node)
        while before is not None and not is_shown(before):
            before = self._previous.get(before)
        return before

    def is_marked(self, node: int, is_shown: Callable[[int], bool]) -> bool:
        """Whether the same list has the paper at an earlier node that is shown."""
        before = self.earlier(node, is_shown)
        while before is not None and self._digests[before] != self._digests[node]:
            before = self.earlier(before, is_shown)
        return before is not None


class RepeatCounts:
    """How many of the papers below each node are repeats of others below it."""

    def __init__(self, repeats: Repeats) -> None:
        self._repeats = repeats
        self._below: dict[int, int] = {}
        self._nodes: list[int] = []

    def add(self, nodes: Iterable[int], is_shown: Callable[[int], bool]) -> None:
        """Count those of these nodes of which an earlier one of the same paper is shown."""
        repeats, parent = self._repeats, self._repeats.parent
        if not repeats:
            return
        for node in nodes:
            before = repeats.earlier(node, is_shown)
            if before is None:
                continue
            insort(self._nodes, node)
            above = parent[node]
            while above > before:  # This topic begins after the earlier one.
                above = parent[above]
            while above >= 0:
                self._below[above] = self._below.get(above, 0) + 1
                above = parent[above]

    def below(self, node: int) -> int:
        """Return the number of repeats below this node."""
        return self._below.get(node, 0)

    def up_to(self, node: int) -> int:
        """Return the number of repeats up to this node, in the order of the outline."""
        return bisect_right(self._nodes, node)

    @property
    def total(self) -> int:
        """The number of repeats in the outline."""
        return len(self._nodes)
