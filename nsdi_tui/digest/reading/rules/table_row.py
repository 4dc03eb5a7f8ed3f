"""A row of a table whose columns hold papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry where the row has a title, and a link if the table is one of resources."""
    if unit.kind == "row" and unit.title and (unit.fields.links or not unit.is_resource):
        yield Vote("entry", 60)
