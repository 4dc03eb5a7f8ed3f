"""What follows a title: authors, organizations, venue, date and badges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from nsdi_tui.digest.reading.affiliations import badges_in, may_be_badge, split_organizations
from nsdi_tui.digest.reading.dates import Date, read_date, short_year
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.venues import VENUE_LIMIT, may_be_known, parse_venue, venue_kind

_TYPE_WORDS = (
    "book|thesis|phd thesis|ph\\.?d\\.? thesis|master'?s thesis|preprint|pre-print|tech(?:nical)?"
    "\\.? report|tutorial|blog|blog post|course|lecture|talk|survey|under review|manuscript"
    "|in submission|unpublished|misc|white ?paper"
)
_TYPE = re.compile(
    rf"(?P<type>{_TYPE_WORDS})(?:[\s,']*(?P<date>(?:['’‘`]\s?\d\d|\d{{4}}(?:[-./]\d+)*)))?", re.I
)
_BADGE_TAIL = re.compile(
    r"^(?P<rest>[^\d\n]*\d.*?|[A-Z][\w&-]+)[\s,;(\[]+(?P<badge>(?:best|outstanding|distinguished)\b"
    r"[^()]{0,120}|(?:accepted as )?(?:an? )?(?:oral|spotlight|poster|highlight|runner-up"
    r"|notable top[^()]{0,40})(?: (?:paper|presentation))?)[)\]!.]*$",
    re.I,
)
_PERSON = re.compile(r"\s+(?:from|by)\s+[A-Z].*$")
_SENTENCE = re.compile(
    r"(?<=\s[^\W\d_]\.)\s+(?=[A-Z]{3}|[A-Z]{2,}\s?['’]\d\d)|"
    r"(?<=[^\W\d_]{2}[.?!])\*?\s+(?=\W*\w)|(?<=\bal\.)\s+|(?<=\d\.)\s+|(?<=[)\]]\.)\s+"
    r"|(?<=[^\W\d_]{2})\.(?=[A-Z])"
)
_AFFILIATED = re.compile(
    r"^(?P<who>[^()]{2,60}?)\s*[(（](?P<org>[^()（）]+(?:\([^()]*\)[^()]*)?)[)）]"
    r"\s*(?P<rest>,?\s*et\.? ?al\.?)?"
)
_ET_AL = re.compile(r"[^.!?]{2,80}?[\s,]*et\.?\s?al\b\.?(?=\W|$|[a-zA-Z])")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
_BY = re.compile(r"^\W{0,3}(?:by|authors?\s*[:：])\s+", re.I)
_SHORT_YEAR = re.compile(r"(?P<name>[A-Z][A-Za-z]{1,12}) (?P<year>[0-3]\d)")
_MONTH_YEAR = re.compile(
    r"\b(?P<date>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s?['’‘`]\s?\d\d)\b",
    re.I,
)
_NAME_YEAR = re.compile(r"(?P<name>.*\S),\s*(?:19|20)\d\d|(?:19|20)\d\d,\s*(?P<after>.+)")
# Words before a venue that are no part of its name.
_LEADING_WORDS = re.compile(
    r"^(?:in|(?:to appear|appeared|appears|published|accepted) (?:in|at|by|to)"
    r"|accepted(?= \S+ \W?\d\d)|presented at)(?::\s*|\s+)",
    re.I,
)
# `Brewer and Cooper, 2021`: two family names.
_TWO_FAMILIES = re.compile(r"[A-Z][a-z'’-]{2,} (?:and|&) [A-Z][a-z'’-]{2,}, \d{4}")
# `Ann Author, Bob Writer - 2004`
# `Brewer A, Cooper B. '16`: names with initials behind, and a short year.
_INITIALS_YEAR = re.compile(r"(?P<who>.{3,}\s[^\W\d_a-z]\.?),?\s+(?P<year>['’]\d\d)")
_CLOSED = re.compile(r"[a-z]{3}[.?!]\s")
_DASHED_YEAR = re.compile(r"\s[-–—]\s(?=(?:19|20)\d\d$)")
_PEOPLE_FIRST = re.compile(r"[^,]*\bet\.? ?al\b\.?,")
_COMMA = re.compile(r",\s|[，、]\s?")
_FIGURE = re.compile(r"\d")
_LONGEST = 2 * VENUE_LIMIT + 60
_EDGES = " \t,.;:-–—|·•/\\*_，。；："


@dataclass(slots=True)
class Tail:
    """The fields that a text consists of; `rest` is what is none of them."""

    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    venue: str | None = None
    date: Date | None = None
    tags: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    rest: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recognized."""
        return not (self.authors or self.venue or self.date or self.badges or self.tags)


def read_venue(text: str, *, slot: bool = False) -> Tail | None:
    """Read a venue with its date and badges; see `_read_venue`. Results are shared."""
    if len(text) > _LONGEST:
        return None
    return _read_venue(text, slot)


@lru_cache(maxsize=1024)
def _read_venue(text: str, slot: bool) -> Tail | None:
    """Read `ICLR 2026 (Poster)`, `VLDB 2021 from Ann Author`, `Arxiv May'25`; None for other text.

    A text that is only a date gives its date and no venue; a kind of text with a year
    (`Book, 2016`) its date and the kind as a tag. In a `slot` for venues (a column, a label) a
    name needs no year and need not be known.
    """
    text = text.strip(_EDGES)
    if text[:1] in "([（【" and text[-1:] in ")]）】":
        text = text[1:-1].strip(_EDGES)
    if not text or not (slot or _may_name_venue(text)):
        return None
    if date := read_date(text):
        return Tail(date=date)
    if badges := badges_in(text):
        return Tail(badges=badges)
    if match := _TYPE.fullmatch(text):
        date = read_date(match["date"]) if match["date"] else None
        date = date or short_year(match["date"] or "")
        return Tail(tags=(match["type"],), date=date) if date or slot else None
    if _TWO_FAMILIES.fullmatch(text) or _PEOPLE_FIRST.match(text):
        return None
    text = _PERSON.sub("", _LEADING_WORDS.sub("", text, count=1))
    tail = Tail()
    if (match := _BADGE_TAIL.match(text)) and (found := badges_in(match["badge"].strip(" .!"))):
        tail.badges = found
        text = match["rest"].strip(_EDGES + "(")
    parts = [part.strip() for part in re.split(r"[,;|]", text)]
    if len(parts) > 1:
        pieces = [piece for part in parts if (piece := read_venue(part) or _kind_of_text(part))]
        dated = any(piece.date for piece in pieces)
        venues = sum(1 for piece in pieces if piece.venue)
        if len(pieces) == len(parts) and (venues == 1 or (dated and not venues)):
            for piece in pieces:
                _join(tail, piece)
            return tail
        named = slot and len(pieces) >= len(parts) - 1 and read_venue(parts[0]) is None
        if named and (first := read_venue(parts[0], slot=True)):
            inner = replace(first)
            for piece in pieces:
                _join(inner, piece)
            return inner
    short = _SHORT_YEAR.fullmatch(text)
    if short and venue_kind(short["name"]):
        # `ICLR 24`
        return Tail(venue=text, date=read_date(f"20{short['year']}"), badges=tail.badges)
    venue = parse_venue(text)
    if venue.name is None and not (slot and sum(map(str.isalpha, text)) >= 2):
        return tail if tail.badges and tail.date else None
    if venue.extra and (badges := badges_in(venue.extra)):
        tail.badges += badges
        text = text.replace(f"({venue.extra})", "").strip(_EDGES)
    tail.venue = text.strip(" *_,")
    tail.date = _venue_date(venue.date, venue.year)
    if match := _MONTH_YEAR.search(text):
        tail.date = read_date(match["date"]) or tail.date
    if match := _NAME_YEAR.fullmatch(tail.venue):
        # `ICML, 2025`: the comma parts the two.
        tail.venue = (match["name"] or match["after"]).strip(" *_,")
    return tail


def _kind_of_text(text: str) -> Tail | None:
    """Read a kind of text without a date, as it is beside one: `2024, under review`."""
    return Tail(tags=(text,)) if _TYPE.fullmatch(text) else None


def _may_name_venue(text: str) -> bool:
    """Whether a text can be a venue, a date or a badge at all: a quick test before reading it."""
    return bool(_FIGURE.search(text)) or may_be_known(text) or may_be_badge(text)


def _venue_date(date: str | None, year: int | None) -> Date | None:
    if date:
        return Date(date, int(date[:4]))
    return read_date(str(year)) if year else None


@lru_cache(maxsize=1024)
def read_tail(text: str, *, marked: bool = False) -> Tail:
    """Read what follows a title, sentence by sentence and then between commas.

    `marked` means that style or place mark it as authors: then a single name counts too.
    Results are remembered and shared.
    """
    tail = Tail()
    text = text.strip(_EDGES)
    if not text:
        return tail
    text = _DASHED_YEAR.sub(", ", text)
    if date := read_date(text):
        # `May. 2023`: its full stop ends no sentence.
        return Tail(date=date)
    match = _INITIALS_YEAR.fullmatch(text)
    who = match["who"] if match and not _CLOSED.search(match["who"]) else ""
    if match and (people := authors_in(who, lenient=True)):
        return Tail(authors=people, date=short_year(match["year"]))
    if by := _BY.match(text):
        text, marked = text[by.end() :], True
    if (match := _AFFILIATED.match(text)) and (marked or match["rest"]):
        people = authors_in(f"{match['who']} {match['rest'] or ''}".strip(), lenient=True)
        people = people or ((match["who"].strip(),) if marked else ())
        if people and not read_venue(match["org"]):
            tail.authors = people
            tail.organizations = split_organizations(match["org"])
            text = text[match.end() :].strip(_EDGES)
    elif (match := _ET_AL.match(text)) and (marked or authors_in(match[0], lenient=True)):
        tail.authors = authors_in(match[0], lenient=True) or (match[0].strip(),)
        text = text[match.end() :].strip(_EDGES)
        behind = _IN_BRACKETS.match(text)
        if behind and read_venue(behind[1]) is None:
            tail.organizations = split_organizations(behind[1])
            text = text[behind.end() :].strip(_EDGES)
    people_first = bool(tail.authors)
    pieces = [piece for piece in _SENTENCE.split(text) if piece.strip(_EDGES)]
    for number, piece in enumerate(pieces):
        piece = piece.strip(" \t,;|")
        if marked and number == 0 and not people_first and _reads_like_team(piece):
            tail.authors = authors_in(piece, lenient=True) or (piece.strip(" ."),)
        elif marked and tail.authors and not tail.venue and _reads_like_slot(piece):
            found = read_venue(piece, slot=True)
            if found:
                _join(tail, found)
        else:
            _read_piece(piece, tail, marked and number == 0)
    return tail


def _reads_like_team(text: str) -> bool:
    """Whether marked text can be one author: a name, a team, a handle."""
    if read_venue(text) is not None or text.endswith(("?", "!", ":")):
        return False
    words = text.split()
    named = any(word[0].isupper() or word[0] > "\u2000" for word in words)
    return len(words) <= 4 and named and "," not in text


def _reads_like_slot(text: str) -> bool:
    """Whether a text behind marked authors can be a venue that is not known."""
    return len(text.split()) <= 6 and text[:1].isalpha() and text[-1:] not in "?!:"


def _read_piece(piece: str, tail: Tail, marked: bool) -> None:
    piece, closing = _without_closing_venue(piece)
    if closing and not (closing.venue and tail.venue):
        _join(tail, closing)
    if not piece:
        return
    if not tail.authors and (people := authors_in(piece, lenient=marked)):
        venue = None if len(people) > 1 or marked else read_venue(piece)
        if not (venue and venue.venue):
            tail.authors = people
            return
    if _TYPE.fullmatch(piece.strip(" .")):
        if not _merge(piece, tail):
            tail.tags += (piece.strip(" ."),)
        return
    if not (marked and "," in piece) and _merge(piece, tail):
        return
    parts = [part.strip() for part in re.split(r"[,;，；|]|\s(?=\()", piece) if part.strip(_EDGES)]
    if len(parts) < 2:
        tail.rest.append(piece)
        return
    if not tail.authors:
        # The longest beginning that is people.
        for count in range(len(parts) - 1, 0, -1):
            people = authors_in(", ".join(parts[:count]), lenient=marked)
            if people and (count > 1 or marked or "al." in parts[0] or " and " in parts[0]):
                rest = Tail()
                if _merge(", ".join(parts[count:]), rest) or all(
                    _merge(part, rest) for part in parts[count:]
                ):
                    tail.authors = people
                    _join(tail, rest)
                    return
    if _merge(piece, tail):
        return
    last = Tail()
    if _merge(", ".join(parts[-2:]), last) and last.venue:
        parts = parts[:-2]
    elif _merge(parts[-1], last):
        parts = parts[:-1]
    else:
        tail.rest.append(piece)
        return
    left = ", ".join(parts)
    people = authors_in(left, lenient=marked) if not tail.authors else ()
    if people:
        tail.authors = people
    elif left:
        inner = Tail()
        if _merge(left, inner):
            _join(tail, inner)
        else:
            tail.rest.append(left)
    _join(tail, last)


def _without_closing_venue(piece: str) -> tuple[str, Tail | None]:
    """Take a venue, a date or both off the end of a list between commas."""
    parts = _COMMA.split(piece)
    if len(parts) < 3 or not any(map(str.isdigit, parts[-1])):
        return piece, None
    found = read_venue(parts[-1])
    if not found or not found.date:
        return piece, None
    if not found.venue and len(parts) > 3 and not authors_in(parts[-2], lenient=True):
        # `…, CVPR, 2015`
        wider = read_venue(", ".join(parts[-2:]))
        if wider and wider.venue:
            return ", ".join(parts[:-2]), wider
    return ", ".join(parts[:-1]), found


def _merge(text: str, tail: Tail) -> bool:
    found = read_venue(text)
    if not found or (found.venue and tail.venue):
        return False
    _join(tail, found)
    return True


def _join(tail: Tail, other: Tail) -> None:
    tail.venue = tail.venue or other.venue
    if other.date and (tail.date is None or len(other.date.iso) > len(tail.date.iso)):
        tail.date = other.date
    tail.badges += other.badges
    tail.tags += other.tags
