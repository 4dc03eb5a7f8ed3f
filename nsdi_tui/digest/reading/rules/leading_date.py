"""A date or a venue in front of the title: `**2017** · [Title](…)`, `OSDI 2020, [Title](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import FIGURES, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.dates import Date
    from nsdi_tui.digest.reading.units import Unit

_FRONT = re.compile(r"([^\0,:|·•\[\]—–]{2,80}?(?:,\s?\d{4})?)\s*(?:[,:：|·•—–]|\s-\s)\s*(?=\S)")
# A bracket that the list forgot to close: `[OSDI'21 Title …`.
_UNCLOSED = re.compile(
    r"\[(?P<venue>[A-Za-z&-]{2,14}\s?['’]?\s?(?:20)?\d\d)[,:]?\s+(?=[^\]\0]+(?:$|\0))"
)
_CODED = re.compile(r"(?P<year>(?:19|20)?\d\d)[-_ ](?P<venue>[A-Z][A-Za-z&]{1,14})[-_](?=\s?\S)")


@needs(FIGURES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim what is before the first separator where it is a venue with its year, or a date."""
    part = unit.head
    at = part.lead()
    text = part.masked
    if match := _CODED.match(text, at):
        year = match["year"]
        found = read_venue(f"{match['venue']} {year if len(year) == 4 else '20' + year}")
        if found and found.venue:
            yield Claim(
                part, at, match.end(), weight=36, venue=match["venue"], date=found.date, evidence=3
            )
        return
    match = _UNCLOSED.match(text, at)
    if match and (found := read_venue(match["venue"])) and found.date:
        claim = Claim(part, at, match.end(), weight=36, venue=found.venue, date=found.date)
        claim.evidence = 3 if found.venue else 0
        yield claim
        return
    venue: str | None = None
    date: Date | None = None
    end = at
    while match := _FRONT.match(text, end):
        found = read_venue(match[1].strip(" *_"))
        if found is None or not (found.date or (date and found.venue)):
            break
        if found.venue and not (MASK in text or part.styled("strong")):
            break
        venue = venue or found.venue
        date = date or found.date
        end = match.end()
    if venue and not part.styled("strong") and _is_place(text[end:].partition(MASK)[0]):
        return
    if end > at:
        evidence = 3 if venue else 0
        yield Claim(part, at, end, weight=20, venue=venue, date=date, evidence=evidence)


def _is_place(text: str) -> bool:
    """Whether one word follows a venue in front: `Summer School 2016, Example City`."""
    return len(text.strip(" []().,*").split()) == 1
