"""Square brackets at the end of the line that hold no link: `Title [pdf](…) [Communication]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, LINKS, needs
from nsdi_tui.digest.reading.parts import MASK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_WORDS = 4
_TAG = re.compile(r"[^\W\d_][\w\s.&+/'’-]*")


@needs(LINKS, BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim those behind the links as tags; brackets inside a title are the title's."""
    part = unit.head
    if not part.links:
        return
    last = max(span.end for span in part.links)
    for bracket in part.brackets:
        inner = part.text[bracket.inner_start : bracket.inner_end]
        if bracket.opening != "[" or bracket.start < last or len(inner.split()) > _WORDS:
            continue
        behind = part.masked[bracket.end :].strip(" .,;|[]()" + MASK)
        if not behind and _TAG.fullmatch(inner):
            yield Claim(part, bracket.start, bracket.end, weight=20, tags=(inner.strip(),))
