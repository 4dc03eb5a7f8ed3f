"""Bold, italic or underlined text as the title; bold takes precedence over italics."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly, is_web, title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import STYLES, needs
from nsdi_tui.digest.reading.parts import EDGE, QUOTES, TITLE_LIMIT
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_tail
from nsdi_tui.digest.reading.title_text import broken_year, without_sign
from nsdi_tui.digest.reading.titles import TITLE_WORDS
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_LEAST = 8
# What may follow a short title: a dash and a remark, a full stop and authors, or brackets.
_SHORT = re.compile(r"\s[-–—]\s|\.\s|\s*[\[(（\x00]")
_WEIGHTS = {"strong": 55, "emphasis": 40, "underline": 45}
_AFTER = re.compile(r"\W{0,3}\s*(?:$|[,.;–—|(\[【（\0/]|-\s|by\s)")
_ENDS_A_PART = EDGE.strip() + ")]】）"


@needs(STYLES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim marked text at the start of the line, or behind what other rules have claimed."""
    for part in unit.parts:
        if part.role == "below":
            continue
        start = part.lead()
        spans = part.styled(*_WEIGHTS)
        for whole in spans:
            # A bracket at the end of the marked text may be taken already.
            end = min(whole.end, part.next_taken(whole.start))
            span = whole if end == whole.end else replace(whole, end=end)
            if (end := _before_authors(part, span)) != span.end:
                span = replace(span, end=end)
            if not part.is_free(span.start, span.end) or _holds_other_link(part, span):
                continue
            text = part.of(span).strip(" *_")
            inside = span.start <= start < span.end
            if inside and not any(map(str.isalpha, part.text[span.start : start])):
                # Bold before italics is the title however it goes on.
                followed = span.style == "strong" and (
                    any(s.style == "emphasis" and s.start >= span.end for s in spans)
                    or _fields_follow(part, span)
                )
                ends = text[-1:] in ".?!。？！" and span.style == "strong"
                whole_word = whole.end == span.end and not _SHORT.match(part.masked, span.end)
                least = _LEAST if whole_word else 2
                if len(text) >= least and (
                    followed or ends or _AFTER.match(part.masked, whole.end)
                ):
                    yield _claim(part, span, _WEIGHTS[span.style] - 20 * (part is not unit.head))
            elif span.start > start and part.taken and _stands_apart(part, span, start):
                yield _claim(part, span, _WEIGHTS[span.style] / 3)


def _before_authors(part: Part, span: Span) -> int:
    """Return where bold text ends that goes on over the authors in italics, its mark forgotten."""
    if span.style == "strong":
        for inner in part.styled("emphasis"):
            before = part.text[span.start : inner.start].rstrip()
            if inner.start > span.start + _LEAST and inner.end <= span.end and before[-1:] in ".?!":
                return inner.start
    return span.end


def _fields_follow(part: Part, span: Span) -> bool:
    """Whether what follows bold text, up to what is taken, is a venue, a date or authors."""
    text = part.text[span.end : part.next_taken(span.end - 1)].strip(" .,")
    if not text or len(text) > 200:
        return False
    tail = read_tail(text)
    return not tail.is_empty and not tail.rest


def _holds_other_link(part: Part, span: Span) -> bool:
    """Whether the marked text holds several links, so that it is no single title."""
    return sum(1 for link in part.links if span.start <= link.start < span.end) > 1


def _claim(part: Part, span: Span, weight: float) -> Claim:
    url = next(
        (
            k.url
            for k in part.links
            if span.start <= k.start <= span.start + 1 and k.end <= span.end
        ),
        None,
    )
    text = part.of(span).strip()
    if text[:1] in QUOTES and text[-1:] in (QUOTES[text[0]], *QUOTES):
        text = text[1:-1]
    text, date = broken_year(text)
    title = clean(without_sign(text.strip("*_")).strip("*_"), TITLE_LIMIT)
    evidence = 0
    if url:
        many = len(title.split()) >= TITLE_WORDS
        evidence = 2 if is_scholarly(url) else 1 + many if is_web(url) else 0
    return Claim(
        part,
        span.start,
        span.end,
        weight=weight,
        title=title,
        title_at=span.start,
        first_links=(title_link(url),) if url else (),
        evidence=evidence,
        date=date,
    )


def _stands_apart(part: Part, span: Span, start: int) -> bool:
    before = part.text[start : span.start].rstrip()
    text = part.of(span)
    if not before or len(text.split()) < TITLE_WORDS:
        return False
    if before[-1] not in ")]】）" and authors_in(text):
        return False
    return before[-1] in _ENDS_A_PART or any(
        s.start >= start and s.end == start + len(before) for s in part.rich.spans
    )
