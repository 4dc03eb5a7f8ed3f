"""A reference in citation style: `A. Author and B. Writer. 2021. Title. In Proceedings …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_CITATION = re.compile(
    r"(?P<who>[^\d\[\]\"“]{5,600}?)[.,]?\s*(?P<open>\()?(?P<year>(?:19|20)\d\d)[a-z]?(?(open)\))[.,:]\s+"
    r"(?P<title>[^.?!]{8,300}(?:\.\d[^.?!]*)*[.?!])\s*(?P<rest>.*)"
)
# Where the venue ends: volume, pages, an address, or the end of a sentence.
_VENUE_END = re.compile(
    r"\.\s*(?=\d|pp?\.|pages|vol|https?:|$)|,\s*(?=\d|pp?\.|pages|vol)|\s\d+\s?\(|(?<=[a-z]{4})\.\s"
)
# `Author, Ann, et al. "Title." Venue 18.7 (2006): 1527. …`, as style guides write it.
_QUOTED = re.compile(
    r"(?P<mark>\[\d+\]\s*)?(?P<who>[^\"“”\[\]|]{4,400}?)[,.]?\s*(?:\(\d{4}\)[.,]?\s*)?[\"“](?P<title>[^\"”“]{6,300})"
    r"[\"”][.,]?\s*(?P<rest>[^\[\]]*)"
)
_SEVERAL = re.compile(r",|\band\b|&|\bet al")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN = re.compile(r"\s*(?:in|presented at)\s*:?\s+", re.I)


def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim authors, year, title and venue of a line that begins with people and a year."""
    part = unit.head
    if "19" not in part.text and "20" not in part.text:
        return
    start = part.lead()
    if quoted := _QUOTED.match(part.text, start):
        if claim := _quoted(part, start, quoted):
            yield claim
        return
    match = _CITATION.match(part.text, start)
    if not match or part.styled("strong"):
        return
    authors = authors_in(match["who"], lenient=True)
    if not authors:
        return
    title = match["title"].rstrip(".")
    rest = match["rest"]
    venue = _VENUE_END.split(_IN.sub("", rest, count=1), maxsplit=1)[0]
    link = next((s for s in part.links if s.start < match.end("title")), None)
    yield Claim(
        part,
        start,
        len(part.text),
        weight=70,
        title=clean(title),
        title_at=match.start("title"),
        authors=authors,
        date=read_date(match["year"]),
        venue=clean(venue.strip(" .,")) or None if not part.links else None,
        links=tuple(title_link(s.url or "") for s in part.links) if link else (),
        evidence=3,
    )


def _quoted(part: Part, start: int, match: re.Match[str]) -> Claim | None:
    authors = authors_in(match["who"], lenient=True)
    who = match["who"]
    if not authors or who.rstrip()[-1:] in ":：" or not _SEVERAL.search(who):
        return None
    rest = match["rest"]
    end = match.end("rest")
    taken = part.next_taken(start)
    if taken < end:
        rest, end = rest[: taken - match.start("rest")], taken
    years = _YEAR.findall(rest) or _YEAR.findall(part.text[match.end("who") : match.start("title")])
    venue = re.split(
        r"\s*\(?(?:19|20)\d\d|\s\d+[.:(]|\s\d+\s*,|,?\s*vol\b", _IN.sub("", rest, count=1)
    )[0]
    found = read_venue(venue.strip(" .,("), slot=True) if venue.strip(" .,(") else None
    return Claim(
        part,
        start,
        end,
        weight=35,
        title=clean(match["title"].rstrip(" .,")),
        title_at=match.start("title"),
        authors=authors,
        date=read_date(years[-1]) if years else None,
        venue=clean(found.venue) if found and found.venue else None,
        evidence=3,
    )
