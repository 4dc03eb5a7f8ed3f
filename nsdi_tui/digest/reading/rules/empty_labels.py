"""Labels that lead nowhere: `[paper]()`, `[code]` beside real links; counts of stars. No text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_label
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, EMPTY_LINKS, needs
from nsdi_tui.digest.reading.parts import MASK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

# A number of stars or citations, as lists keep it: `[59⭐]`, `[201:fire:]`.
_COUNT = re.compile(r"[\d,.]+k?\s*(?:[^\w\s\x00]|:[a-z_]+:)+")
_EMPTY = ("-", "/", "_", "x", "X", "⚠️", "TBD", "N/A")


@needs(EMPTY_LINKS | BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim them as nothing."""
    for part in unit.parts:
        for span in part.styled("link"):
            if span.url == "" and (is_label(part.of(span)) or part.of(span).strip() in _EMPTY):
                start, end = span.start, span.end
                while start > 0 and end < len(part.text) and part.text[start - 1] in "[(`":
                    start, end = start - 1, end + 1
                yield Claim(part, start, end, weight=45)
        for bracket in part.brackets:
            text = part.text[bracket.inner_start : bracket.inner_end]
            if bracket.opening != "[" or MASK in part.masked[bracket.start : bracket.end]:
                continue
            if is_label(text.strip("`")) or _COUNT.fullmatch(text):
                yield Claim(part, bracket.start, bracket.end, weight=30)
