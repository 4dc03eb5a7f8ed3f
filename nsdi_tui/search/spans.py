"""What a query matched in a paper: ranges of its fields, in characters of the text as written."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.search.atoms import find
from nsdi_tui.search.folding import Folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.search.query import Atom, Field, Query
    from nsdi_tui.search.vocabulary import Vocabulary

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"

_FINDING = ("part", "start", "word", "fuzzy")
_WITH_MEANING = (None, "title", "topic", "summary")
"""Fields in which an acronym also counts as its expansion."""


@dataclass(frozen=True, slots=True)
class PaperSpans:
    """Matched ranges `[start, end)` by field, merged and in order.

    The fields of several texts hold a number, from 0, for each text that has ranges.
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


def paper_spans(query: Query, paper: Paper, vocabulary: Vocabulary) -> PaperSpans:
    """Return what the query matched in this paper."""

    def ranges(text: str | None, *fields: Field) -> Ranges:
        return text_spans(query, text or "", fields, vocabulary)

    def each(texts: Iterable[str], *fields: Field) -> dict[int, Ranges]:
        found = {number: ranges(text, *fields) for number, text in enumerate(texts)}
        return {number: spans for number, spans in found.items() if spans}

    asks_for_links = any(atom.field == "link" for clause in query.clauses for atom in clause.atoms)
    return PaperSpans(
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


def text_spans(query: Query, text: str, fields: Sequence[Field], vocabulary: Vocabulary) -> Ranges:
    """Return the ranges of a text of these fields that the query's terms match."""
    atoms = [
        atom
        for clause in query.clauses
        if not clause.excluded
        for atom in clause.atoms
        if atom.kind in _FINDING and _looks_in(atom, fields)
    ]
    if not text or not atoms:
        return ()
    folded = Folded(text)
    found: list[tuple[int, int]] = []
    for atom in atoms:
        literal = [folded.range_of(*place) for place in find(atom, folded.text)]
        found += literal
        if atom.field in _WITH_MEANING:
            starts = [start for start, _ in literal]
            for start, end in vocabulary.spans(folded, atom):
                # An expansion that has the term itself is not marked whole for it.
                if bisect_left(starts, start) == bisect_left(starts, end):
                    found.append((start, end))
    return _merged(found)


def _looks_in(atom: Atom, fields: Sequence[Field]) -> bool:
    return atom.field in fields if atom.field is not None else fields != ("link",)


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
