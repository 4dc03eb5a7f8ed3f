"""The parts of a paper that a query matched, as ranges of its fields."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.finding.folding import Folded
from nsdi_tui.finding.terms import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.finding.acronyms import Acronyms
    from nsdi_tui.finding.query import Field, Query, Term

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"

_TEXT_KINDS = ("part", "start", "word", "fuzzy")
_WITH_MEANING = (None, "title", "topic", "summary")
"""Fields in which an acronym also counts as its expansion."""


@dataclass(frozen=True, slots=True)
class Highlights:
    """Matched ranges `[start, end)` by field, merged and in order.

    Fields of several texts have the number, from 0, of each text with matches.
    """

    title: Ranges = ()
    name: Ranges = ()
    venue: Ranges = ()
    aliases: dict[int, Ranges] = field(default_factory=dict)
    authors: dict[int, Ranges] = field(default_factory=dict)
    organizations: dict[int, Ranges] = field(default_factory=dict)
    tags: dict[int, Ranges] = field(default_factory=dict)
    topics: dict[int, Ranges] = field(default_factory=dict)
    badges: dict[int, Ranges] = field(default_factory=dict)
    summary: dict[int, Ranges] = field(default_factory=dict)
    links: dict[int, Ranges] = field(default_factory=dict)


def highlights(query: Query, paper: Paper, acronyms: Acronyms) -> Highlights:
    """Return what the query matched in this paper."""

    def ranges(text: str | None, *fields: Field) -> Ranges:
        return text_highlights(query, text or "", fields, acronyms)

    def each(texts: Iterable[str], *fields: Field) -> dict[int, Ranges]:
        matched = {number: ranges(text, *fields) for number, text in enumerate(texts)}
        return {number: spans for number, spans in matched.items() if spans}

    asks_for_links = any(term.field == "link" for clause in query.clauses for term in clause.terms)
    return Highlights(
        title=ranges(paper.title, "title"),
        name=ranges(paper.name, "name"),
        venue=ranges(paper.venue, "venue"),
        aliases=each(paper.aliases, "name"),
        authors=each(paper.authors, "author"),
        organizations=each(paper.organizations, "org"),
        tags=each(paper.tags, "tag"),
        topics=each(paper.topics, "topic"),
        badges=each(paper.badges),
        summary=each((bullet.text for bullet in paper.summary), "summary"),
        links=each((link.url for link in paper.links), "link") if asks_for_links else {},
    )


def text_highlights(query: Query, text: str, fields: Sequence[Field], acronyms: Acronyms) -> Ranges:
    """Return the ranges of a text of these fields that the query's terms match."""
    terms = [
        term
        for clause in query.clauses
        if not clause.excluded
        for term in clause.terms
        if term.kind in _TEXT_KINDS and _looks_in(term, fields)
    ]
    if not text or not terms:
        return ()
    folded = Folded(text)
    matched: list[tuple[int, int]] = []
    for term in terms:
        literal = [folded.range_of(*place) for place in find(term, folded.text)]
        matched += literal
        if term.field in _WITH_MEANING:
            starts = [start for start, _ in literal]
            for start, end in acronyms.ranges(folded, term):
                # An expansion that contains the term is not highlighted as a whole.
                if bisect_left(starts, start) == bisect_left(starts, end):
                    matched.append((start, end))
    return _merged(matched)


def _looks_in(term: Term, fields: Sequence[Field]) -> bool:
    return term.field in fields if term.field is not None else fields != ("link",)


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
