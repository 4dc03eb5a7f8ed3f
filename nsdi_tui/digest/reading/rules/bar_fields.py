"""Fields between bars or behind a dash after the title: venue, institution, tags, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import badges_in, organizations_in, split_organizations
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import FREE_TEXT, needs
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_BEFORE = re.compile(r"(?:\s\||[|｜]|\s[–—]|\s-)\s*$|^\s*(?:[|｜–—]|-\s)\s*")
_SEPARATOR = re.compile(r"\s?[|｜]\s?|\s[–—-]\s")
_SEPARATORS = re.compile(r"[|｜–—-]")
_WORDS = 8
_DATED = re.compile(r"^(?P<org>[^()]+?)\s*[(（](?P<date>[^()（）]+)[)）]$")


@needs(FREE_TEXT)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim each such run; institutions only where a date, tags or the siblings confirm them."""
    if not unit.fields.title or unit.fields.title_part is None:
        return
    part = unit.fields.title_part
    for start, end in list(part.free_parts()):
        if end <= unit.fields.title_at:
            continue
        tagged = False
        for left, right in _segments(part, start, end):
            text = part.text[left:right].strip(" .,;|[]")
            if not text or MASK in part.masked[left:right]:
                continue
            claim = _claim(unit, part, left, right, text, context, tagged)
            if claim:
                tagged = tagged or bool(claim.tags)
                yield claim


def _segments(part: Part, start: int, end: int) -> list[tuple[int, int]]:
    """Return the runs behind a bar or dash in a free region."""
    out = []
    text = part.text
    at = start
    opened = start > 0 and bool(_BEFORE.search(text[max(0, start - 3) : start]))
    # A bold word before the first bar is one of the tags between bars.
    opened = opened or any(start <= s.start <= start + 2 for s in part.styled("strong"))
    if not opened and not _SEPARATORS.search(text, start, end):
        return []
    for match in _SEPARATOR.finditer(text[start:end]):
        if opened and start + match.start() > at:
            out.append((at, start + match.start()))
        at = start + match.end()
        opened = True
    if opened and at < end:
        out.append((at, end))
    return out


def _claim(
    unit: Unit,
    part: Part,
    left: int,
    right: int,
    text: str,
    context: Context,
    tagged: bool,
) -> Claim | None:
    claim = Claim(part, left, right, weight=12)
    date = None
    if text[-1] in ")）" and (match := _DATED.match(text)):
        found = read_venue(match["date"])
        if found and found.date and not found.venue:
            text, date = match["org"].strip(), found.date
    found = read_venue(text)
    if found:
        claim.venue, claim.date = found.venue, found.date or date
        claim.badges, claim.tags = found.badges, found.tags
        claim.evidence = 3 if found.venue else 0
        return claim
    if badges := badges_in(text):
        claim.badges = badges
        return claim
    if len(text.split()) > _WORDS or text[-1:] in ".!?" or text[:1].islower():
        return None
    if any(s.start <= left + 1 and s.end >= right - 2 for s in part.styled("strong")):
        claim.tags = (text,)
        return claim
    people = authors_in(text)
    if people and all(_is_full_name(name) for name in people):
        claim.authors = people
        return claim
    linked = bool(unit.fields.links)
    unit.asks.add("bar_organizations")
    names = organizations_in(text) or split_organizations(text)
    confirmed = (
        date is not None
        or tagged
        or _is_dated(unit, part, right)
        or (context.shape.bar_organizations and _is_behind_bar(part, left))
    )
    if names and (linked or tagged) and confirmed and text.split()[0] not in ("A", "An", "The"):
        claim.organizations = tuple(name for given in names for name in split_organizations(given))
        claim.date = date
        return claim
    return None


def _is_full_name(name: str) -> bool:
    """Whether a name has several words and does not begin with an acronym (`UC Berkeley`)."""
    first, _, rest = name.partition(" ")
    return bool(rest) and not (len(first) > 1 and first.isupper() and first.isalpha())


def _is_dated(unit: Unit, part: Part, right: int) -> bool:
    """Whether a bracket with a date follows, which is taken already."""
    return unit.fields.date is not None and any(start >= right for start, _ in part.taken)


def _is_behind_bar(part: Part, left: int) -> bool:
    return part.text[:left].rstrip()[-1:] in ("|", "｜")
