"""A short name or a tag before the title: `[Kestrel] Title`, `**Kestrel**: "Title"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, STYLES, needs
from nsdi_tui.digest.reading.parts import MASK, QUOTES
from nsdi_tui.digest.reading.titles import TITLE_WORDS
from nsdi_tui.digest.titles import reads_like_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_EMPHASIS = ("strong", "emphasis", "underline")
_BEHIND_NAME = re.compile(r"\s*(?:\([^()]{1,40}\))?\s*[:：]\s*")
_SHORTCODE = re.compile(r"\s*:[a-z][a-z0-9_+-]*:\s*")
_NO_NAME = ("?", "-", "")
_WORDS = 6
_TAG = re.compile(r"[\w\s.,&+/:'’#★⭐*-]+")
_COUNT = re.compile(r"\W*\d+\W*")


@needs(BRACKETS | STYLES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim brackets and marked words in front of the title; a tag is what is no name."""
    part = unit.head
    at = part.lead()
    for bracket in part.brackets:
        if bracket.start != at or bracket.opening not in "[【":
            continue
        inner = part.text[bracket.inner_start : bracket.inner_end]
        words = len(inner.replace(",", " ").split())
        if MASK in part.masked[bracket.start : bracket.end] or words > _WORDS + inner.count(","):
            break
        behind = part.text[bracket.end :].lstrip()
        if not behind or not any(map(str.isalnum, behind)) or not _TAG.fullmatch(inner):
            break
        if behind.startswith("by "):
            break
        yield _bracket_claim(part, bracket.start, bracket.end, inner, behind)
        at = part.lead(bracket.end)
    yield from _marked_name(part, at)
    yield from _closing_name(part, at)


def _leads_to_title(part: Part, span: Span, name: str) -> bool:
    """Whether a bold name is followed by a link of several words, which is the title."""
    link = next((k for k in part.links if k.start >= span.end), None)
    if link is None or len(name.split()) > 3 or not part.is_title_link(link):
        return False
    between = part.text[span.end : link.start].strip(" :：-–—|")
    return not between and len(part.of(link).split()) >= TITLE_WORDS


def _closing_name(part: Part, at: int) -> Iterator[Claim]:
    """Claim a bold name in brackets behind everything else: `… [pdf](…) (**KITE**)`."""
    bold = {(span.start, span.end) for span in part.styled("strong")}
    for bracket in part.brackets:
        name = part.text[bracket.inner_start : bracket.inner_end]
        behind = part.masked[bracket.end :].strip(" .,;|[]()" + MASK)
        marked = (bracket.inner_start, bracket.inner_end) in bold
        if marked and bracket.start > at + 8 and not behind and reads_like_name(name):
            yield Claim(part, bracket.start, bracket.end, weight=15, name=name)


def _bracket_claim(part: Part, start: int, end: int, inner: str, behind: str) -> Claim:
    text = _SHORTCODE.sub("", inner).strip(" *_")
    claim = Claim(part, start, end, weight=15)
    if _COUNT.fullmatch(text) or not text:
        # A number of citations or stars.
        return claim
    if behind[0] in QUOTES or behind[0] in ":：" or not reads_like_name(text):
        claim.tags = tuple(tag.strip() for tag in re.split(r",\s*(?:and\s+)?", text))
    else:
        claim.name = text
    return claim


def _marked_name(part: Part, at: int) -> Iterator[Claim]:
    """Claim a marked word with a colon before a title that is quoted, or marked itself."""
    for span in part.rich.spans:
        if span.style not in _EMPHASIS or span.start != at:
            continue
        name = part.of(span).strip(" :：")
        if span.style == "strong" and _leads_to_title(part, span, name):
            yield Claim(part, at, span.end, weight=15, name=name)
            return
        match = _BEHIND_NAME.match(part.text, span.end)
        end = match.end() if match else span.end
        if not match and part.text[span.end - 1 : span.end] not in (":", "："):
            continue
        while part.text[end : end + 1] == " ":
            end += 1
        if part.text[end : end + 1] not in QUOTES or len(name.split()) > _WORDS:
            continue
        claim = Claim(part, at, end, weight=15)
        if name not in _NO_NAME:
            claim.name = name
        yield claim
        return
