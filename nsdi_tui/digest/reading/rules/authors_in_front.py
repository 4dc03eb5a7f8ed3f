"""Names in front of a marked title: `Ann Author, Bob Writer. **Title**`, `…: [Title](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import FREE_TEXT, needs
from nsdi_tui.digest.reading.people import authors_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_TITLE_RULES = frozenset(("linked_title", "marked_title", "quoted_title"))
_OPENINGS = '<*_"“([{（《「【'
# Remarks in brackets and numbers before the names: `【Lids】`, `[3]`.
_REMARKS = re.compile(r"(?:\s*(?:[\[(（【][^\[\](){}（）【】]*[\])）】]|\d+[.)、]))*\s*")
_INITIAL = re.compile(r"(?<!\w)[A-Z]\.|\s[A-Z]{1,2}(?=$|[,.;:])")
_YEAR = re.compile(r"[\s.,(]+(?P<year>(?:19|20)\d\d)[a-z]?[).:,\s]*$")
_LEAST = 4


@needs(FREE_TEXT)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim the free text that ends where the title begins, if it consists of names."""
    fields = unit.fields
    part = fields.title_part
    if part is None or fields.authors or fields.title_rule not in _TITLE_RULES:
        return
    for start, end in part.free_parts():
        if end > fields.title_at or part.text[end : fields.title_at].strip(_OPENINGS):
            continue
        match = _REMARKS.match(part.text, start, end)
        at = match.end() if match else start
        text = part.text[at:end].strip()
        if len(text) < _LEAST or "|" in text:
            continue
        year = _YEAR.search(text)
        names = _names(text[: year.start()] if year else text, unit, context)
        if names:
            date = read_date(year["year"]) if year else None
            yield Claim(part, at, end, weight=11, authors=names, date=date)


def _names(text: str, unit: Unit, context: Context) -> tuple[str, ...]:
    """Return the people; one alone needs an initial, or siblings with names in the same place."""
    names = authors_in(text)
    if not names:
        unit.asks.add("front_authors")
        if context.shape.front_authors or _INITIAL.search(text):
            names = authors_in(text, lenient=True)
    full = sum(1 for name in names if " " in name)
    return names if 2 * full >= len(names) else ()
