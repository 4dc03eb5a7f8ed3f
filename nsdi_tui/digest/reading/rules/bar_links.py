"""Links alone between bars behind a plain title: `Title | Ann Author | [Venue](…) | [Data](…)`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import (
    bare_label,
    is_label,
    is_scholarly,
    is_web,
    link_by_address,
    make_link,
)
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.parts import EDGE, MASK
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.titles import TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_BAR = re.compile(r"[|｜]")
_SIGNS = EDGE + "[]()`"


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim each such link, and the venue if its text is one."""
    part = unit.head
    if not _BAR.search(part.masked):
        return
    places = _BAR.split(part.masked)
    title = next((number for number, text in enumerate(places) if _is_title(text)), None)
    if title is None:
        return
    edges = [*(match.start() for match in _BAR.finditer(part.masked)), len(part.text)]
    for start, end in pairwise(edges[title:]):
        links = [span for span in part.links if start < span.start and span.end <= end]
        if len(links) != 1 or part.masked[start:end].strip(_SIGNS + MASK):
            continue
        span, url = links[0], links[0].url or ""
        label = bare_label(part.of(span))
        if is_label(label) or not is_web(url):
            continue
        link = link_by_address(url, label) if is_web(label) else make_link(label, url)
        claim = Claim(part, span.start, span.end, weight=38, links=(link,), evidence=3)
        if (found := read_venue(label, slot=is_scholarly(url))) and found.venue:
            claim.venue, claim.date = found.venue, found.date
        yield claim


def _is_title(text: str) -> bool:
    """Whether the text between two bars is long enough for a title, and neither names nor links."""
    text = text.strip(EDGE)
    if MASK in text or len(text.split()) < TITLE_WORDS:
        return False
    return read_venue(text) is None and not authors_in(text)
