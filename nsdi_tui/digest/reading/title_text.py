"""Where a title ends: the venue, date and full stop that follow it in the same run of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nsdi_tui.digest.reading.affiliations import badges_in, may_be_badge, split_organizations
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.parts import QUOTES
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.venues import VENUE_LIMIT

if TYPE_CHECKING:
    from nsdi_tui.digest.reading.dates import Date

_EDGE = " \t.,;:-–—|·•/\\。，"
_GLUED = re.compile(
    r"[\s,(]([A-Z][A-Za-z&+-]{1,14}\s?['’‘]\s?\d\d|[A-Z]{2,8}\s?(?:20|')?\d\d)\)?\s*$"
)
_FIGURE = re.compile(r"\d")
_SPLIT = re.compile(r"[.?!。,;|]\s+|\s[-–—]\s")
_DIVIDING = (". ", " - ", " – ", " — ")
# `(2019(`: a bracket that closes the wrong way.
_OPENING = ("(", "（", "[")
_BROKEN_YEAR = re.compile(r"\s*[(（]((?:19|20)\d\d)[(（\[]\s*$")
_ORGANIZATION = re.compile(
    r"\b(?:labs?|laborator\w+|universit\w+|institute|research|inc|corp|google|microsoft|meta|openai"
    r"|nvidia|amazon|ibm|alibaba|tencent|baidu|huawei|apple|deepmind|bytedance)\b",
    re.I,
)
_PREFIX = re.compile(
    r"\s*([A-Za-z][\w &'’]{1,40}?\d{2,4})(?: submission| accepted)?\s*[:：]\s+(?=\S)"
)


class Trimmed(NamedTuple):
    """Where the title starts and ends in a text, and the fields beside it."""

    start: int
    end: int
    venue: str | None = None
    date: Date | None = None
    badges: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()


def trim_tail(text: str) -> Trimmed:
    """Find the end of a title in a link's text or a plain run: before `. NeurIPS 2020. 2020-03`."""
    end = len(text.rstrip(_EDGE))
    if not _FIGURE.search(text):
        # Without a year, only an award can follow, behind a full stop or a dash.
        divided = any(sign in text for sign in _DIVIDING)
        if not (divided and may_be_badge(text[max(0, end - VENUE_LIMIT) :])):
            return Trimmed(0, end)
    venue: str | None = None
    badges: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    core, date = broken_year(text[:end])
    end = len(core)
    for _ in range(3):
        part = text[:end]
        splits = list(_SPLIT.finditer(part))
        if not splits:
            break
        last = splits[-1]
        tail = part[last.end() :].strip(" .")
        if len(splits) > 1 and last[0][0] == "," and venue is None and read_date(tail):
            # `Title, ICML, 2025`
            wider = part[splits[-2].end() :].strip(" .")
            if _is_tail_venue(wider):
                last, tail = splits[-2], wider
        if not tail or len(tail) > VENUE_LIMIT:
            break
        found_date = read_date(tail)
        if found_date and (last[0][0] in ".。," or len(found_date.iso) > 4):
            date = date or found_date
        elif last[0].strip() in ("-", "–", "—", ".") and (found_badges := badges_in(tail)):
            badges += found_badges
        elif date and last[0][0] == "." and _ORGANIZATION.search(tail) and len(tail.split()) <= 4:
            organizations = split_organizations(tail)
        elif venue is None and any(map(str.isdigit, tail)) and _is_tail_venue(tail):
            found = read_venue(tail)
            if not found or not (found.venue or found.badges):
                break
            venue, date, badges = found.venue, date or found.date, badges + found.badges
        else:
            break
        end = len(part[: last.start() + (part[last.start()] in "?!")].rstrip(_EDGE))
    if venue is None and (match := _GLUED.search(text[:end])):
        found = read_venue(match[1])
        if found and found.venue and found.date and match.start() > 0:
            venue, date = found.venue, date or found.date
            end = len(text[: match.start()].rstrip(_EDGE))
    start = 0
    if venue is None and (match := _PREFIX.match(text[:end])):
        found = read_venue(match[1])
        if found and found.venue and found.date:
            venue, date, start = found.venue, date or found.date, match.end()
    return Trimmed(start, end, venue, date, badges, organizations)


_SIGN = re.compile(r"\s*(?:\([*x✓+!]+\)|\d{1,4}[.)]|\*)\s+")


def without_sign(text: str) -> str:
    """Take a list's number or mark off a title's beginning, and separators off both ends."""
    match = _SIGN.match(text)
    start = match.end() if match else 0
    end = len(text)
    while start < end and (_is_emoji(text[start]) or text[start] in _EDGE):
        start += 1
    while end > start and (_is_emoji(text[end - 1]) or text[end - 1] in _EDGE):
        end -= 1
    return text[start:end] or text.strip(_EDGE)


def _is_emoji(character: str) -> bool:
    """Whether a character is a picture or an arrow; the sign in `∞-former` is part of the name."""
    code = ord(character)
    return (
        0x2190 <= code <= 0x21FF
        or 0x2300 <= code <= 0x2BFF
        or (code >= 0x1F000 and not character.isalnum())
        or code in (0xFE0F, 0x200D, 0x20E3)
    )


def unquoted(text: str) -> str:
    """Take off a quotation mark at the beginning that nothing closes, or one around the whole."""
    if text[:1] in QUOTES:
        closing = {QUOTES[text[0]], '"', "”", "“"}
        if text[-1:] in closing and not any(sign in text[1:-1] for sign in closing):
            return text[1:-1].strip()
        if not any(sign in text[1:] for sign in closing):
            return text[1:].lstrip()
    return text


def unwrapped(text: str) -> str:
    """Take off square brackets around a whole title, and one that has lost its partner."""
    if text[:1] == "[" and text[-1:] == "]" and "[" not in text[1:]:
        return text[1:-1].strip()
    if text[-1:] == "]" and "[" not in text:
        return text[:-1].rstrip()
    if text[:1] == "[" and "]" not in text:
        return text[1:].lstrip()
    return text


def broken_year(text: str) -> tuple[str, Date | None]:
    """Take a year in broken brackets off the end of a title: `Title (2019(`."""
    match = _BROKEN_YEAR.search(text) if text.rstrip().endswith(_OPENING) else None
    if not match or match.start() == 0:
        return text, None
    return text[: match.start()].rstrip(_EDGE), read_date(match[1])


def _is_tail_venue(tail: str) -> bool:
    """Whether the end of a title can be a venue: it names a year and looks like an acronym."""
    found = read_venue(tail)
    if not found or not found.venue or not found.date:
        return bool(found and found.badges)
    words = [word for word in found.venue.split() if word[:1].isalpha()]
    return (len(words) <= 6 and bool(words) and words[0][0].isupper()) or "arxiv" in tail.casefold()
