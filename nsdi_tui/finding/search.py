"""Searching: a query and a corpus give matches, at once or in slices."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from nsdi_tui.finding.clauses import narrow
from nsdi_tui.finding.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.query import Clause
    from nsdi_tui.finding.status import StatusOf

SLICE = 64
"""Papers between two looks at the clock; fewer where words are compared by similarity."""


def search(
    query: Query, corpus: Corpus, within: Sequence[int] | None = None, status: StatusOf = None
) -> Matches:
    """Return the papers that match a query; see `Search` for `within`."""
    running = Search(query, corpus, within, status)
    running.step(float("inf"))
    return running.matches()


class _Positions(list[int]):
    """Positions in ascending order that all satisfy `query`."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.query = query


class Search:
    """One run of a query; `positions` grows, in ascending order, with each step.

    With `within`, only these positions are searched. When they are the positions of another query
    which this one refines, the clauses of both are not tested again.
    """

    def __init__(
        self,
        query: Query,
        corpus: Corpus,
        within: Sequence[int] | None = None,
        status: StatusOf = None,
    ) -> None:
        self.query = query
        self.positions: list[int] = _Positions(query)
        self._corpus = corpus
        self._status = status
        self._candidates = range(len(corpus.papers)) if within is None else within
        self._next = 0
        fuzzy = sum(term.kind == "fuzzy" for clause in query.clauses for term in clause.terms)
        self._slice = max(SLICE // (1 + fuzzy), 1)
        tested = within.query.clauses if isinstance(within, _Positions) else ()
        self._narrowing = [
            narrow(clause, corpus, status)
            for clause in _cheapest_first(query)
            if clause.asks_for_marks or not any(each.implies(clause) for each in tested)
        ]

    def step(self, seconds: float) -> bool:
        """Search for so long; return whether the search is finished."""
        candidates, total = self._candidates, len(self._candidates)
        deadline = perf_counter() + seconds
        while self._next < total:
            chunk: Sequence[int] = candidates[self._next : self._next + self._slice]
            self._next += len(chunk)
            self._corpus.folded_text.prepare(chunk)
            for narrowed in self._narrowing:
                chunk = narrowed(chunk)
            self.positions += chunk
            if perf_counter() > deadline:
                break
        return self._next >= total

    def matches(self) -> Matches:
        """Return what has been found so far."""
        return Matches(self._corpus, self.query, self.positions, self._status)


class Matches:
    """The matches of a query: `positions` in ascending order."""

    def __init__(
        self, corpus: Corpus, query: Query, positions: list[int], status: StatusOf
    ) -> None:
        self.query = query
        self.positions = positions
        self._corpus = corpus
        self._status = status

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return each clause as typed, with the number of papers that satisfy it alone."""
        return tuple(
            (
                clause.source,
                len(search(Query((clause,)), self._corpus, status=self._status).positions),
            )
            for clause in self.query.clauses
        )

    def suggest(self, term: str) -> str | None:
        """Return the word of the papers that is most similar to a term, None without any."""
        from nsdi_tui.finding.flags import unknown_flag, values_of
        from nsdi_tui.finding.suggestions import suggest

        if values := values_of(term):
            is_known = unknown_flag(term, self._corpus.library.digests) is None
            return None if is_known else suggest(term, dict.fromkeys(values, 1))
        return suggest(term, self._corpus.folded_text.words())

    def problem(self) -> str | None:
        """Return what is wrong with a flag of the query, None if all have known values."""
        from nsdi_tui.finding.flags import unknown_flag

        text = " ".join(clause.source for clause in self.query.clauses)
        return unknown_flag(text, self._corpus.library.digests)


def _cheapest_first(query: Query) -> list[Clause]:
    def cost(clause: Clause) -> int:
        kinds = {term.kind for term in clause.terms}
        if "fuzzy" in kinds:
            return 3
        return 0 if kinds == {"part"} and all(term.field is None for term in clause.terms) else 1

    return sorted(query.clauses, key=cost)
