"""Links with a known label outside brackets: `Title [pdf](…) [code](…)`, `Notes: [site](…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import (
    bare_label,
    is_label,
    is_scholarly,
    is_web,
    kind_by_label,
    make_link,
)
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.parts import MASK, QUOTES
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_BETWEEN_LINKS = " ,;/|·•&+()[]`.，、"
# A word that a link completes (`see the [paper](…)`): a sentence, not a title with its links.
_LEADS_ON = re.compile(
    r"\b(?:a|an|the|this|our|their|its|see|use|read|at|in|on|of|for|from|via|by|to|and|with)$",
    re.I,
)
_LONGEST_WORD = 5
_LABEL_BEFORE = re.compile(r"(?:^|[\s,;|.—–-])([A-Za-z][A-Za-z ]{1,20}?)\s?[:：]\s?$")


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim links at an end of the line, and those with a label that lead to a paper's page."""
    for part in unit.parts:
        if not part.links:
            continue
        tail = len(part.masked.rstrip(MASK + _BETWEEN_LINKS))
        in_sentence = bool(_LEADS_ON.search(part.masked, max(0, tail - _LONGEST_WORD), tail))
        for span in part.links:
            if claim := _labelled_before(part, span):
                yield claim
                continue
            label = bare_label(part.of(span))
            bracketed = part.of(span).strip("` ")[:1] == "[" and len(label.split()) <= 3
            if len(label.split()) > 4 or not (bracketed or kind_by_label(label)):
                continue
            explicit = bracketed and bool(part.masked[: span.start].strip())
            if explicit or _is_beside(part, span, tail, in_sentence):
                yield _claim(part, span.start, span.end, label, span)


def _is_beside(part: Part, span: Span, tail: int, in_sentence: bool) -> bool:
    if _leads(part, span):
        if not is_label(part.of(span)):
            return False
        after = part.masked[span.end : span.end + 3].strip(" ]")
        return bool(after) and (after[0].isalnum() or after[0] in QUOTES)
    if in_sentence:
        return False
    if part.role != "head" and is_label(part.of(span)) and _begins(part, span):
        return True
    return span.start >= tail or is_scholarly(span.url or "") or _between_bars(part, span)


_SIGNS = re.compile(r"(?:\W|:[a-z][a-z0-9_+-]*:)*")


def _begins(part: Part, span: Span) -> bool:
    """Whether only signs come before a link: it is the line's own, and text behind it a remark."""
    return bool(_SIGNS.fullmatch(part.text[: span.start]))


def _leads(part: Part, span: Span) -> bool:
    """Whether nothing but labels comes before a link."""
    if part.masked[: span.start].strip(MASK + _BETWEEN_LINKS):
        return False
    return all(is_label(part.of(link)) for link in part.links if link.end <= span.start)


def _between_bars(part: Part, span: Span) -> bool:
    before = part.masked[: span.start].rstrip(" []()`")
    after = part.masked[span.end :].lstrip(" []()`")
    return before[-1:] in "|]" + MASK and after[:1] in ("", "|", MASK, "(", "[")


def _labelled_before(part: Part, span: Span) -> Claim | None:
    """`Notes: [site](…)`, `Paper: https://…` behind other text."""
    if not part.masked[max(0, span.start - 2) : span.start].rstrip().endswith((":", "：")):
        return None
    match = _LABEL_BEFORE.search(part.masked, max(0, span.start - 25), span.start)
    if not match or not kind_by_label(match[1]) or not part.masked[: match.start(1)].strip(" |"):
        return None
    text = part.of(span)
    label = match[1] if is_web(text) or len(text.split()) <= 3 else ""
    return _claim(part, match.start(1), span.end, label, span) if label else None


def _claim(part: Part, start: int, end: int, label: str, span: Span) -> Claim:
    link = make_link(label, span.url or "")
    claim = Claim(part, start, end, weight=40, links=(link,), evidence=3)
    found = None if kind_by_label(label) else read_venue(label)
    if found and found.venue and found.date:
        # `[[ICML2021]](…)`
        claim.venue, claim.date, claim.badges = found.venue, found.date, found.badges
    return claim
