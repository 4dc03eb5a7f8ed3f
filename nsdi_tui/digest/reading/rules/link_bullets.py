"""Bullets and lines below an entry that hold links alone: `[Code](…) [Data](…)`, `Code: …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web, kind_by_label, make_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BULLETS, LINES, needs
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.tails import Tail
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span, StyledText

_LABELLED = re.compile(r"\W*([^\W\d_][\w -]{0,40}?)\W{0,2}\s*[:：]\W*")
_EMPTY = re.compile(
    r"\W*(?P<label>[A-Za-z][A-Za-z ]{1,20}?)\W{0,2}\s*[:：]\s*"
    r"(?:none|n/?a|tbd|todo|-|not available|coming soon|to be released)?\W*",
    re.I,
)
_LABEL_WORDS = 3
_VENUE_BRACKET = re.compile(r"\W*[(\[（]([^()\[\]（）]{2,60})[)\]）]\W*")
_BETWEEN = " ,;|/·•[]()【】.`"


@needs(LINES | BULLETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim them; a label without an address (`Code: None`) is dropped."""
    for part in (*unit.bullets, *(part for part in unit.parts[1:] if not part.taken)):
        if links := link_bullet(part.rich):
            claim = Claim(part, 0, len(part.text), weight=75, links=tuple(links))
            found = _venue_beside(part.rich)
            if found:
                claim.venue, claim.date, claim.badges = found.venue, found.date, found.badges
            yield claim
        elif (
            (":" in part.text or "：" in part.text)
            and (match := _EMPTY.fullmatch(part.text))
            and kind_by_label(match["label"])
        ):
            yield Claim(part, 0, len(part.text), weight=75)


def link_bullet(rich: StyledText) -> list[Link]:
    """Return the links of a text that holds nothing else: `[Code](…) [Data](…)`, `Code: …`."""
    spans = rich.links
    if not spans or any(span.style not in ("link", "strong", "code") for span in rich.spans):
        return []
    links: list[Link] = []
    at = 0
    for span in spans:
        if span.start < at:
            return []
        label = rich.text[span.start : span.end].strip("`[] ")
        between = rich.text[at : span.start].strip(_BETWEEN)
        if not any(map(str.isalnum, between)) or _bracketed_venue(rich, at, span.start):
            between = ""
        prefix = _LABELLED.fullmatch(between)
        if prefix and kind_by_label(prefix[1]):
            label = prefix[1]
        elif between or is_web(label) or not (kind_by_label(label) or _is_bracketed(rich, span)):
            return []
        links.append(make_link(label, span.url or ""))
        at = span.end
    return (
        links
        if not any(map(str.isalnum, rich.text[at:])) or _bracketed_venue(rich, at, len(rich.text))
        else []
    )


def _is_bracketed(rich: StyledText, span: Span) -> bool:
    """Whether brackets around a word or two make them a label: `[[Python]](…)`."""
    text = rich.text[span.start : span.end]
    return text[:1] == "[" and text[-1:] == "]" and len(text.split()) <= _LABEL_WORDS


def _venue_beside(rich: StyledText) -> Tail | None:
    """Return the venue or date in brackets between or behind links."""
    ends = [link.end for link in rich.links]
    starts = [link.start for link in rich.links[1:]] + [len(rich.text)]
    found = (_bracketed_venue(rich, a, b) for a, b in zip(ends, starts, strict=True))
    return next((venue for venue in found if venue), None)


def _bracketed_venue(rich: StyledText, start: int, end: int) -> Tail | None:
    """Read a range that holds a venue or date in brackets and nothing else: ` (SC 2021)`."""
    match = _VENUE_BRACKET.fullmatch(rich.text, start, end)
    return read_venue(match[1]) if match else None
