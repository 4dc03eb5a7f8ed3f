"""An award or a kind of paper in front of the title: `Best Paper Award: [Title](…)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import badges_in
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import FREE_TEXT, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


@needs(FREE_TEXT)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim free text that is a badge and nothing else."""
    for part in unit.parts:
        for start, end in list(part.free_parts()):
            if badges := badges_in(part.text[start:end].strip(" \t,.;:-–—|·•/\\)]】([【")):
                yield Claim(part, start, end, weight=14, badges=badges)
