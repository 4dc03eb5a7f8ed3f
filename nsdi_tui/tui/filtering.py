"""A query run over the index in slices, feeding the outline as papers are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.search.index import Index, Matches, Search
    from nsdi_tui.search.query import Query
    from nsdi_tui.search.status import Status
    from nsdi_tui.tui.outline import Outline

FIRST_SLICE = 0.004
NEXT_SLICE = 0.006


class Filtering:
    """Finds the papers of one query after the other, reusing what a shorter query has found."""

    def __init__(self, index: Index, status: Callable[[Paper], Status] | None) -> None:
        self.index = index
        self._status = status
        self._finished: list[tuple[Query, list[int]]] = []
        self._search: Search | None = None
        self._latest: Search
        self._fed = 0
        self.positions: list[int] = []

    def forget(self) -> None:
        """Forget what was found: marks have changed, on which a query may depend."""
        self._finished.clear()

    def start(self, query: Query, outline: Outline) -> bool:
        """Begin a query and run its first slice; return whether it is finished."""
        while self._finished and not query.refines(self._finished[-1][0]):
            self._finished.pop()
        within = self._finished[-1][1] if self._finished else None
        self._search = self._latest = self.index.begin(query, within, self._status)
        self._fed = 0
        outline.filter()
        return self.step(outline, FIRST_SLICE)

    def step(self, outline: Outline, seconds: float = NEXT_SLICE) -> bool:
        """Run another slice; return whether the query is finished."""
        search = self._search
        if search is None:
            return True
        finished = search.step(seconds)
        self.positions = search.found
        if finished or outline.takes_slices:
            outline.add_hits(search.found[self._fed :])
            self._fed = len(search.found)
        if finished:
            self._finished.append((search.query, search.found))
            self._search = None
        return finished

    @property
    def is_running(self) -> bool:
        """Whether the query has not been answered in full."""
        return self._search is not None

    def matches(self) -> Matches:
        """Return what the query found, with the counts of its terms."""
        return self._latest.matches()

    def holds(self, query: Query, position: int) -> bool:
        """Whether the paper at this position matches the query."""
        search = self.index.begin(query, [position], self._status)
        search.step(1.0)
        return bool(search.found)
