"""The sign for a type of document that Chinese citations have: `Title[J]. Venue, 2020`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import BRACKETS, needs
from nsdi_tui.digest.reading.words import fact_label
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_SIGN = re.compile(
    r"(?:(?<![\s.])[\s.]+)?\[(?:J(?:/OL)?\](?=\s|[.,]|$|arXiv)"
    r"|(?:[CDMR](?:/OL)?|EB/OL)\](?=//|\.|,|$))(?://|[.,\s])*"
)
# `Proceedings of the Example Symposium. 2016: 48-56.`, `Example Letters, 2018, 27(5): 23-45`
_PLACE = re.compile(
    r"(?P<venue>[^\d\W][^\0\[\]]{2,160}?)[.,]\s*(?:[A-Z]\w+,\s*)?(?P<year>(?:19|20)\d\d)"
    r"(?:[,:(][\s\d,:()A-Za-z–-]*)?\.?(?=\s*(?:$|[\0\[(|]))"
)


@needs(BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the sign, and the venue and year behind it if they end there."""
    for part in unit.parts:
        if "]" not in part.text or not (match := _SIGN.search(part.masked, 1)):
            continue
        if fact_label(part.text):
            continue
        claim = Claim(part, match.start(), match.end(), weight=35, evidence=3)
        if place := _PLACE.match(part.masked, match.end()):
            claim.end = place.end()
            claim.venue = clean(place["venue"].strip())
            claim.date = read_date(place["year"])
        yield claim
