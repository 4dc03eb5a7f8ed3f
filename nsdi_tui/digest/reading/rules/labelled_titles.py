"""A label in front of the linked title: `paper [Title OSDI'22](…)`, `Paper: [Title](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_label, kind_by_label, make_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.tails import read_tail
from nsdi_tui.digest.reading.title_text import trim_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_FRONT = re.compile(r"\s*([A-Za-z]{3,12})\s*[:：]?\s*(?=\0)")


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim label and link; the text of the paper's link is the title, else of the first one."""
    for part in unit.parts:
        match = _FRONT.match(part.masked) if part.links else None
        if not match or part.links[0].start != match.end():
            continue
        kind = kind_by_label(match[1])
        span = part.links[0]
        text = part.of(span)
        if not kind or is_label(text):
            continue
        tail = trim_tail(text)
        title = text[: tail.end].strip()
        rest = read_tail(part.text[span.end :]) if part.text[span.end :].strip() else None
        whole = rest is not None and not rest.is_empty and not rest.rest
        yield Claim(
            part,
            0,
            len(part.text) if whole else span.end,
            weight=60 + (kind == "paper"),
            title=title if not text.startswith("http") else None,
            title_at=span.start,
            venue=tail.venue or (rest.venue if rest else None),
            date=tail.date or (rest.date if rest else None),
            links=(make_link(match[1], span.url or ""),),
            evidence=3,
        )
