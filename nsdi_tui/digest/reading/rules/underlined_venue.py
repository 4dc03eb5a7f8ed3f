"""An underlined venue and year: `Title, <ins>ICML, 2025</ins>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import STYLES, needs
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


@needs(STYLES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the underlined text where it reads as a venue, a date or a kind of text."""
    for part in unit.parts:
        for span in part.styled("underline"):
            found = read_venue(part.of(span), slot=span.start > 0)
            if found and not (span.start == 0 and found.venue and not found.date):
                yield Claim(
                    part,
                    span.start,
                    span.end,
                    weight=35,
                    venue=found.venue,
                    date=found.date,
                    badges=found.badges,
                    tags=found.tags,
                    evidence=3 if found.venue else 0,
                )
