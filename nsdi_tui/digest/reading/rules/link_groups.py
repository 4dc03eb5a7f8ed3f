"""Brackets that hold links alone: `[Paper]`, `([SOSP 2023](…))`, `[Code: …]`, `([Video](…), …)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import (
    bare_label,
    is_label,
    is_web,
    kind_by_label,
    make_link,
)
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, LINKS, needs
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.venues import venue_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Span

_GROUP = re.compile(
    r"[\[(【（]\s*(?P<label>[A-Za-z][A-Za-z ]{0,24}:\s*)?\0[\0\s,;/|·•&+]*[\])】）]"
)
_TITLE_WORDS = 5


@needs(LINKS, BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim each group; a venue as a link's text is the entry's venue too."""
    for part in unit.parts:
        if part.links:
            for match in _GROUP.finditer(part.masked):
                inside = [
                    s for s in part.links if match.start() <= s.start and s.end <= match.end()
                ]
                if inside and not _is_title(part, inside):
                    prefix = (match["label"] or "").strip(" :")
                    yield _claim(part, match.start(), match.end(), inside, prefix)


def _claim(part: Part, start: int, end: int, inside: list[Span], prefix: str) -> Claim:
    claim = Claim(part, start, end, weight=50, evidence=3)
    links = []
    for span in inside:
        label = bare_label(part.of(span))
        if prefix and is_web(label):
            label = prefix
        # `[[arXiv](…)] Title`: in front of the title even a label can name the venue.
        leading = not part.masked[:start].strip()
        if claim.venue is None and (leading or not is_label(label)):
            found = read_venue(label, slot=leading and venue_kind(label) is not None)
            if found and found.venue:
                claim.venue, claim.date, claim.badges = found.venue, found.date, found.badges
        links.append(make_link(label, span.url or ""))
    claim.links = tuple(links)
    return claim


def _is_title(part: Part, inside: list[Span]) -> bool:
    """Whether the only link of a group is a title in brackets."""
    text = part.of(inside[0])
    return len(inside) == 1 and len(text.split()) >= _TITLE_WORDS and not kind_by_label(text)
