"""Venues: reading one from text, what kind it is, and where and when a paper was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import arxiv_id
from nsdi_tui.digest.venue_names import COMMON, KINDS, KINDS_BY_FOLDED_NAME

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.digest.venue_names import VenueKind

ARXIV = "arXiv"
VENUE_LIMIT = 60

# Who publishes, and what is published, are no venue.
_NO_VENUE_WORDS = """
    book books part chapter volume vol version section appendix blog blogs blogpost post article
    website webpage github medium thesis dissertation slides video talk course lecture code demo
    update updated release released edition survey year month week day spring summer autumn fall
    winter vision q1 q2 q3 q4
"""
_COMPANY_WORDS = """
    adobe airbnb alibaba amazon anthropic apple aws baidu bytedance cohere databricks deepmind
    deepseek ebay etsy facebook google huawei huggingface ibm instacart intel linkedin lyft meta
    microsoft mistral netflix nvidia openai oracle pinterest qualcomm salesforce samsung shopify
    snap snowflake spotify stripe tencent tiktok together twitter uber walmart xai yahoo yelp zhipu
"""
_NO_VENUES = frozenset(_NO_VENUE_WORDS.split())
_COMPANIES = frozenset(_COMPANY_WORDS.split())
# Words of a list's title that no conference has in its name.
_LIST_WORD_TEXT = """
    awesome list lists paper papers reading readings resource resources note notes digest collection
    survey surveys bookmarks library bibliography literature references roadmap weekly
"""
_LIST_WORDS = frozenset(_LIST_WORD_TEXT.split())

_PUBLISHER = re.compile(
    r"^(?:(?:the|in|proc\.?(?: of)?(?: the)?|proceedings of(?: the)?|usenix|acm|ieee|ieee/acm"
    r"|acm/ieee|ieee/cvf|cvf|ifip|annual)\s+)+",
    re.I,
)
_PART_OF_VENUE = re.compile(
    r"\s+(?:findings|workshops?|w|demos?|industry|main|conference|short|long)(?: track| papers?)?$",
    re.I,
)
_MEETING = re.compile(
    r"\b(?:conference|conf|symposium|workshops?|proceedings|proc|congress|meeting|colloquium)\b",
    re.I,
)
_PERIODICAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|magazine|annals|bulletin|acta|quarterly|reviews)\b"
    r"|^(?:communications of|ieee (?:communications|internet computing))\b|^J\. ",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)((?:19[6-9]|20\d)\d)(?!\d)|['’‘`] ?(\d\d)(?!\d)")
_GLUED_YEAR = re.compile(r"^([A-Z][A-Za-z&+-]*[A-Za-z])(\d\d)$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_4 = r"(?P<year>(?:19[6-9]|20\d)\d)"
_DATES = tuple(
    re.compile(rf"(?<![^\W_]){form}(?![^\W_])", re.I)
    for form in (
        rf"{_MONTH}\.? {_DAY},? {_YEAR_4}",
        rf"{_DAY} {_MONTH}\.?,? {_YEAR_4}",
        rf"{_MONTH}\.?,? {_YEAR_4}",
        rf"{_YEAR_4},? {_MONTH}\.?(?: {_DAY})?",
        rf"{_YEAR_4}(?P<sign>[-/.])(?P<month>\d\d?)(?:(?P=sign)(?P<day>\d\d?))?",
    )
)
_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]")
_PRESENTATION = re.compile(
    r"(?:,\s*|\s+|^)(oral|poster|spotlight|highlight|best [\w -]*paper[\w ]*"
    r"|outstanding paper[\w ]*|notable top[ -]\d+%|top[ -]\d+%|accepted)$",
    re.I,
)
_PERSON = re.compile(r"^(?:from|by)\s", re.I)
_EDGE = " ,.;:-–—/|()[]*_'’‘`@"
_WORD = re.compile(r"[^\W_][\w&+'’./-]*")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|\d|[A-Z]{2}[a-z]")
_LAST_WORDS = frozenset(name.rpartition(" ")[2].strip(";:") for name in KINDS_BY_FOLDED_NAME)
_PARTS = re.compile(r"[\s,;|()\[\]（）]+")
_SMALL_WORD_TEXT = """
    of on the for and in to at & de la des et workshop workshops track findings
"""
_SMALL_WORDS = frozenset(_SMALL_WORD_TEXT.split())


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and when: each part None where the text does not say it.

    `date` is ISO and given only where it is more precise than the year; `extra` is what is beside
    the venue (`Poster`, `Datasets and Benchmarks`, `from Ann Author`).
    """

    name: str | None = None
    year: int | None = None
    date: str | None = None
    extra: str | None = None

    @property
    def label(self) -> str:
        """Name and year as people write them: `NSDI 2026`; empty where both are unknown."""
        return " ".join(str(part) for part in (self.name, self.year) if part)


UNKNOWN = Venue()


def venue_of(paper: Paper, digest: Digest) -> Venue:
    """Return where and when a paper was published: as its entry says, else by its digest's title.

    A title of a digest counts only if it reads like a conference's or journal's name, not like a
    list's. Without either, an arXiv id names arXiv. The year is that of the venue or title, else
    the entry's own, else the arXiv id's.
    """
    if paper.venue:
        parsed = parse_venue(paper.venue)
        name = parsed.name or _unparsed_name(paper.venue, parsed)
        year = parsed.year or _entry_year(paper)
        return Venue(name, year, parsed.date, parsed.extra)
    title = venue_in_title(digest.title)
    if title.name:
        return title
    if paper.arxiv:
        posted = parse_venue(f"{ARXIV} {paper.arxiv}")
        return Venue(ARXIV, _entry_year(paper) or posted.year, posted.date)
    return Venue(None, _entry_year(paper))


def _unparsed_name(text: str, parsed: Venue) -> str | None:
    """Return an entry's own venue as written, unless it is only a date or no venue's name."""
    if parsed.year is not None or _is_no_venue(text):
        return None
    return text


def _entry_year(paper: Paper) -> int | None:
    if paper.year is not None:
        return paper.year
    return int(paper.date[:4]) if paper.date and paper.date[:4].isdecimal() else None


@lru_cache(maxsize=256)
def venue_in_title(title: str) -> Venue:
    """Return the venue in the title of a digest; unknown in a list's title."""
    venue = parse_venue(title)
    words = {word.casefold() for word in _WORD.findall(title)}
    return UNKNOWN if words & _LIST_WORDS else venue


def venue_kind(name: str) -> VenueKind | None:
    """Return what kind of venue a name is, None where it names no venue that is known."""
    if kind := _known(name):
        return kind
    if _MEETING.search(name):
        return "conference"
    if _PERIODICAL.search(name):
        return "journal"
    kinds = [KINDS[word] for word in re.findall(r"[^\s@,]+", name) if word in KINDS]
    return kinds[0] if kinds else None


@lru_cache(maxsize=1024)
def _known(name: str) -> VenueKind | None:
    """Return the kind of a venue from the list, written with its publisher and track or without."""
    for form in (name, _PUBLISHER.sub("", name, count=1)):
        for core in (form, _PART_OF_VENUE.sub("", form)):
            if core in KINDS:
                return KINDS[core]
            folded = core.casefold()
            if folded in KINDS_BY_FOLDED_NAME and folded not in COMMON:
                return KINDS_BY_FOLDED_NAME[folded]
    return None


def may_be_known(text: str) -> bool:
    """Whether a text holds the last word of a known venue, or `arxiv`: a quick test."""
    folded = text.casefold()
    words = (word.strip(_EDGE) for word in _PARTS.split(folded))
    return "arxiv" in folded or not _LAST_WORDS.isdisjoint(words)


def names_venue(text: str | None) -> bool:
    """Whether a venue with its year is one beyond doubt: known, or an acronym."""
    name = parse_venue(text or "").name
    if not name:
        return False
    return venue_kind(name) is not None or (" " not in name and name.isupper())


@lru_cache(maxsize=1024)
def parse_venue(text: str) -> Venue:
    """Read a venue as people write it: `NSDI 2026`, `SC '21`, `ICLR 2026 (Poster)`, `JMLR`.

    Without a year only known venues count, so that `Extended Version` is none; months, companies,
    people, `Book` and the like are no venue, with a year or without.
    """
    text = " ".join(text.split())
    if not text or len(text) > VENUE_LIMIT * 2:
        return UNKNOWN
    if "arxiv" in text.casefold():
        return _arxiv(text)
    has_figures = any(map(str.isdigit, text))
    date, text = _take_date(text) if has_figures else (None, text)
    text, extra = _take_brackets(text)
    year, name, after = (int(date[:4]), text, "") if date else _take_year(text)
    if _PERSON.match(after) or after[:1] in (",", ";", "."):
        extra, after = extra or after.strip(_EDGE) or None, ""
    name = " ".join(f"{name.rstrip(',; ')} {after}".split()).strip(_EDGE)
    if presented := _PRESENTATION.search(name):
        name, extra = name[: presented.start()].rstrip(_EDGE), extra or presented[1]
    is_name = sum(character.isalpha() for character in name) >= 2 and not _is_no_venue(name)
    if is_name and (_known(name) or (year is not None and _reads_like_venue(name))):
        return Venue(name, year, date, extra)
    return Venue(None, year, date)


def _arxiv(text: str) -> Venue:
    if identifier := arxiv_id(text):
        digits = identifier.rpartition("/")[2][:4]
        year, month = _century(digits[:2]), int(digits[2:])
        return Venue(ARXIV, year, f"{year}-{month:02d}" if 1 <= month <= 12 else None)
    date, rest = _take_date(text)
    return Venue(ARXIV, int(date[:4]) if date else _take_year(rest)[0], date)


def _take_date(text: str) -> tuple[str | None, str]:
    """Take a date with a month out of a text; what is no date of the calendar stays."""
    for pattern in _DATES:
        if found := pattern.search(text):
            parts = found.groupdict()
            word = parts["month"].lower()
            month = int(word) if word.isdecimal() else 1 + MONTHS.index(word[:3])
            day = int(parts.get("day") or 0)
            if 1 <= month <= 12 and day <= 31:
                date = f"{parts['year']}-{month:02d}" + (f"-{day:02d}" if day else "")
                return date, f"{text[: found.start()]} {text[found.end() :]}".strip()
    return None, text


def _take_brackets(text: str) -> tuple[str, str | None]:
    """Take what is in brackets at the end, or before the year, unless it holds the year itself."""
    found = _BRACKETS.search(text, 1)
    inner = found[1].strip() if found else ""
    if not found or not inner or _YEAR.search(inner) or _known(inner):
        return text, None
    return text[: found.start()] + text[found.end() :], inner


def _take_year(text: str) -> tuple[int | None, str, str]:
    """Return the year, and what is before and after it."""
    if match := _YEAR.search(text):
        year = int(match[1]) if match[1] else _century(match[2])
        return year, text[: match.start()], text[match.end() :].strip()
    if glued := _GLUED_YEAR.match(text):
        return _century(glued[2]), glued[1], ""
    return None, text, ""


def _century(digits: str) -> int:
    return int(digits) + (1900 if int(digits) >= 60 else 2000)


def _is_no_venue(name: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(name)]
    if not words or _known(name):
        return not words
    return words[0] in _COMPANIES or words[-1] in _NO_VENUES or words[0] in ("part", "chapter")


def _reads_like_venue(name: str) -> bool:
    words = _WORD.findall(name)
    if not words or len(words) > 8 or len(name) > VENUE_LIMIT or re.search(r"[?!:=%]", name):
        return False
    named = [word for word in words if word.casefold() not in _SMALL_WORDS]
    return bool(named) and all(
        not word[0].islower() or _INNER_CAPITAL.search(word) for word in named
    )
