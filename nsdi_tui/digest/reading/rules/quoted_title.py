"""A title in quotation marks, in angle brackets, or in square brackets before `by`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import QUOTATION, needs
from nsdi_tui.digest.reading.parts import EDGE, QUOTES, TITLE_LIMIT
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_LEAST = 2
_BY = re.compile(r"\[([^\[\]\0]{8,300})\],?\s+by\s")
_ANGLES = re.compile(r"<([^<>]{8,300})>")


@needs(QUOTATION)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim what the marks hold where free text begins; the last fitting mark closes it."""
    for part in unit.parts:
        if part.role == "below":
            continue
        start = part.lead()
        match = _BY.match(part.masked, start) or _ANGLES.match(part.text, start)
        if match:
            yield _claim(part, start, match.end() - 3 * (match[0][0] == "["), match[1])
            return
        if part.text[start : start + 1] not in QUOTES:
            continue
        limit = part.next_taken(start)
        end = _closing(part.text, start, limit)
        if end - start > _LEAST:
            yield _claim(part, start, end + 1, part.text[start + 1 : end])
            return


def _claim(part: Part, start: int, end: int, text: str) -> Claim:
    title = clean(text.strip(EDGE), TITLE_LIMIT)
    return Claim(part, start, end, weight=58, title=title, title_at=start + 1)


def _closing(text: str, start: int, limit: int) -> int:
    """Return where the quotation ends: the first closing mark that no word follows."""
    closing = {QUOTES[text[start]], *('"”“' if text[start] in '"”“„' else ())}
    for at in range(start + 1, limit):
        if text[at] in closing:
            after = text[at + 1 :].lstrip()
            if not after or not after[0].isalnum():
                return at
    return -1
