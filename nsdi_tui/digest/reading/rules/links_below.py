"""Bullets below an item that hold links alone, one of them to a paper: the item is an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_TO_A_PAPER = ("arxiv", "paper", "pdf", "doi")


def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry."""
    if not unit.children or not unit.title or unit.fields.links:
        return
    links = [link_bullet(child.rich) for child in unit.children]
    if all(links) and any(link.kind in _TO_A_PAPER for found in links for link in found):
        yield Vote("entry", 60)
