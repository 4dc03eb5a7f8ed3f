"""The index: the papers' folded text, and the papers that a query finds."""

from __future__ import annotations

from bisect import bisect_right
from time import perf_counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.venues import venue_of
from nsdi_tui.search.clauses import narrow
from nsdi_tui.search.query import Query
from nsdi_tui.search.spans import PaperSpans, Ranges, paper_spans, text_spans
from nsdi_tui.search.texts import Texts
from nsdi_tui.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.digest.venues import Venue
    from nsdi_tui.search.query import Clause, Field
    from nsdi_tui.search.status import StatusOf

SLICE = 64
"""Papers between two looks at the clock; fewer where words are compared by likeness."""


class Index:
    """The papers of some digests, in order; a position is a paper's index among them.

    What a bare term looks in is folded once, when it is first needed or by `prepare`.
    """

    def __init__(self, digests: Sequence[Digest]) -> None:
        self.digests = tuple(digests)
        self.papers: tuple[Paper, ...] = tuple(p for d in self.digests for p in d.papers)
        self.vocabulary = Vocabulary(
            list(dict.fromkeys(acronym for digest in self.digests for acronym in digest.acronyms))
        )
        self._starts: list[int] = []
        position = 0
        for digest in self.digests:
            self._starts.append(position)
            position += len(digest.papers)
        self.texts = Texts(self.papers, self.vocabulary)
        self._prepared = 0

    def digest_of(self, position: int) -> Digest:
        """Return the digest of the paper at this position."""
        return self.digests[bisect_right(self._starts, position) - 1]

    def venue_of(self, position: int) -> Venue:
        """Return where and when the paper at this position was published."""
        return venue_of(self.papers[position], self.digest_of(position))

    def year_of(self, position: int) -> int | None:
        """Return the paper's own year, else its venue's."""
        year = self.papers[position].year
        return self.venue_of(position).year if year is None else year

    def date_of(self, position: int) -> str | None:
        """Return the paper's date, as precise as it is known: ISO, perhaps only a year."""
        if date := self.papers[position].date:
            return date
        year, venue = self.year_of(position), self.venue_of(position)
        return venue.date if venue.date and venue.year == year else str(year) if year else None

    def prepare(self, seconds: float) -> bool:
        """Fold papers for so long; return whether all are folded."""
        deadline = perf_counter() + seconds
        while self._prepared < len(self.papers):
            end = min(self._prepared + SLICE, len(self.papers))
            self.texts.prepare(range(self._prepared, end))
            self._prepared = end
            if perf_counter() > deadline:
                break
        return self._prepared >= len(self.papers)

    # Searching

    def search(
        self, query: Query, within: Sequence[int] | None = None, status: StatusOf = None
    ) -> Matches:
        """Find the papers of a query, all at once; see `begin`."""
        search = self.begin(query, within, status)
        search.step(float("inf"))
        return search.matches()

    def begin(
        self, query: Query, within: Sequence[int] | None = None, status: StatusOf = None
    ) -> Search:
        """Begin a search among all papers, or among some positions in ascending order.

        `within` may be what another query found which this one refines; the clauses of both are
        then not asked again.
        """
        return Search(self, query, within, status)

    # Explaining

    def spans(self, query: Query, position: int) -> PaperSpans:
        """Return what the query matched in the paper at this position."""
        return paper_spans(query, self.papers[position], self.vocabulary)

    def text_spans(self, query: Query, text: str, field: Field = "topic") -> Ranges:
        """Return what the query matches in a text of this field."""
        return text_spans(query, text, (field,), self.vocabulary)


class Found(list[int]):
    """Positions that all satisfy `query`, in ascending order."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.query = query


class Search:
    """One run of a query; `found` grows, in ascending order, with each step."""

    def __init__(
        self, index: Index, query: Query, within: Sequence[int] | None, status: StatusOf
    ) -> None:
        self.query = query
        self.found: list[int] = Found(query)
        self._index = index
        self._status = status
        self._candidates = range(len(index.papers)) if within is None else within
        self._next = 0
        dear = sum(atom.kind == "fuzzy" for clause in query.clauses for atom in clause.atoms)
        self._slice = max(SLICE // (1 + dear), 1)
        known = within.query.clauses if isinstance(within, Found) else ()
        self._narrowing = [
            narrow(clause, index, status)
            for clause in _cheapest_first(query)
            if clause.asks_for_marks or not any(each.implies(clause) for each in known)
        ]

    def step(self, seconds: float) -> bool:
        """Search for so long; return whether the search is finished."""
        candidates, total = self._candidates, len(self._candidates)
        deadline = perf_counter() + seconds
        while self._next < total:
            chunk: Sequence[int] = candidates[self._next : self._next + self._slice]
            self._next += len(chunk)
            self._index.texts.prepare(chunk)
            for narrowed in self._narrowing:
                chunk = narrowed(chunk)
            self.found += chunk
            if perf_counter() > deadline:
                break
        return self._next >= total

    def matches(self) -> Matches:
        """Return what was found so far, with the counts of the terms."""
        return Matches(self._index, self.query, self.found, self._status)


class Matches:
    """What a query found: `positions` in ascending order."""

    def __init__(self, index: Index, query: Query, positions: list[int], status: StatusOf) -> None:
        self.query = query
        self.positions = positions
        self._index = index
        self._status = status

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return each term as typed with the number of papers that satisfy it alone."""
        return tuple(
            (
                clause.source,
                len(self._index.search(Query((clause,)), status=self._status).positions),
            )
            for clause in self.query.clauses
        )

    def suggest(self, term: str) -> str | None:
        """Return the nearest of the papers' own words to a term that finds nothing, if any."""
        from nsdi_tui.search.nearest import nearest

        return nearest(term, self._index.texts.words())


def _cheapest_first(query: Query) -> list[Clause]:
    def cost(clause: Clause) -> int:
        kinds = {atom.kind for atom in clause.atoms}
        if "fuzzy" in kinds:
            return 3
        return 0 if kinds == {"part"} and all(a.field is None for a in clause.atoms) else 1

    return sorted(query.clauses, key=cost)
