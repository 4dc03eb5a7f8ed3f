"""Dates as lists write them, to ISO dates as precise as their source."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_SHORT_YEAR = r"['’‘`]\s?(?P<short>\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOSING_SHORT_YEAR = re.compile(_SHORT_YEAR + "$")
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        _YEAR + r"\s?年?",
        _YEAR + r"\s?[-/.]\s?(?P<number>\d{1,2})(?:\s?[-/.]\s?(?P<day>\d{1,2}))?",
        _YEAR + r"年\s?(?P<number>\d{1,2})月(?:\s?(?P<day>\d{1,2})[日号])?",
        _MONTH + r"\s?,?\s?(?:" + _YEAR + "|" + _SHORT_YEAR + ")",
        _YEAR + r"\s?[,-]?\s?" + _MONTH + r"(?:\s" + _DAY + ")?",
        _MONTH + r"\s" + _DAY + r"\s?,?\s?" + _YEAR,
        _DAY + r"\s(?:of\s)?" + _MONTH + r"\s?,?\s?" + _YEAR,
        r"(?P<number>\d{1,2})/(?P<day>\d{1,2})/(?:(?P<short>\d\d)|" + _YEAR + ")",
        r"(?P<number>0[1-9]|1[0-2])[/.]" + _YEAR,
    )
)
_MAY_BE_DATE = re.compile(r"\d\d")
_RANGE = re.compile(r"\s*(?:~|–|—|→|\bto\b|\s-\s|-(?=\s*[A-Za-z])|(?<=\d{4})-(?=\d{4}\b))\s*", re.I)
_MONTH_NAME = re.compile(r"[A-Za-z]+")
_BEFORE = re.compile(r"(?:before|after|until|since|up to|in|week of|<=?|>=?|≤|≥)\s+", re.I)
_LENGTH = 40


class Date(NamedTuple):
    """An ISO date (`2024`, `2024-05` or `2024-05-17`) and its year."""

    iso: str
    year: int


def names_month(word: str) -> bool:
    """Whether a word is the name of a month."""
    return word.casefold() in _MONTHS


def read_date(text: str) -> Date | None:
    """Return the date that a text consists of; None for any other text."""
    text = text.strip(" ()[]【】（）,;:*_")
    if len(text) > _LENGTH or not _MAY_BE_DATE.search(text):
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _date_of(match.groupdict())
    return None


def _date_of(parts: dict[str, str | None]) -> Date | None:
    short = parts.get("short")
    year = int(parts.get("year") or 0) or (2000 + int(short) if short else 0)
    month = int(parts.get("number") or 0) or _MONTHS.get((parts.get("month") or "").lower(), 0)
    day = int(parts.get("day") or 0)
    if month > 12 or (parts.get("number") and not month):
        return None
    if day and (not month or day > calendar.monthrange(year, month)[1]):
        return None
    iso = f"{year:04}"
    if month:
        iso += f"-{month:02}"
        if day:
            iso += f"-{day:02}"
    return Date(iso, year)


@lru_cache(maxsize=1024)
def is_date_label(text: str) -> bool:
    """Whether a heading or group line is only a date or a span of dates (`Before 2024`)."""
    text = text.strip(" ()[]【】（）,;:*_#.!\"'")
    text = _BEFORE.sub("", text, count=1)
    if not text or len(text) > 2 * _LENGTH:
        return False
    if read_date(text):
        return True
    parts = [part for part in _RANGE.split(text) if part]
    if len(parts) != 2:
        return False
    last = read_date(parts[1])
    if last is None and (month := _MONTH_NAME.match(parts[0])):
        # `June 1 – 7, 2024`
        last = read_date(f"{month[0]} {parts[1]}")
    first = read_date(parts[0]) or (last and read_date(f"{parts[0]}, {last.year}"))
    return bool(last and first)


def short_year(text: str) -> Date | None:
    """Return the year that ends a text in short form: 2021 for `SC '21`, None without one."""
    match = _CLOSING_SHORT_YEAR.search(text)
    return read_date(f"20{match['short']}") if match else None
