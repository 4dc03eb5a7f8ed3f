"""Bullets that hold links alone, one of them to a paper: the item above them is an entry.

The first bullet may hold the title, where the item itself is a short name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.needs import CHILDREN, needs
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet
from nsdi_tui.digest.reading.titles import reads_like_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_NAME_WORDS = 3
_TO_A_PAPER = ("arxiv", "paper", "pdf", "doi")


@needs(CHILDREN)
def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry."""
    if not unit.title or unit.fields.links:
        return
    links = [link_bullet(child.rich) for child in unit.children]
    if title_below(unit):
        links = links[1:]
    if all(links) and any(link.kind in _TO_A_PAPER for found in links for link in found):
        yield Vote("entry", 60)


def title_below(unit: Unit) -> bool:
    """Whether a short name has its title in the first bullet, and links in all others."""
    if unit.rich.links or len(unit.items) < 2 or len(unit.title.split()) > _NAME_WORDS:
        return False
    first, *others = unit.items
    plain = not first.rich.links and not first.blocks and reads_like_title(first.rich.text)
    return plain and all(link_bullet(item.rich) and not item.blocks for item in others)
