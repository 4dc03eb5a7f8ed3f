"""Sort orders of papers: as in the digest, by relevance, title, venue, year, date or addition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from nsdi_tui.finding.folding import fold, starts_word
from nsdi_tui.finding.highlights import text_highlights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.highlights import Ranges
    from nsdi_tui.finding.query import Field, Query

Order: TypeAlias = Literal["digest", "relevance", "title", "venue", "year", "date", "added"]

_TITLE, _TOPIC = 8, 3
_AT_START, _AT_WORD = 2, 1
_DESCENDING: tuple[Order, ...] = ("relevance", "year", "date", "added")


def orders(corpus: Corpus) -> tuple[Order, ...]:
    """Return the useful orders: venue, year and date only where they vary.

    Sorting by date is offered when some date is more precise than a year.
    """
    library, positions = corpus.library, corpus.with_every_venue
    offered: list[Order] = ["digest", "relevance", "title"]
    if vary(library.venue_of(position).name for position in positions):
        offered.append("venue")
    if vary(map(library.year_of, positions)):
        offered.append("year")
    dates = map(library.date_of, positions)
    is_precise = any(date and len(date) > len("2024") for date in dates)
    if is_precise and vary(map(library.date_of, positions)):
        offered.append("date")
    if library.has_dates and vary(map(library.added_of, range(len(corpus.papers)))):
        offered.append("added")
    return tuple(offered)


def vary(values: Iterable[object]) -> bool:
    """Whether there are two different values among these."""
    values = iter(values)
    first = next(values, None)
    return any(value != first for value in values)


def ordered(
    positions: Iterable[int],
    corpus: Corpus,
    query: Query | None,
    order: Order,
    *,
    is_reversed: bool = False,
) -> list[int]:
    """Return the positions in an order; equal papers stay as in the digest.

    Relevance without a query is the digest's order; years, dates and additions go from the newest
    to the oldest. A year alone comes after that year's months, a month after its days. What has no
    venue, year or date comes last, also when the order is reversed.
    """
    everything = sorted(positions)
    value = _value_of(order, corpus, query)
    if value is None:
        return everything[::-1] if is_reversed else everything
    values = {position: value(position) for position in everything}
    sortable = [position for position in everything if values[position] is not None]
    # Sorting in reverse keeps the order of equal papers.
    sortable.sort(key=values.__getitem__, reverse=(order in _DESCENDING) != is_reversed)
    return sortable + [position for position in everything if values[position] is None]


def _value_of(order: Order, corpus: Corpus, query: Query | None) -> Callable[[int], Any] | None:
    """Return what papers are sorted by in this order, None for the digest's order."""
    library = corpus.library
    if order == "relevance" and query:
        return lambda at: relevance(corpus, query, at)
    if order == "title":
        return lambda at: fold(corpus.papers[at].title)
    if order == "venue":
        return lambda at: fold(library.venue_of(at).name or "") or None
    if order == "year":
        return library.year_of
    if order == "date":
        return library.date_of
    if order == "added":
        return library.added_of
    return None


def relevance(corpus: Corpus, query: Query, position: int) -> int:
    """Return how well a paper matches a query.

    A match counts 8 in title or name and 3 in a topic; each is doubled at a word's start and
    trebled at the field's beginning. Matches elsewhere, and further ones in a field, add nothing.
    """
    paper = corpus.papers[position]

    def place(text: str, field: Field) -> int:
        return _place(text, text_highlights(query, text, (field,), corpus.acronyms))

    heading = max(place(paper.title, "title"), place(paper.name or "", "name"))
    topic = max((place(topic, "topic") for topic in paper.topics), default=0)
    return _TITLE * heading + _TOPIC * topic


def _place(text: str, ranges: Ranges) -> int:
    if not ranges:
        return 0
    if ranges[0][0] == 0:
        return 1 + _AT_START
    return 1 + _AT_WORD * any(starts_word(text, start) for start, _ in ranges)
