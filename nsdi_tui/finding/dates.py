"""Years and dates as a query writes them: alone, as a range, or compared."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

_AGE = re.compile(r"([<>]=?|)([0-9]{1,6})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def in_year(wanted: str, year: int | None) -> bool:
    """Whether a year is meant by `2024`, `202` (half-typed), `2024..2026`, `>=2024` or `<2020`."""
    if year is None:
        return False
    if ".." in wanted:
        first, last = wanted.split("..", 1)
        return (not first.isdecimal() or year >= int(first)) and (
            not last.isdecimal() or len(last) < 4 or year <= int(last)
        )
    match = re.fullmatch(r"([<>]=?)(\d*)", wanted)
    if not match:
        return str(year).startswith(wanted)
    sign, number = match.groups()
    if len(number) != 4:
        return True
    if sign[0] == "<":
        return year < int(number) or (sign == "<=" and year == int(number))
    return year > int(number) or (sign == ">=" and year == int(number))


@lru_cache(maxsize=4096)
def in_dates(wanted: str, date: str | None) -> bool:
    """Whether a date is meant by `2024-05`, `2024-05..2024-08`, `..2024` or `>=2024-05`.

    A single date matches every date that begins with it. A range contains a less precise date only
    if it contains all of it; a bound that is half typed is ignored.
    """
    if date is None:
        return False
    if match := re.fullmatch(r"([<>]=?)(.*)", wanted):
        sign, bound = match.groups()
        if not (bound := _date_bound(bound)):
            return True
        first, last = _first_day(date), _last_day(date)
        if sign[0] == "<":
            return last <= _last_day(bound) if sign == "<=" else last < _first_day(bound)
        return first >= _first_day(bound) if sign == ">=" else first > _last_day(bound)
    if ".." in wanted:
        start, end = map(_date_bound, wanted.split("..", 1))
        return (not start or _first_day(date) >= _first_day(start)) and (
            not end or _last_day(date) <= _last_day(end)
        )
    return date.startswith(_iso(wanted))


def without_ages(wanted: str, today: datetime.date) -> str:
    """Return what is meant with a date in place of an age: `<30d` is `>` the day 30 days ago.

    An age alone means "within"; its unit is `d`, `w`, `m` or `y`.
    """
    match = _AGE.fullmatch(wanted)
    if match is None:
        return wanted
    sign, number, unit = match.groups()
    try:
        day = today - datetime.timedelta(days=int(number) * _DAYS[unit])
    except OverflowError:
        day = datetime.date.min
    return {"": ">=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}[sign] + day.isoformat()


def _iso(text: str) -> str:
    """Return a date with ISO's signs: `2024/5` is `2024-05`."""
    return re.sub(r"-([2-9])(?=-|$)", r"-0\1", text.replace("/", "-").replace(".", "-"))


def _date_bound(text: str) -> str:
    text = _iso(text)
    return text if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", text) else ""


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :]
