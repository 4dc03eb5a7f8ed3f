"""Whether a text, or a paper, has what an atom asks for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nsdi_tui.search.folding import IDEOGRAPHS, ends_word, fold, is_ideograph, starts_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nsdi_tui.search.query import Atom

CUTOFF = 75
"""The likeness (rapidfuzz ratio, 0 to 100) from which a word counts as a misspelt term."""

# What stands before no word's start, as `starts_word` has it.
_INSIDE_WORD = rf"[^\W_{IDEOGRAPHS}]"
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def find(atom: Atom, text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a folded text that match an atom of kind part, start, word or fuzzy."""
    needle = atom.text
    if atom.kind == "fuzzy":
        yield from _misspelt(needle, text)
        return
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        if atom.kind == "part" or (
            starts_word(text, at) and (atom.kind == "start" or ends_word(text, end))
        ):
            yield at, end
            at = text.find(needle, end)
        else:
            at = text.find(needle, at + 1)


def tester(atom: Atom) -> Callable[[str], bool]:
    """Return the test whether a folded text has what the atom asks for."""
    needle = atom.text
    if atom.kind == "part" or (atom.kind == "start" and is_ideograph(needle[0])):
        return lambda text: needle in text
    if atom.kind == "start":
        # Most words stand behind a space or begin a line, which is seen soonest.
        spaced, in_line = f" {needle}", f"\n{needle}"
        # The engine leaps from one needle to the next only if the pattern begins with it.
        escaped = re.escape(needle)
        at_start = re.compile(f"{escaped}(?<!{_INSIDE_WORD}{escaped})").search
        return lambda text: (
            spaced in text or in_line in text or (needle in text and at_start(text) is not None)
        )
    if atom.kind == "fuzzy":
        return lambda text: _has_misspelt(needle, text)
    return lambda text: needle in text and next(find(atom, text), None) is not None


def _misspelt(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Where as many words as the needle has, in one line, are like it."""
    from rapidfuzz.fuzz import ratio

    words = list(_WORD.finditer(text))
    for first, last in zip(words, words[needle.count(" ") :], strict=False):
        run = text[first.start() : last.end()]
        if ratio(needle, run, score_cutoff=CUTOFF) and "\n" not in run:
            yield first.start(), last.end()


def _has_misspelt(needle: str, text: str) -> bool:
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    if " " in needle:
        return next(_misspelt(needle, text), None) is not None
    return extractOne(needle, words_of(text), scorer=ratio, score_cutoff=CUTOFF) is not None


def words_of(text: str) -> list[str]:
    """Return the words of a folded text, with hyphens and apostrophes inside them."""
    return _WORD.findall(text)


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

    A date alone stands for everything that begins with it. A range holds a less precise date only
    if it holds all of it; a bound that is half typed does not count yet.
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


def folded_all(*texts: str) -> str:
    """Join texts, folded, with line ends, which no term can hold."""
    return fold("\n".join(texts))
