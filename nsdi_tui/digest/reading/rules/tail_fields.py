"""Authors, venue, date and institutions behind the title, by sentences and commas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import FREE_TEXT, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.people import authors_in, reads_like_prose
from nsdi_tui.digest.reading.tails import Tail, read_tail, read_venue
from nsdi_tui.digest.reading.title_text import trim_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_MARKED = ("marked_title", "linked_title", "quoted_title")
# A venue that is not known: words in title case and a year, alone behind a marked title.
_NAMED_YEAR = re.compile(
    r"(?:[A-Z][\w&.'’-]*|of|on|the|for|and|in|&|,)(?:[\s,]+(?:[A-Z][\w&.'’-]*|of|on|the|for|and|in|&)){0,14}"
    r"[\s,]+(?P<year>(?:19|20)\d\d)\.?"
)
_CLOSING_BY = re.compile(
    r"(?<=\w)\s*[,;.–—-]\s+(?:by )+(?P<who>[A-Z][^.;:()]*(?:\.\s[^.;:()]*)*)\.?$"
)
_LEFT = ' \t,.;:-–—|·•/\\)]】）>"”*_'
_RIGHT = " \t,;:-–—|·•/\\([【（<"


@needs(FREE_TEXT)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim every free run that is wholly made of such fields."""
    if not unit.fields.title:
        return
    for part in unit.parts:
        before = part is unit.fields.title_part
        for start, end in list(part.free_parts()):
            left, right = _trimmed(part.text, start, end)
            if left >= right or (before and right <= unit.fields.title_at):
                continue
            # A link in it is a homepage of an author, or text: the paper's links are taken.
            text = part.text[left:right]
            if not any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
                continue
            claims = [*_italics_first(part, left, right)] or [*_italics_last(part, left, right)]
            if claims:
                yield from claims
                continue
            if claim := _closing_authors(part, left, right):
                yield claim
                continue
            if reads_like_prose(text):
                yield from _closing_venue(part, left, end, text)
                continue
            tail = read_tail(text, marked=part.role == "line" and "author" in part.column.lower())
            if tail.is_empty or tail.rest:
                unknown = unit.fields.title_rule in _MARKED and unit.fields.venue is None
                if unknown and (named := _NAMED_YEAR.fullmatch(text)):
                    venue = Tail(venue=text.strip(" ."), date=read_date(named["year"]))
                    yield _claim(part, start, end, venue)
                    continue
                yield from _closing_venue(part, left, end, text)
                continue
            if MASK in part.masked[left:right] and not tail.authors:
                continue
            yield _claim(part, start, end, tail)


def _closing_venue(part: Part, left: int, end: int, text: str) -> Iterator[Claim]:
    """Claim a venue and year behind other text: `…, many people of Example, OSDI 2020`."""
    trimmed = trim_tail(text)
    if trimmed.venue and trimmed.date:
        closing = Tail(venue=trimmed.venue, date=trimmed.date, badges=trimmed.badges)
        yield _claim(part, left + trimmed.end, end, closing)


def _closing_authors(part: Part, left: int, right: int) -> Claim | None:
    """Claim authors behind a remark: `the first paper on lids, by Ann Author and Bob Writer.`"""
    match = _CLOSING_BY.search(part.text, left, right)
    if not match or MASK in part.masked[match.start() : right]:
        return None
    people = authors_in(match["who"]) or authors_in(match["who"], lenient="," not in match["who"])
    if not people or not all(len(name.split()) > 1 for name in people):
        return None
    return _claim(part, match.start(), right, Tail(authors=people))


def _italics_first(part: Part, left: int, right: int) -> Iterator[Claim]:
    """Claim italics in front that are authors, and what follows them."""
    span = next((s for s in part.styled("emphasis") if left <= s.start <= left + 2), None)
    if span is None or span.end > right + 2:
        return
    tail = read_tail(part.of(span), marked=True)
    if not tail.authors or tail.rest:
        return
    rest = read_tail(part.text[span.end : right], marked=False)
    if rest.authors and not rest.rest and part.text[span.end : right].lstrip()[:1] == ",":
        # The italics end too soon.
        yield _claim(part, span.start, right, replace(rest, authors=tail.authors + rest.authors))
        return
    yield _claim(part, span.start, span.end, tail)
    if rest.is_empty or rest.rest:
        rest = read_tail("X et al. " + part.text[span.end : right].strip(" .,"), marked=True)
        rest = replace(rest, authors=())
    if not rest.is_empty and not rest.rest and not (rest.venue and tail.venue):
        claim = _claim(part, span.end, right, rest)
        claim.weight = 9
        yield claim


def _italics_last(part: Part, left: int, right: int) -> Iterator[Claim]:
    """Claim names and the venue in italics behind them: `Ann Author, Bob Writer *SEK* 2022`."""
    for span in part.styled("emphasis"):
        if not left < span.start < right:
            continue
        people = authors_in(part.text[left : span.start].strip(" ,.;(—–-"))
        venue = read_venue(part.text[span.start : right], slot=True) if people else None
        if venue and venue.venue and (venue.date or span.end >= right - 2):
            yield _claim(part, left, right, replace(venue, authors=people))
            return


def _claim(part: Part, start: int, end: int, tail: Tail) -> Claim:
    return Claim(
        part,
        start,
        end,
        weight=10,
        venue=tail.venue,
        date=tail.date,
        authors=tail.authors,
        organizations=tail.organizations,
        badges=tail.badges,
        tags=tail.tags,
        evidence=3 if tail.venue and tail.date else 0,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _LEFT:
        start += 1
    while end > start and text[end - 1] in _RIGHT:
        end -= 1
    return start, end
