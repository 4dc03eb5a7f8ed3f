"""Badges: pictures that are links, and pictures whose address or description names a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nsdi_tui.digest.links import LABEL_LIMIT, kind_by_label, link_by_address, make_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import IMAGES, needs
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import Image

# The path of a static badge: `…/badge/Conference-ICLR'22-blue`, `…/badge/Analysis-green`.
_STATIC = re.compile(r"/badge/(?:static/v1\?|([^?#]{1,300}?)-[^-?#/]+(?:\.svg|\.png)?(?:[?#].*)?$)")
_LABELS = re.compile(r"venue|conf(?:erence)?|publish(?:ed)?|pub|accepted|journal", re.I)
_GENERIC = re.compile(r"stars?\b|badge|static|forks?\b|logo|icon|image|img|^\W*$", re.I)
_NO_TAG = re.compile(
    r"stars?|forks?|last.?commit|licen[cs]e|citations?|visitors|awesome|pr|prs", re.I
)


@needs(IMAGES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim linked badges as links, and unlinked static ones as venue or tags."""
    for part in unit.parts:
        for image in part.images:
            if image.url and image.url[0] != "#":
                link = badge_link(image, part.column)
                yield Claim(part, image.at, image.at, links=(link,), evidence=3)
            words = _static_text(image.source)
            if not words:
                continue
            said = [word for word in words if not _LABELS.fullmatch(word)]
            venue = read_venue(said[-1]) if said else None
            if venue and venue.venue:
                yield Claim(part, image.at, image.at, venue=venue.venue, date=venue.date)
            elif image.url is None and len(words) == 1 and not _NO_TAG.fullmatch(words[0]):
                tag = clean(words[0], LABEL_LIMIT)
                yield Claim(part, image.at, image.at, tags=(tag,))


def badge_link(image: Image, column: str) -> Link:
    """Return the link of a badge: its description names it, or its column, or its address."""
    url = image.url or ""
    static = [word for word in _static_text(image.source) if kind_by_label(word)]
    stem = image.source.rpartition("/")[2].partition(".")[0]
    for label in (column, image.alt, *static[:1], stem):
        if label and not _GENERIC.search(label) and kind_by_label(label):
            return make_link(label, url)
    named = "" if _GENERIC.search(image.alt) else image.alt
    return link_by_address(url, clean(named) or column)


def _static_text(source: str) -> list[str]:
    """Return the texts of a static badge: its label and message, or its message alone."""
    match = _STATIC.search(source)
    if not match or not match[1]:
        return []
    text = unquote(match[1]).replace("--", "\0").replace("__", "\1")
    words = [
        word.replace("_", " ").replace("\0", "-").replace("\1", "_").strip()
        for word in text.split("-")
    ]
    return [word for word in words if word]
