"""Brackets that hold authors, a date, a venue, an award or a kind: `[2023/10]`, `(SC 2021)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_tail, read_venue
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Bracket, Part
    from nsdi_tui.digest.reading.tails import Tail
    from nsdi_tui.digest.reading.units import Unit

_LIMIT = 160
_SEVERAL = re.compile(r",|\band\b|&|\bal\b")
_ET_AL = re.compile(r"\bet\.? ?al\b")
_FIGURE = re.compile(r"\d\d")


@needs(BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim each bracket that holds one of these and nothing else."""
    for part in unit.parts:
        for bracket in part.brackets:
            inner = part.text[bracket.inner_start : bracket.inner_end]
            if not 1 < len(inner) <= _LIMIT or MASK in part.masked[bracket.start : bracket.end]:
                continue
            people = _people_in(inner) if not _goes_on(part, bracket) else None
            if people:
                yield _people_claim(part, bracket, people)
                continue
            found = read_venue(inner)
            if found is None and _may_be_venue(part, bracket, inner):
                unit.asks.add("bracket_venues")
                if context.shape.bracket_venues:
                    found = read_venue(inner, slot=True)
            if found is None:
                continue
            yield Claim(
                part,
                bracket.start,
                bracket.end,
                weight=30 + (bracket.end - bracket.start) / _LIMIT,
                venue=clean(found.venue) if found.venue else None,
                date=found.date,
                badges=found.badges,
                tags=found.tags,
                evidence=3 if found.venue else 0,
            )


def _goes_on(part: Part, bracket: Bracket) -> bool:
    """Whether a sentence goes on behind a bracket: `the method of (Author, 2017) in Rust`."""
    return part.masked[bracket.end :].lstrip()[:1].isalnum()


def _people_in(inner: str) -> Tail | None:
    """Return the authors of `(Ann Author et al., ICML 2020)`, with venue and date behind them."""
    if not (_SEVERAL.search(inner) and (_ET_AL.search(inner) or _FIGURE.search(inner))):
        return None
    tail = read_tail(inner)
    if not tail.authors or tail.rest:
        return None
    full = tail.date is not None and all(" " in name for name in tail.authors)
    return tail if full or _ET_AL.search(inner) else None


def _people_claim(part: Part, bracket: Bracket, people: Tail) -> Claim:
    return Claim(
        part,
        bracket.start,
        bracket.end,
        weight=32,
        authors=people.authors,
        organizations=people.organizations,
        venue=clean(people.venue) if people.venue else None,
        date=people.date,
        badges=people.badges,
        tags=people.tags,
        evidence=3 if people.venue else 0,
    )


def _may_be_venue(part: Part, bracket: Bracket, inner: str) -> bool:
    """Whether the last bracket of a line can hold a venue that is not known."""
    if part.text[bracket.end :].strip(" .*_") and part.text.find("](", bracket.end) < 0:
        behind = part.masked[bracket.end :].strip(" .*_[]()|" + MASK)
        if behind:
            return False
    words = inner.split()
    named = sum(1 for word in words if not word[0].islower())
    return bracket.start - part.lead() > 8 and len(words) <= 8 and named >= 0.5 * len(words)
