"""A title that links to a paper's page, or a title of several words that links anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry; a date in front or tags beside the link make a short title one too."""
    fields = unit.fields
    if not fields.title:
        return
    if fields.evidence == 2 or (
        fields.links and (fields.date or fields.tags or fields.organizations)
    ):
        yield Vote("entry", 60)
