"""The cells of a table row, by the field of their column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import (
    bare_label,
    is_web,
    kind_by_label,
    link_by_address,
    make_link,
)
from nsdi_tui.digest.reading.affiliations import badges_in, split_organizations
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.columns import column_label, is_empty_cell
from nsdi_tui.digest.reading.needs import CELLS, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.rules.badge_images import badge_link
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.titles import reads_like_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_TAGS = re.compile(r"\s*[,;/|、，；]\s*")
_NO_LABEL = frozenset(("link", "here", "url", "click", "🔗", "📄", "✓", "✔", "✅", "yes"))


@needs(CELLS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim each cell as its column's field, and its links as links named by the column."""
    for part in unit.cells:
        text = part.text.strip(" *_")
        claim = Claim(part, 0, len(part.text), weight=80)
        claim.links = tuple(_links(part))
        if not is_empty_cell(text):
            _read(claim, part, text)
        yield claim


def _read(claim: Claim, part: Part, text: str) -> None:
    if part.field == "venue":
        found = read_venue(text, slot=True)
        if found:
            claim.venue, claim.date = found.venue, found.date
            claim.badges = found.badges
            if not found.venue and found.tags:
                claim.venue = clean(text)
            claim.evidence = 3 if claim.venue else 0
    elif part.field == "date":
        found = read_venue(text)
        if found:
            claim.date, claim.venue = found.date, found.venue
    elif part.field == "authors":
        claim.authors = authors_in(text, lenient=True) or (text,)
    elif part.field == "organizations":
        claim.organizations = split_organizations(text)
    elif part.field == "name":
        if len(text.split()) <= 4 and (reads_like_name(text) or text[:1].isupper()):
            claim.name = text
        else:
            claim.remark = part.rich.bullet()
    elif part.field == "badges":
        claim.badges = badges_in(text) or (text,)
    elif part.field == "tags":
        marked = part.styled("code")
        tags = [part.of(span) for span in marked] if marked else _TAGS.split(text)
        claim.tags = tuple(tag.strip() for tag in tags if tag.strip() and not is_empty_cell(tag))
    elif part.field == "summary" and any(map(str.isalnum, text)):
        # Ticks and card suits say nothing without the table.
        claim.remark = part.rich.bullet()


def _links(part: Part) -> Iterator[Link]:
    heading = column_label(part.column)
    for image in part.images:
        if image.url and image.url[0] != "#":
            yield badge_link(image, part.column)
    if part.field == "summary":
        return
    for span in part.links:
        label = bare_label(part.of(span))
        url = span.url or ""
        if is_web(label) or label.casefold() in _NO_LABEL or not label:
            named = heading or ("" if is_web(label) else label)
            yield make_link(named, url) if named else link_by_address(url, "")
        elif kind_by_label(label) or not heading:
            yield make_link(label, url)
        else:
            yield make_link(label, url, kind_by_label(heading))
