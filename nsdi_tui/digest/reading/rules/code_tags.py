"""Code spans as tags, years and institutions: `` `serving` Title ``, `` Title `MIT` `2019` ``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import split_organizations
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.needs import CODE, needs
from nsdi_tui.digest.reading.parts import EDGE, MASK
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.titles import reads_like_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span


@needs(CODE)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim code in front of the title and behind it; code inside a sentence is text."""
    part = unit.head
    spans = [s for s in part.styled("code") if part.is_free(s.start, s.end)]
    spans = [s for s in spans if not any(k.start <= s.start and s.end <= k.end for k in part.links)]
    if not spans:
        return
    front = _leading(part, spans)
    for span in front:
        yield _field(part, span, front=True, roles=())
    behind = _trailing(part, [span for span in spans if span not in front])
    if behind:
        unit.asks.add("code_roles")
    for index, span in enumerate(behind):
        yield _field(part, span, front=False, roles=context.code_roles(len(behind), index))


def _leading(part: Part, spans: list[Span]) -> list[Span]:
    out = []
    at = 0
    for span in spans:
        if part.text[at : span.start].strip(EDGE + "[]()"):
            break
        out.append(span)
        at = span.end
    # A line that is nothing but code has no title beside it.
    return out if part.text[at:].strip(EDGE + "[]()") else []


def _trailing(part: Part, spans: list[Span]) -> list[Span]:
    enclosed = [s for s in spans if s.start and part.text[s.start - 1] == "["]
    if len(enclosed) == len(spans):
        return enclosed
    out: list[Span] = []
    at = len(part.masked.rstrip(MASK + EDGE + "[]()"))
    for span in reversed(spans):
        if span.end < at and part.masked[span.end : at].strip(EDGE + "[]()" + MASK):
            break
        out.insert(0, span)
        at = span.start
    return out if part.text[:at].strip(EDGE + "[]()") else []


def _field(part: Part, span: Span, *, front: bool, roles: tuple[str, ...]) -> Claim:
    text = part.of(span).strip()
    start, end = span.start, span.end
    while (
        start > 0 and end < len(part.text) and part.text[start - 1] + part.text[end] in ("()", "[]")
    ):
        start, end = start - 1, end + 1
    claim = Claim(part, start, end, weight=25)
    if date := read_date(text):
        claim.date = date
    elif (venue := read_venue(text)) and venue.venue and "org" not in roles:
        claim.venue, claim.date, claim.badges = venue.venue, venue.date, venue.badges
        claim.evidence = 3
    elif not front and part.text[start] == "(" and reads_like_name(text):
        claim.name = text
    elif front or ("tag" in roles and "org" not in roles):
        claim.tags = (text,)
    elif "org" in roles:
        claim.organizations = split_organizations(text)
    else:
        claim.tags = (text,)
    return claim
