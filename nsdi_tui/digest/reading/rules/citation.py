"""A reference in citation style: `A. Author and B. Writer. 2021. Title. In Proceedings …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import FIGURES, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.title_text import trim_tail
from nsdi_tui.digest.reading.titles import TITLE_WORDS
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
# The year that parts authors and title in `_CITATION`.
_DATED = re.compile(r"[^\d\[\]\"“]*(?:19|20)\d\d[a-z]?\)?[.,:]\s")
_SEVERAL = re.compile(r",|\band\b|&|\bet al")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A name of two to four words, each with a capital.
_NAME = re.compile(
    r"(?:and )?[A-Z\u00c0-\u00de][\w'’-]*\.?"
    r"(?: (?:[A-Z\u00c0-\u00de][\w'’-]*\.?|van|von|de|der|del|la)){1,3}"
)
_AND = re.compile(r"\s+(?:and|&)\s+")
_IN = re.compile(r"^[\s.,;]*(?:in|presented at)\s*:?\s+", re.I)


@needs(FIGURES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim authors, year, title and venue of a line that begins with people and a year."""
    part = unit.head
    if "19" not in part.text and "20" not in part.text:
        return
    start = part.lead()
    has_quote = '"' in part.text or "“" in part.text
    if has_quote and (quoted := _QUOTED.match(part.text, start)):
        if claim := _quoted(part, start, quoted):
            yield claim
        return
    if claim := _between_commas(part, start):
        yield claim
        return
    match = _CITATION.match(part.text, start) if _DATED.match(part.text, start) else None
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
    linked = [span for span in part.links if match.start("title") <= span.end and span.end <= end]
    return Claim(
        part,
        start,
        end,
        weight=35,
        first_links=tuple(title_link(span.url or "") for span in linked),
        title=clean(match["title"].rstrip(" .,")),
        title_at=match.start("title"),
        authors=authors,
        date=read_date(years[-1]) if years else None,
        venue=clean(found.venue) if found and found.venue else None,
        evidence=3,
    )


def _between_commas(part: Part, start: int) -> Claim | None:
    """Read `Ann Author, Bob Writer, Title of the Paper, CVPR, 2015.` up to what is taken."""
    if part.styled("strong"):
        return None
    end = part.next_taken(start)
    if part.links:
        end = min(end, part.links[0].start)
    text = part.text[start:end].rstrip(" .[(")
    if text.count(",") < 3:
        return None
    parts = text.split(", ")
    count = 0
    names: list[str] = []
    while count < len(parts) and (several := _names_in(parts[count])):
        names += several
        count += 1
    if len(names) < 2 or count >= len(parts):
        return None
    rest = ", ".join(parts[count:])
    trimmed = trim_tail(rest)
    title = rest[: trimmed.end]
    if len(title.split()) < TITLE_WORDS or not trimmed.date:
        return None
    return Claim(
        part,
        start,
        start + len(text),
        weight=35,
        title=clean(title),
        title_at=start + text.index(title),
        authors=tuple(names),
        venue=trimmed.venue,
        date=trimmed.date,
        evidence=3,
    )


def _names_in(text: str) -> list[str]:
    """Return the full names of one part of a list: `Ann Author`, `Bob Writer and Carl Reader`."""
    names = [name.removeprefix("and ") for name in _AND.split(text) if name]
    if not all(map(_NAME.fullmatch, names)) or (len(names) > 1 and not authors_in(text)):
        return []
    return names
