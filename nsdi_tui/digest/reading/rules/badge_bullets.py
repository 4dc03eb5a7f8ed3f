"""Bullets below an entry that hold an award or a kind of paper: `🏆 Best Paper Award`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import badges_in
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BULLETS, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


@needs(BULLETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim them."""
    for part in unit.bullets:
        if badges := badges_in(part.text):
            yield Claim(part, 0, len(part.text), weight=76, badges=badges)
