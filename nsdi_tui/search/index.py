"""The index: the papers' folded text, and the papers that a query finds."""

from __future__ import annotations

from bisect import bisect_right
from time import perf_counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.titles import venue_and_year
from nsdi_tui.search.atoms import folded_all, holds, in_year
from nsdi_tui.search.folding import fold
from nsdi_tui.search.query import Query
from nsdi_tui.search.spans import PaperSpans, Ranges, paper_spans, text_spans
from nsdi_tui.search.status import NO_STATUS
from nsdi_tui.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.search.query import Atom, Clause, Field
    from nsdi_tui.search.status import Status, StatusOf

SLICE = 64
"""Papers between two looks at the clock."""


class Index:
    """The papers of some digests, in order; a position is a paper's index among them.

    What a bare term looks in is folded once, when it is first needed or by `prepare`.
    """

    def __init__(self, digests: Sequence[Digest]) -> None:
        self.digests = tuple(digests)
        self.papers: tuple[Paper, ...] = tuple(p for d in self.digests for p in d.papers)
        self._vocabulary = Vocabulary(
            list(dict.fromkeys(acronym for digest in self.digests for acronym in digest.acronyms))
        )
        self._starts: list[int] = []
        position = 0
        for digest in self.digests:
            self._starts.append(position)
            position += len(digest.papers)
        self._texts: list[str] = []

    def digest_of(self, position: int) -> Digest:
        """Return the digest of the paper at this position."""
        return self.digests[bisect_right(self._starts, position) - 1]

    def venue_of(self, position: int) -> tuple[str | None, int | None]:
        """Return venue and year: the paper's own, else those in its digest's title."""
        venue, year = venue_and_year(self.papers[position].venue or "")
        own, own_year = venue_and_year(self.digest_of(position).title)
        return venue or own, year or (own_year if venue in (None, own) else None)

    def prepare(self, seconds: float) -> bool:
        """Fold papers for so long; return whether all are folded."""
        deadline = perf_counter() + seconds
        while len(self._texts) < len(self.papers):
            self._fold_to(len(self._texts) + SLICE)
            if perf_counter() > deadline:
                break
        return len(self._texts) >= len(self.papers)

    def _fold_to(self, count: int) -> None:
        for paper in self.papers[len(self._texts) : count]:
            text = "\n".join(
                [
                    paper.title,
                    paper.name or "",
                    *paper.aliases,
                    *paper.organizations,
                    *paper.topics,
                    *paper.badges,
                    paper.venue or "",
                    paper.arxiv or "",
                    *(bullet.text for bullet in paper.summary),
                ]
            )
            self._texts.append(self._with_additions(text))

    def _with_additions(self, text: str) -> str:
        folded = fold(text)
        additions = self._vocabulary.additions(text, folded)
        return f"{folded}\n{additions}" if additions else folded

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

        `within` may be what another query found which this one refines.
        """
        return Search(self, query, within, status)

    def satisfies(self, clause: Clause, status: StatusOf) -> Callable[[int], bool]:
        """Return the test of a clause, for positions that are folded."""
        texts = self._texts
        if all(atom.kind == "part" and atom.field is None for atom in clause.atoms):
            needles = [atom.text for atom in clause.atoms]
            if len(needles) == 1:
                needle = needles[0]
                if clause.excluded:
                    return lambda position: needle not in texts[position]
                return lambda position: needle in texts[position]
        tests = [self._test(atom, status) for atom in clause.atoms]
        if clause.excluded:
            return lambda position: not any(test(position) for test in tests)
        return lambda position: any(test(position) for test in tests)

    def _test(self, atom: Atom, status: StatusOf) -> Callable[[int], bool]:
        papers, texts = self.papers, self._texts

        def marks(position: int) -> Status:
            return status(papers[position]) if status is not None else NO_STATUS

        if atom.kind == "has":
            return lambda position: _has(papers[position], atom.text, marks(position))
        if atom.kind == "is":
            return lambda position: _is(marks(position), atom.text)
        if atom.kind == "year":
            return lambda position: in_year(atom.text, self.venue_of(position)[1])
        field = atom.field
        if field is None:
            return lambda position: holds(atom, texts[position])
        if field == "note":
            return lambda position: holds(atom, fold(marks(position).note))
        return lambda position: holds(atom, self._field_text(position, field))

    def _field_text(self, position: int, field: Field) -> str:
        paper = self.papers[position]
        if field == "venue":
            venue, year = self.venue_of(position)
            return folded_all(paper.venue or "", f"{venue or ''} {year or ''}")
        if field == "org":
            return folded_all(*paper.organizations)
        if field == "name":
            return folded_all(paper.name or "", *paper.aliases)
        if field == "link":
            return folded_all(*(f"{link.label}\n{link.kind}\n{link.url}" for link in paper.links))
        if field == "arxiv":
            return paper.arxiv or ""
        if field == "title":
            return self._with_additions(paper.title)
        texts = paper.topics if field == "topic" else (bullet.text for bullet in paper.summary)
        return self._with_additions("\n".join(texts))

    # Explaining

    def spans(self, query: Query, position: int) -> PaperSpans:
        """Return what the query matched in the paper at this position."""
        return paper_spans(query, self.papers[position], self._vocabulary)

    def text_spans(self, query: Query, text: str, field: Field = "topic") -> Ranges:
        """Return what the query matches in a text of this field."""
        return text_spans(query, text, (field,), self._vocabulary)

    def words(self) -> Iterator[str]:
        """Yield the words of all papers, folded, with repetitions."""
        from nsdi_tui.search.atoms import words_of

        self.prepare(float("inf"))
        for text in self._texts:
            yield from words_of(text)


class Search:
    """One run of a query; `found` grows, in ascending order, with each step."""

    def __init__(
        self, index: Index, query: Query, within: Sequence[int] | None, status: StatusOf
    ) -> None:
        self.query = query
        self.found: list[int] = []
        self._index = index
        self._status = status
        self._candidates = range(len(index.papers)) if within is None else within
        self._next = 0
        self._tests = [index.satisfies(clause, status) for clause in _cheapest_first(query)]

    def step(self, seconds: float) -> bool:
        """Search for so long; return whether the search is finished."""
        candidates, total = self._candidates, len(self._candidates)
        deadline = perf_counter() + seconds
        while self._next < total:
            chunk: Sequence[int] = candidates[self._next : self._next + SLICE]
            self._next += len(chunk)
            self._index._fold_to(chunk[-1] + 1)
            for test in self._tests:
                chunk = [position for position in chunk if test(position)]
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

        return nearest(term, self._index.words())


def _cheapest_first(query: Query) -> list[Clause]:
    def cost(clause: Clause) -> int:
        kinds = {atom.kind for atom in clause.atoms}
        if "fuzzy" in kinds:
            return 3
        return 0 if kinds == {"part"} and all(a.field is None for a in clause.atoms) else 1

    return sorted(query.clauses, key=cost)


def _has(paper: Paper, wanted: str, status: Status) -> bool:
    if wanted == "arxiv":
        return paper.arxiv is not None
    if wanted == "note":
        return bool(status.note)
    if wanted in ("summary", "venue", "badge", "name"):
        values = {"summary": paper.summary, "venue": paper.venue, "badge": paper.badges}
        return bool(values.get(wanted, paper.name))
    return any(link.kind == wanted or wanted in fold(link.label) for link in paper.links)


def _is(status: Status, state: str) -> bool:
    return not status.read if state == "unread" else bool(getattr(status, state))
