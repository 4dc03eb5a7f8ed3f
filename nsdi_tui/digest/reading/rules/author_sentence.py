"""A sentence of names beside a plain title: `Title. Ann Author, Bob Writer. ICML 2020.`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.people import authors_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_SENTENCE_END = re.compile(r"[.?!](?<=[^\W\d_]{2}.)\s+|$")
_OPENING = re.compile(r"[(（\[]")
_LEAST = 8
_WORDS = 2


def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the first sentence that consists of full names, if the line has others."""
    part = unit.head
    text = part.masked
    if ", " not in text and " and " not in text:
        return
    start = part.lead()
    for match in _SENTENCE_END.finditer(text, start):
        sentence = text[start : match.start()]
        if MASK in sentence:
            return
        # Names in italics or with an institution in brackets are read by other rules.
        names = () if _OPENING.search(sentence) or _is_marked(part, start) else authors_in(sentence)
        full = bool(names) and all(len(name.split()) >= _WORDS for name in names)
        rest = text[:start].strip(), text[match.end() :].strip()
        if full and max(map(len, rest)) > _LEAST:
            yield Claim(part, start, match.end(), weight=22, authors=names)
            return
        start = match.end()


def _is_marked(part: Part, at: int) -> bool:
    """Whether emphasis covers the text at this place."""
    return any(span.start <= at < span.end for span in part.styled("strong", "emphasis"))
