"""Sort orders of papers: the digest's own, by relevance, title, venue, year or date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.search.folding import fold, starts_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import Field, Query
    from nsdi_tui.search.spans import Ranges

Order: TypeAlias = Literal["digest", "relevance", "title", "venue", "year", "date"]

_TITLE, _TOPIC = 8, 3
_AT_START, _AT_WORD = 2, 1


def orders(index: Index) -> tuple[Order, ...]:
    """Return the orders that make a difference: venue, year and date only where they vary.

    Sorting by date is offered where some date is more precise than a year.
    """
    positions = range(len(index.papers))
    offered: list[Order] = ["digest", "relevance", "title"]
    if len({index.venue_of(position).name for position in positions}) > 1:
        offered.append("venue")
    if len({index.year_of(position) for position in positions}) > 1:
        offered.append("year")
    dates = {index.date_of(position) for position in positions}
    if len(dates) > 1 and any(date and len(date) > len("2024") for date in dates):
        offered.append("date")
    return tuple(offered)


def ordered(positions: Iterable[int], index: Index, query: Query | None, order: Order) -> list[int]:
    """Return the positions in an order; what is equal in it stays as in the digest.

    Relevance without a query is the digest's order; years and dates go from the newest to the
    oldest, and what has no venue, year or date comes last. A year alone comes after that year's
    months, a month after its days.
    """
    if order == "relevance" and query:
        return sorted(
            positions, key=lambda position: (-relevance(index, query, position), position)
        )
    if order == "title":
        return sorted(positions, key=lambda at: (fold(index.papers[at].title), at))
    if order == "venue":
        return sorted(positions, key=lambda at: (_missing(index.venue_of(at).name), at))
    if order == "year":
        return sorted(positions, key=lambda at: (-(index.year_of(at) or 0), at))
    if order == "date":
        # Sorting backwards keeps what is equal in its order.
        return sorted(sorted(positions), key=lambda at: index.date_of(at) or "", reverse=True)
    return sorted(positions)


def relevance(index: Index, query: Query, position: int) -> int:
    """Return how well a paper answers a query.

    A match counts 8 in title or name and 3 in a topic; each is doubled at a word's start and
    trebled at the field's beginning. Matches elsewhere, and further ones in a field, add nothing.
    """
    paper = index.papers[position]

    def place(text: str, field: Field) -> int:
        return _place(text, index.text_spans(query, text, field))

    heading = max(place(paper.title, "title"), place(paper.name or "", "name"))
    topic = max((place(topic, "topic") for topic in paper.topics), default=0)
    return _TITLE * heading + _TOPIC * topic


def _place(text: str, ranges: Ranges) -> int:
    if not ranges:
        return 0
    if ranges[0][0] == 0:
        return 1 + _AT_START
    return 1 + _AT_WORD * any(starts_word(text, start) for start, _ in ranges)


def _missing(venue: str | None) -> tuple[bool, str]:
    return venue is None, fold(venue or "")
