"""A linked name whose title goes on behind a colon: `[Kestrel](…): Feeding Chicks at Scale`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly, title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.parts import TITLE_LIMIT
from nsdi_tui.digest.reading.title_text import trim_tail
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_NAME_WORDS = 3
_REST_WORDS = 25
_COLON = re.compile(r"\s?[:：]\s*")
_DASH_TAIL = re.compile(r"\s+[–—-]\s+")


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim name and rest where the rest is in title case, or where most siblings read so."""
    part = unit.head
    if not part.links:
        return
    start = part.lead()
    span = next((s for s in part.links if s.start == start), None)
    if span is None or not part.is_free(span.start, span.end) or not part.is_title_link(span):
        return
    name = part.of(span)
    match = _COLON.match(part.masked, span.end)
    inside = name.rstrip().endswith((":", "："))
    if not (match or inside):
        return
    if len(name.split()) > _NAME_WORDS:
        # A long title with a subtitle behind it, as siblings have one behind their names.
        unit.asks.add("named_rest")
        if not context.shape.named_rest:
            return
    at = match.end() if match else span.end
    stop = part.end_of_plain(span.end)
    dash = _DASH_TAIL.search(part.masked, at, stop)
    if dash and context.shape.named_rest:
        stop = dash.start()
    tail = part.text[at:stop].strip()
    words = [word for word in tail.split() if len(word) > 3 and word[0].isalpha()]
    if not tail or not words:
        return
    if len(tail.split()) > _REST_WORDS and tail[-1] in ".!?":
        return
    capitals = sum(1 for word in words if word[0].isupper())
    is_title = capitals >= 0.6 * len(words) and tail[-1] not in ".!?"
    scholarly = is_scholarly(span.url or "")
    if not is_title:
        unit.asks.add("named_rest")
        if not context.shape.named_rest or not (scholarly or context.shape.mostly_papers):
            return
    trimmed = trim_tail(tail)
    rest = tail[: trimmed.end]
    yield Claim(
        part,
        start,
        stop,
        weight=65,
        title=clean(f"{name.rstrip(' :：')}: {rest}", TITLE_LIMIT),
        title_at=span.start,
        venue=trimmed.venue,
        date=trimmed.date,
        first_links=(title_link(span.url or ""),),
        evidence=3 if trimmed.venue else 2 if scholarly else 1,
    )
