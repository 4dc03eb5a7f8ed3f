"""A link whose text is authors and year: `Title. [Author (1970)](…)`, `[Author, 1952](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import FIGURES, LINKS, needs
from nsdi_tui.digest.reading.people import authors_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_AUTHOR_YEAR = re.compile(r"(?P<who>\D{2,120}?)[\s,]*[(\[]?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?[)\]]?")


@needs(LINKS, FIGURES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim such a link behind a title; its address is the paper's."""
    part = unit.head
    for span in part.links:
        text = part.of(span).strip(" .")
        if not any(map(str.isdigit, text[-3:])):
            continue
        match = _AUTHOR_YEAR.fullmatch(text)
        if not match or not part.text[: span.start].strip(" .*[("):
            continue
        who = match["who"].strip(" ,(")
        authors = authors_in(who, lenient=True)
        if not authors and re.fullmatch(r"[A-Z][\w'’.-]+", who):
            authors = (who,)
        if authors:
            yield Claim(
                part,
                span.start,
                span.end,
                weight=48,
                authors=authors,
                date=read_date(match["year"]),
                links=(title_link(span.url or ""),),
                evidence=3,
            )
