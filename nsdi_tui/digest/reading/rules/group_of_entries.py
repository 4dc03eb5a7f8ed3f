"""Entries below an item make it a topic, unless its own line is surer than theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.needs import CHILDREN, needs
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


@needs(CHILDREN)
def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for a topic."""
    own = unit.fields.evidence
    # `Code: [Official](…)` is a link of what is above it.
    children = [child for child in unit.children if not link_bullet(child.rich)]
    if any(_holds_entry(child, max(own + 1, 1)) for child in children):
        yield Vote("topic", 80)
    elif any(_holds_entry(child, 0) for child in children):
        yield Vote("topic", 30)


def _holds_entry(unit: Unit, evidence: int) -> bool:
    if unit.verdict == "entry" and unit.fields.evidence >= min(evidence, 3):
        return True
    return any(_holds_entry(child, evidence) for child in unit.children)
