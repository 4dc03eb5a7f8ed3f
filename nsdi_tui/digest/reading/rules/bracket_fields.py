"""Brackets that hold a date, a venue, an award or a kind: `[2023/10]`, `(SC 2021)`, `（2016）`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_LIMIT = 160


def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim each bracket that says one of these and nothing else."""
    for part in unit.parts:
        for bracket in part.brackets:
            inner = part.text[bracket.inner_start : bracket.inner_end]
            if not 1 < len(inner) <= _LIMIT or MASK in part.masked[bracket.start : bracket.end]:
                continue
            found = read_venue(inner)
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


MONTH_ONLY = re.compile(r"[A-Z][a-z]{2,8}\.?")
