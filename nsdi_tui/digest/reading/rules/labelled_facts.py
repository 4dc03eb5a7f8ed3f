"""Facts with a label, in a bullet, a line or a paragraph below: `Institutions: …`, `Date: …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import split_organizations
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.columns import is_empty_cell
from nsdi_tui.digest.reading.needs import BULLETS, LINES, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.words import fact_label, field_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.reading.words import FieldName

_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_TAGS = re.compile(r"\s*[,;、，；|]\s*")
_TAGS_LIMIT = 16
# Labels that are never the beginning of a sentence.
_SURE: tuple[FieldName, ...] = ("authors", "organizations", "date")
_SURE_TAGS = re.compile(r"(?:key ?words?|tags?|keys?)$", re.I)
_SURE_VENUE = re.compile(r"(?:venue|publisher|conference|published (?:in|at)|journal)$", re.I)


@needs(LINES | BULLETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim each such fact; doubtful labels count where the entry or its siblings have several."""
    found = [
        (part, match, field)
        for part in (*unit.bullets, *(part for part in unit.parts[1:] if not part.taken))
        if (match := fact_label(part.text)) and (field := _field(match["label"]))
    ]
    several = len(found) >= 2 or context.shape.labelled_bullets
    for part, match, field in found:
        sure = (
            field in _SURE or _SURE_TAGS.match(match["label"]) or _SURE_VENUE.match(match["label"])
        )
        if (sure or several) and (claim := _claim(part, match, field, several)):
            yield claim


def _field(label: str) -> FieldName | None:
    """Return the field that a label names; `Keyword` heads a column of names, but tags here."""
    return "tags" if _SURE_TAGS.match(label) else field_of_label(label)


def _claim(part: Part, match: re.Match[str], field: FieldName, several: bool) -> Claim | None:
    value = part.text[match.end() :].strip(" .*_")
    claim = Claim(part, 0, len(part.text), weight=70)
    if is_empty_cell(value):
        return claim if several else None
    if field == "authors":
        claim.authors = authors_in(value, lenient=True)
        if not claim.authors and len(value.split()) <= 4:
            claim.authors = (value,)
        if not claim.authors:
            return _person_with_organization(claim, value)
    elif field == "organizations" and len(value) <= 400:
        if value.casefold() != "unknown":
            claim.organizations = split_organizations(value)
    elif field == "venue":
        tail = read_venue(value, slot=True)
        if tail is None or len(value) > 160:
            return None
        claim.venue, claim.date, claim.badges = tail.venue, tail.date, tail.badges
    elif field == "date":
        tail = read_venue(value)
        if tail is None or not tail.date:
            return None
        claim.date = tail.date
    elif field == "tags":
        tags = _BRACKETED.findall(value) or _TAGS.split(value)
        tags = [tag.strip(" *_`[]") for tag in tags]
        if len(tags) > _TAGS_LIMIT or any(len(tag.split()) > 6 for tag in tags):
            return None
        claim.tags = tuple(tag for tag in tags if tag)
    elif field == "badges" and len(value.split()) <= 6:
        claim.badges = (value,)
    else:
        return None
    return claim


def _person_with_organization(claim: Claim, value: str) -> Claim | None:
    """`Ann Author, Example University https://…`: a person, an institution and a homepage."""
    text = re.sub(r"https?://\S+", "", value)
    name, comma, rest = text.partition(",")
    people = authors_in(name, lenient=True)
    if not people or not comma or len(rest.split()) > 8:
        return None
    claim.authors = people
    claim.organizations = split_organizations(rest)
    return claim
