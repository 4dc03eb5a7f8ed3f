"""A link as the title: at the start of the line, or behind a separator if it has several words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly, is_web, title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.parts import EDGE, TITLE_LIMIT
from nsdi_tui.digest.reading.title_text import trim_tail, unwrapped, without_sign
from nsdi_tui.digest.reading.titles import TITLE_WORDS
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_ENDS_A_PART = EDGE.strip() + ")]】）"
_WRAPPERS = '<*_"“([{（《「'


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim the link; a venue or date at the end of its text is taken off."""
    for part in unit.parts:
        if part.role == "below" or not part.links:
            continue
        start = part.lead()
        at = start
        while at < len(part.text) and part.text[at] in _WRAPPERS:
            at += 1
        for span in part.links:
            if not part.is_free(span.start, span.end) or not part.is_title_link(span):
                continue
            skipped = part.text[span.start : start] if span.start <= start < span.end else "x"
            if span.start == at or not any(map(str.isalpha, skipped)):
                first = part is unit.head
                yield _claim(part, min(start, span.start), span, weight=60 if first else 30)
                break
            if span.start > start and _stands_apart(part, span, start):
                yield _claim(part, span.start, span, weight=20)


def _claim(part: Part, start: int, span: Span, weight: float) -> Claim:
    text = part.of(span)
    url = span.url or ""
    trimmed = trim_tail(text)
    title = clean(unwrapped(without_sign(text[trimmed.start : trimmed.end])), TITLE_LIMIT)
    end = span.end
    while end < len(part.text) and part.text[end] in '>"”*_]' and part.is_free(end, end + 1):
        end += 1
    evidence = 0
    if is_scholarly(url):
        evidence = 2
    elif is_web(url):
        evidence = 1 + (len(title.split()) >= TITLE_WORDS)
    return Claim(
        part,
        start,
        end,
        weight=weight,
        title=title,
        title_at=span.start,
        venue=trimmed.venue,
        date=trimmed.date,
        badges=trimmed.badges,
        organizations=trimmed.organizations,
        first_links=(title_link(url),),
        evidence=3 if trimmed.venue else evidence,
    )


def _stands_apart(part: Part, span: Span, start: int) -> bool:
    if not is_web(span.url or "") or len(part.of(span).split()) < TITLE_WORDS:
        return False
    before = part.text[start : span.start].rstrip()
    return bool(before) and (
        before[-1] in _ENDS_A_PART
        or any(s.start >= start and s.end == start + len(before) for s in part.rich.spans)
    )
