"""Links behind the title with a label that is not known: `[GitHub Link](…)`, `[(Part 2)](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import bare_label, make_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import FREE_LINKS, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_WORDS = 6
_BETWEEN = re.compile(r"(?:[^\w\x00]|:[a-z][a-z0-9_+-]*:)*")


@needs(FREE_LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim short links between separators, but not inside a sentence."""
    if not unit.fields.title:
        return
    for part in unit.parts:
        for span in part.links:
            if not part.is_free(span.start, span.end) or len(part.of(span).split()) > _WORDS:
                continue
            if part is unit.fields.title_part and span.end <= unit.fields.title_at:
                continue
            start, end = _free_run(part.taken, span.start, span.end, len(part.text))
            around = part.masked[start : span.start] + part.masked[span.end : end]
            if _BETWEEN.fullmatch(around.replace(MASK, "")):
                label = bare_label(part.of(span))
                found = read_venue(label)
                link = make_link(label, span.url or "")
                claim = Claim(part, span.start, span.end, weight=11, links=(link,))
                if found and found.venue:
                    claim.venue, claim.date, claim.evidence = found.venue, found.date, 3
                yield claim


def _free_run(taken: list[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    """Return the free region around a range."""
    left = max((b for _, b in taken if b <= start), default=0)
    right = min((a for a, _ in taken if a >= end), default=length)
    return left, right
