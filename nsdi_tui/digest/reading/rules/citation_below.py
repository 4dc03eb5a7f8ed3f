"""A reference below a title that repeats it: `Ann Author, Bob Writer, Title, ICML 2015.`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BULLETS, LINES, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import Tail, read_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_LEAST = 8


@needs(LINES | BULLETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the line: authors come before the title in it, venue and date behind."""
    fields = unit.fields
    title = fields.title.casefold()
    if fields.authors or len(title) < _LEAST:
        return
    for part in (*unit.bullets, *(part for part in unit.parts[1:] if not part.taken)):
        at = part.text.casefold().find(title)
        if at < 0 or part.links or len(part.text.casefold()) != len(part.text):
            continue
        before = part.text[:at].rstrip(' "“')
        if before[-1:] not in ",.:;" or not (authors := authors_in(before.strip(" ,.:;"))):
            continue
        tail = read_tail(part.text[at + len(title) :].strip(' ,.;"”'))
        if tail.rest or tail.authors:
            tail = Tail()
        yield Claim(
            part,
            0,
            len(part.text),
            weight=72,
            authors=authors,
            venue=tail.venue,
            date=tail.date,
            badges=tail.badges,
        )
        return
