"""Institutions in brackets: `(@Stanford etc)`, `(*Stanford + NVIDIA*)` behind a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import split_organizations
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_LIMIT = 200


@needs(BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim brackets that begin with `@`, and those whose whole text is in italics."""
    for part in unit.parts:
        italics = {(s.start, s.end) for s in part.styled("emphasis")}
        for bracket in part.brackets:
            inner = part.text[bracket.inner_start : bracket.inner_end]
            if bracket.opening == "[" or len(inner) > _LIMIT or not inner:
                continue
            if MASK in part.masked[bracket.start : bracket.end]:
                continue
            marked = (bracket.inner_start, bracket.inner_end) in italics and bracket.start > 8
            if inner[0] == "@" or (marked and read_venue(inner) is None):
                names = split_organizations(inner)
                if names:
                    yield Claim(part, bracket.start, bracket.end, weight=35, organizations=names)
