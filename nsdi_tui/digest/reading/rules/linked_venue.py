"""A linked venue in front of a plain title, without brackets: `[JETC](…) Title of the Paper`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_label, is_scholarly, make_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.venues import names_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,7}")
_TITLE = re.compile(r"\s+[A-Z\"“][\w'’-]*:?(?:\s+\S+){2,}")


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim an acronym that is a known venue, or any where siblings have a linked venue there."""
    part = unit.head
    start = part.lead()
    span = next((s for s in part.links if s.start == start), None)
    if span is None:
        return
    text = part.of(span).strip(" []")
    if not _ACRONYM.fullmatch(text) or is_label(text) or not _TITLE.match(part.masked, span.end):
        return
    unit.asks.add("linked_venues")
    if names_venue(text) or (context.shape.linked_venues and is_scholarly(span.url or "")):
        found = read_venue(text, slot=True)
        link = make_link(text, span.url or "")
        venue = found.venue if found else text
        yield Claim(part, start, span.end, weight=46, venue=venue, links=(link,), evidence=3)
