"""Sort orders of papers: as in the digest, by relevance, title, venue, year, date or addition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.finding.folding import fold, starts_word
from nsdi_tui.finding.highlights import text_highlights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.highlights import Ranges
    from nsdi_tui.finding.query import Field, Query

Order: TypeAlias = Literal["digest", "relevance", "title", "venue", "year", "date", "added"]

_TITLE, _TOPIC = 8, 3
_AT_START, _AT_WORD = 2, 1


def orders(corpus: Corpus) -> tuple[Order, ...]:
    """Return the useful orders: venue, year and date only where they vary.

    Sorting by date is offered when some date is more precise than a year.
    """
    positions = range(len(corpus.papers))
    offered: list[Order] = ["digest", "relevance", "title"]
    if len({corpus.library.venue_of(position).name for position in positions}) > 1:
        offered.append("venue")
    if len({corpus.library.year_of(position) for position in positions}) > 1:
        offered.append("year")
    dates = {corpus.library.date_of(position) for position in positions}
    if len(dates) > 1 and any(date and len(date) > len("2024") for date in dates):
        offered.append("date")
    if len({corpus.library.added_of(position) for position in positions}) > 1:
        offered.append("added")
    return tuple(offered)


def ordered(
    positions: Iterable[int], corpus: Corpus, query: Query | None, order: Order
) -> list[int]:
    """Return the positions in an order; equal papers stay as in the digest.

    Relevance without a query is the digest's order; years, dates and additions go from the newest
    to the oldest, and what has no venue, year or date comes last. A year alone comes after that
    year's months, a month after its days.
    """
    if order == "relevance" and query:
        return sorted(
            positions, key=lambda position: (-relevance(corpus, query, position), position)
        )
    if order == "title":
        return sorted(positions, key=lambda at: (fold(corpus.papers[at].title), at))
    if order == "venue":
        return sorted(positions, key=lambda at: (_missing(corpus.library.venue_of(at).name), at))
    if order == "year":
        return sorted(positions, key=lambda at: (-(corpus.library.year_of(at) or 0), at))
    if order == "date":
        # Sorting in reverse keeps the order of equal papers.
        return sorted(
            sorted(positions), key=lambda at: corpus.library.date_of(at) or "", reverse=True
        )
    if order == "added":
        return sorted(
            sorted(positions), key=lambda at: corpus.library.added_of(at) or "", reverse=True
        )
    return sorted(positions)


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


def _missing(venue: str | None) -> tuple[bool, str]:
    return venue is None, fold(venue or "")
