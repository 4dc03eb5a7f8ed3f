"""Cleaning text that comes from a file, before anything else sees it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_LIMIT = 20_000
BLOCK_LIMIT = 100_000
MARKS_IN_A_ROW = 4

_SPACES = re.compile(r"[ \t\n\r\v\f\x85\u2028\u2029]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# White space that does not stay as it is: all but single spaces between words.
_GAP = re.compile(r"\s(?:\s+|(?<=[^ ])|(?<=\A.)|\Z)")
_SPACE, _REPLACE, _DROP, _MARK, _KEEP = range(5)
_PLAIN = (_KEEP, _SPACE)
_classes: dict[str, int] = {}


def clean(text: str, limit: int = LINE_LIMIT) -> str:
    """Return text that is safe to show, on one line, of at most `limit` characters.

    Control characters and surrogates become U+FFFD, format characters (bidi controls among them,
    but for the joiner inside emoji) go, combining marks stop after four, and white space of every
    kind becomes one space. What is longer is cut and ends in an ellipsis.
    """
    if len(text) <= limit and _is_clean(text):
        return text
    return clean_with_offsets(text, (), limit)[0]


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Clean text and keep its line breaks and indents: for code, tables and quotes.

    Tabs become four spaces; blank lines at both ends and spaces at the ends of lines go.
    """
    if not text.isascii() or not text.replace("\n", "").isprintable():
        text = text.replace("\r\n", "\n").replace("\t", "    ")
        text = "\n".join(_clean_characters(line) for line in text.split("\n"))
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return _cut("\n".join(lines), limit)


def clean_with_offsets(
    text: str, offsets: Iterable[int], limit: int = LINE_LIMIT
) -> tuple[str, list[int]]:
    """Clean text as `clean` does, and say where these offsets into it have gone."""
    if _is_clean(text):
        if len(text) <= limit:
            return text, list(offsets)
        cleaned = _cut(text, limit)
        return cleaned, [min(offset, len(cleaned)) for offset in offsets]
    wanted = sorted(set(offsets))
    moved: dict[int, int] = {}
    if all(_class_of(character) in _PLAIN for character in set(text)):
        cleaned = _cut(_collapse(text, wanted, moved), limit)
        return cleaned, [min(moved[offset], len(cleaned)) for offset in offsets]
    out: list[str] = []
    marks = 0
    following = 0
    gap = False
    for position, character in enumerate(text):
        while following < len(wanted) and wanted[following] <= position:
            moved[wanted[following]] = len(out) + gap
            following += 1
        kind = _class_of(character)
        if kind == _SPACE:
            gap = bool(out)
            marks = 0
            continue
        if kind == _DROP:
            continue
        marks = marks + 1 if kind == _MARK else 0
        if marks > MARKS_IN_A_ROW:
            continue
        if gap:
            out.append(" ")
            gap = False
        out.append("\N{REPLACEMENT CHARACTER}" if kind == _REPLACE else character)
        if len(out) > limit:
            break
    cleaned = _cut("".join(out), limit)
    for offset in wanted[following:]:
        moved[offset] = len(cleaned)
    return cleaned, [min(moved[offset], len(cleaned)) for offset in offsets]


def _collapse(text: str, wanted: list[int], moved: dict[int, int]) -> str:
    """Make runs of white space one space each, none at the ends; note where offsets have gone."""
    out: list[str] = []
    length = at = 0
    following = iter([*wanted, len(text) + 1])
    offset = next(following)
    gaps = [match.span() for match in _GAP.finditer(text)]
    for start, end in (*gaps, (len(text), len(text))):
        while offset <= start:
            moved[offset] = length + offset - at
            offset = next(following)
        if start > at:
            out.append(text[at:start])
            length += start - at
        space = 1 if out and end < len(text) else 0
        while offset < end:
            moved[offset] = length + space
            offset = next(following)
        length += space
        at = end
    return " ".join(out)


def _is_clean(text: str) -> bool:
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    if text.isascii():
        return text.isprintable()
    # Private and unassigned characters count as not printable: the careful way keeps them.
    return text.isprintable() and all(
        _class_of(character) == _KEEP for character in set(_NON_ASCII.findall(text))
    )


def _clean_characters(line: str) -> str:
    """Clean one line of a block, keeping every space."""
    out = []
    marks = 0
    for character in line:
        kind = _class_of(character)
        marks = marks + 1 if kind == _MARK else 0
        if kind == _DROP or marks > MARKS_IN_A_ROW:
            continue
        if kind == _SPACE:
            out.append(" ")
        else:
            out.append("\N{REPLACEMENT CHARACTER}" if kind == _REPLACE else character)
    return "".join(out)


def _class_of(character: str) -> int:
    known = _classes.get(character)
    if known is None:
        known = _classes[character] = _classify(character)
    return known


def _classify(character: str) -> int:
    if _SPACES.fullmatch(character):
        return _SPACE
    category = unicodedata.category(character)
    if category == "Zs":
        return _SPACE
    if category in ("Cc", "Cs"):
        return _REPLACE
    if category == "Cf":
        return _KEEP if character == "\N{ZERO WIDTH JOINER}" else _DROP
    if category in ("Mn", "Me"):
        return _MARK
    return _KEEP


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    """Return a number of things: `1 paper`, `1,024 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
