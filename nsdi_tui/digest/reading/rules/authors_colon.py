"""Authors before a colon and the title: `Ann Author, Bob Writer: Title, SIGIR 1999.`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.parts import TITLE_LIMIT
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.title_text import trim_tail
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_COLON = re.compile(r"[:：]\s+")
_BRACKET = re.compile(r"[()\[\]\"“”]")
_MANY = 3
_WORDS = 3
# Where a title ends: at a full stop that a venue with figures follows, or at a journal's name.
_NEXT = re.compile(
    r"(?<=[^\W\d_]{3})[.?!]\s+(?=[A-Z].*\d)|,\s+(?=(?:J\.|Journal|Proc|Trans|In )\s?\S)"
)
_NUMBERS = re.compile(r",?\s*(?:vol|no|pp|pages?)\b.*$", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim authors, title, venue and year; one or two names only where the siblings have more."""
    part = unit.head
    if ":" not in part.text and "：" not in part.text:
        return
    start = part.lead()
    colon = _COLON.search(part.text, start)
    if not colon or part.styled("strong", "emphasis"):
        return
    who = part.text[start : colon.start()]
    end = part.next_taken(start)
    if part.links:
        end = min(end, part.links[0].start)
    if colon.end() >= end or len(part.text[colon.end() : end].split()) < _WORDS:
        return
    # Every name has several words.
    if " " not in who or _BRACKET.search(who):
        return
    authors = authors_in(who) or (authors_in(who, lenient=True) if "," not in who else ())
    if not authors or not all(" " in name for name in authors):
        return
    if len(authors) < _MANY and not authors[-1].endswith(" et al."):
        # `Slow Tails, Fast Heads: …` reads the same way, so most siblings must agree.
        if not _YEAR.search(part.text, colon.end()):
            return
        unit.asks.add("colon_authors")
        if not context.shape.colon_authors:
            return
    yield _claim(part, start, colon.end(), end, authors)


def _claim(part: Part, start: int, title_at: int, end: int, authors: tuple[str, ...]) -> Claim:
    text = part.text[title_at:end].rstrip(" .[(|-–—")
    claim = Claim(part, start, title_at + len(text), weight=36, title_at=title_at, authors=authors)
    following = _NEXT.search(text)
    trimmed = trim_tail(text)
    if following and following.start() < trimmed.end:
        rest = text[following.end() :]
        years = _YEAR.findall(rest)
        name = _NUMBERS.sub("", rest).strip(" .,")
        found = read_venue(name, slot=True)
        claim.title = clean(text[: following.start() + (following[0][0] in "?!")], TITLE_LIMIT)
        claim.venue = clean(found.venue) if found and found.venue else None
        trimmed_date = read_venue(years[-1]) if years else None
        claim.date = trimmed_date.date if trimmed_date else None
    else:
        claim.title = clean(text[trimmed.start : trimmed.end], TITLE_LIMIT)
        claim.venue, claim.date, claim.badges = trimmed.venue, trimmed.date, trimmed.badges
    claim.evidence = 3 if claim.venue or claim.date else 0
    return claim
