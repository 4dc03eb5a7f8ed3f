"""Running a query in slices, reusing the matches of a shorter query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.finding.search import Search, search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.query import Query
    from nsdi_tui.finding.status import StatusOf


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a query has no matches: what each term matches alone, and spelling suggestions.

    `respelled` is the query with the suggestions, empty without any; `problem` names the values of
    a flag that has an unknown one.
    """

    query: Query
    counts: Sequence[tuple[str, int]]
    suggestions: Mapping[str, str]
    respelled: str = ""
    problem: str | None = None


class LiveFilter:
    """Runs one query after another over a corpus; `step` returns what each slice finds."""

    def __init__(self, corpus: Corpus, status: StatusOf) -> None:
        self.corpus = corpus
        self._status = status
        self._finished: list[tuple[Query, list[int]]] = []
        self._search: Search | None = None
        self._is_running = False
        self._returned = 0

    def forget(self) -> None:
        """Drop earlier results: the marks have changed, on which a query may depend."""
        self._finished.clear()

    def start(self, query: Query) -> None:
        """Begin a query; results of queries that it does not refine are dropped."""
        while self._finished and not query.refines(self._finished[-1][0]):
            self._finished.pop()
        within = self._finished[-1][1] if self._finished else None
        self._search = Search(query, self.corpus, within, self._status)
        self._is_running = True
        self._returned = 0

    def step(self, seconds: float) -> Sequence[int]:
        """Search for so long; return the positions found since the last step, ascending."""
        running = self._search
        if running is None or not self._is_running:
            return ()
        if running.step(seconds):
            self._is_running = False
            self._finished.append((running.query, running.positions))
        added = running.positions[self._returned :]
        self._returned = len(running.positions)
        return added

    @property
    def is_running(self) -> bool:
        """Whether the query has not been answered in full."""
        return self._is_running

    @property
    def positions(self) -> Sequence[int]:
        """All positions found so far, ascending."""
        return self._search.positions if self._search is not None else ()

    def explain(self) -> Explanation | None:
        """Count what each term of the last query matches alone, and suggest other spellings."""
        if self._search is None:
            return None
        from nsdi_tui.finding.suggestions import respelled

        matches = self._search.matches()
        counts = matches.counts()
        words = {term: matches.suggest(term) for term, count in counts if not count}
        suggestions = {term: word for term, word in words.items() if word}
        corrected = respelled((term for term, _ in counts), suggestions)
        query = self._search.query
        return Explanation(query, counts, suggestions, corrected, matches.problem())

    def holds(self, query: Query, position: int) -> bool:
        """Return whether the paper at this position matches the query."""
        return bool(search(query, self.corpus, [position], self._status).positions)
