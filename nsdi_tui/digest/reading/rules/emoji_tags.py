"""Emoji in front of a title that the list's legend explains: `:camera: Title`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim what is before the title as tags."""
    if not context.document.legend:
        return
    part = unit.head
    end = part.lead()
    front = part.text[:end]
    tags = [(front.find(sign), meaning) for sign, meaning in context.document.legend]
    placed = sorted(tag for tag in tags if tag[0] >= 0)
    if placed and part.is_free(0, end):
        yield Claim(part, 0, end, weight=12, tags=tuple(meaning for _, meaning in placed))
