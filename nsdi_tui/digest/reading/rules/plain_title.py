"""A title without marks: what is left at the start of the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.reading.affiliations import badges_in
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.parts import EDGE, TITLE_LIMIT
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_tail
from nsdi_tui.digest.reading.title_text import trim_tail, unquoted, unwrapped
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_CELL_WORDS = 12
_CLOSING_AWARD = re.compile(
    r"\s[-–—]\s([^-–—]*\b(?:Award|Prize|Best \w+ Paper|Best Paper)\b[^-–—]*)$"
)
_LEAST = 8
_COMMA = re.compile(r",\s+")
_DASH = re.compile(r"\s[-–—]\s")
_AUTHORS = re.compile(r"[,.]\s+(?=(?:[A-Z]\.\s?){1,3}[A-Z]|[A-Z][\w'’-]+ et al)")


def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim free text up to what is taken or a bar; a venue, date or authors end it earlier."""
    part = unit.head
    start = part.lead()
    end = part.end_of_plain(start)
    if start >= end:
        return
    for span in part.styled("emphasis"):
        if start + 8 < span.start < end and _are_authors(part, span):
            end = span.start
            break
    text = part.text[start:end]
    claim = Claim(part, start, end, weight=5, title_at=start)
    if unit.fields.venue is None and (unit.fields.evidence == 3 or context.section.expects_papers):
        trimmed = trim_tail(text)
        dated = trimmed.date and unit.fields.evidence == 3
        if trimmed.venue or trimmed.badges or dated:
            claim.venue, claim.date, claim.badges = trimmed.venue, trimmed.date, trimmed.badges
            if claim.venue:
                claim.evidence = 3
            text = text[: trimmed.end]
    elif award := _CLOSING_AWARD.search(text):
        claim.badges = badges_in(award[1])
        text = text[: award.start()] if claim.badges else text
    if part.role == "cell" and _DASH.search(text) and _is_remark(text):
        # A cell that holds the title and its summary.
        text = _DASH.split(text, maxsplit=1)[0]
        claim.end = start + len(text)
    for match in _AUTHORS.finditer(text):
        if match.start() > 8 and (authors := authors_in(text[match.end() :], lenient=True)):
            claim.authors = authors
            text = text[: match.start()]
            break
    else:
        if behind := _authors_behind(text):
            unit.asks.add("title_authors")
            if context.shape.title_authors:
                text, claim.authors = behind
    claim.title = clean(unquoted(unwrapped(text.strip(EDGE + " "))), TITLE_LIMIT)
    claim.links = tuple(
        make_link(part.of(span), span.url or "")
        for span in part.links
        if start <= span.start and span.end <= end
    )
    yield claim


def _are_authors(part: Part, span: Span) -> bool:
    """Whether italics behind a sentence are authors, where the title's own mark was lost."""
    if part.text[: span.start].rstrip()[-1:] not in ".?!":
        return False
    tail = read_tail(part.of(span), marked=True)
    return bool(tail.authors) and not tail.rest


def _authors_behind(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Split a title from full names that follow it between commas.

    `Slow Tails, Fast Heads, Happy Users` reads the same way, so most siblings must agree.
    """
    for match in _COMMA.finditer(text):
        names = authors_in(text[match.end() :])
        if match.start() > _LEAST and names and all(" " in name for name in names):
            return text[: match.start()], names
    return None


def _is_remark(text: str) -> bool:
    """Whether a cell goes on behind a dash with a summary rather than with its title."""
    rest = _DASH.split(text, maxsplit=1)[1]
    return len(text.split()) > _CELL_WORDS or rest[:1].islower() or text.rstrip()[-1:] == "."
