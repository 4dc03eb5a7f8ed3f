"""A venue and year behind a plain title: `Title. SEK 2021`, `Title. Author et al. SEK 2021`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import FIGURES, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.titles import TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.tails import Tail
    from nsdi_tui.digest.reading.units import Unit

_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.?!])(?<!\bvs\.)\s+|(?<=\w{2}[)\]][.?!])\s+|(?<=\bal\.)\s+"
)
_END = re.compile(r"[\0【\[]|$")
_ET_AL = re.compile(r"[^.?!]{2,60}?,?\s+et\.? al\.?$")
_BRACKET = re.compile(r"[(（]")
_VENUE_WORDS = 6


@needs(FIGURES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the last sentence if it is a venue with its year, and names in front of it."""
    part = unit.head
    start = part.lead()
    match = _END.search(part.masked, start)
    end = min(match.start() if match else len(part.text), part.next_taken(start))
    text = part.text[start:end].rstrip()
    if len(text.split()) <= TITLE_WORDS:
        return
    breaks = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not breaks:
        return
    venue = _venue(text[breaks[-1] :])
    if venue is None:
        return
    claim = Claim(part, start + breaks[-1], end, weight=34, venue=venue.venue, date=venue.date)
    claim.evidence = 3
    if len(breaks) > 1 and (people := _people(text[breaks[-2] : breaks[-1]].strip())):
        claim.authors = people
        claim.start = start + breaks[-2]
    if _is_plain_title(part, start, claim.start):
        yield claim


def _venue(text: str) -> Tail | None:
    """Return a venue that reads like an acronym, and has a year."""
    found = read_venue(text)
    if not found or not found.venue or not found.date or len(text.split()) > _VENUE_WORDS:
        return None
    bare = read_venue(_BRACKET.split(text, maxsplit=1)[0])
    if not bare or not bare.venue:
        # The venue is in a bracket, which ends a title of two sentences.
        return None
    return found if text[:1].isupper() or "arxiv" in text.casefold() else None


def _people(text: str) -> tuple[str, ...]:
    if _ET_AL.fullmatch(text.rstrip()):
        return authors_in(text, lenient=True)
    return authors_in(text)


def _is_plain_title(part: Part, start: int, end: int) -> bool:
    """Whether a title without marks comes first; single words of it may be in italics."""
    if part.styled("strong"):
        return False
    marked = any(s.start <= start + 1 or s.end > end for s in part.styled("emphasis"))
    return not marked and len(part.text[start:end].split()) >= TITLE_WORDS - 1
