"""Links in brackets, a venue or authors beside a title: an entry, whatever is below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_SENTENCE_WORDS = 45


def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry; weakly where the links could be anybody's."""
    fields = unit.fields
    if not fields.title or _is_sentence(unit):
        return
    if fields.evidence == 3 and fields.is_scholarly:
        yield Vote("entry", 100)
    elif fields.evidence == 3 or (fields.authors and (fields.date or fields.links)):
        yield Vote("entry", 60)


def _is_sentence(unit: Unit) -> bool:
    return unit.fields.title_rule == "plain_title" and len(unit.title.split()) > _SENTENCE_WORDS
