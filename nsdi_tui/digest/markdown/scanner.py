"""The lines of a document at which it may be split, found without parsing it.

The scanner follows mistune's block rules as far as they decide that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

from mistune.helpers import BLOCK_TAGS, HTML_ATTRIBUTES, PRE_TAGS

from nsdi_tui.digest.markdown.gitbook import split_front_matter
from nsdi_tui.digest.markdown.tokens import BLOCK_HTML

if TYPE_CHECKING:
    from collections.abc import Iterator

Point: TypeAlias = "tuple[int, int]"
"""The offset and the line of a place in a document."""

LIST_SIZE = 131_072
"""Characters of a list from which it is split: far more than most lists of papers have."""

_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t\n]|\Z)")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*\Z")
_GAP = re.compile(r"\n+(?=\n\n)")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^\n]*)")
_QUOTE = re.compile(r" {0,3}>")
_ITEM = re.compile(r"( {0,3})([*+-]|\d{1,9}[.)])([ \t]+|\Z)(.*)")
_BLOCK_HTML = re.compile(BLOCK_HTML)
_HTML = re.compile(r" {0,3}<(?:(!--)|(\?)|(!\[CDATA\[)|(![A-Z])|(/?)([A-Za-z][A-Za-z0-9-]*))")
_HTML_ENDS = ("-->", "?>", "]]>", ">")
_WHOLE_TAG = re.compile(r"(?:" + HTML_ATTRIBUTES + r"[ \t]*>|[ \t]*>)[ \t]*\Z")
# What may make a paragraph the title of what follows it.
_MAY_BE_TITLE = re.compile(r"[*_<\[{]|://")
# One line in so many, chosen by what it says, so that an edit moves no split but the next ones.
_CHOICE = 16


@dataclass(frozen=True, slots=True)
class Scan:
    """The top-level headings of a document, and the items at which a long list may be split."""

    headings: list[Point]
    items: list[Point]


def scan(text: str) -> Scan:
    """Find the places at which a document may be split."""
    scanner = _Scanner(text)
    return Scan(list(scanner.headings()), scanner.items)


class _Scanner:
    """Finds the top-level headings of a text, line by line."""

    def __init__(self, text: str) -> None:
        self._text = text
        # What the current line may belong to.
        self._item_width = 0
        self._item_empty = False
        self._after_blank = True
        self._quote = False
        self._paragraph: tuple[int, int] | None = None
        # Whether a definition may join the next paragraph to one before it.
        self._joined = False
        # What ends a fence or HTML block: a test of a line, and whether a blank line does, too.
        self._fence: re.Pattern[str] | None = None
        self._html_end: str | None = None
        # Where the section or the part of a list that the current line is in begins.
        self._start = 0
        # Whether that is a list alone, but for plain text above it.
        self._in_list = False
        self._is_plain = True
        self.items: list[Point] = []

    def headings(self) -> Iterator[Point]:
        """Yield the top-level headings; afterwards, `items` holds the items to split at."""
        text = self._text
        _, below, number = split_front_matter(text.replace("\r\n", "\n"))
        at = 0
        for _ in range(number - 1):
            at = text.find("\n", at) + 1 or len(text)
        if not below:
            return
        while at < len(text):
            if gap := _GAP.match(text, at):
                # Two blank lines decide as much as many.
                number += len(gap[0])
                at = gap.end()
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[at:end].removesuffix("\r")
            if heading := self._heading(line, at, number):
                self._start = heading[0]
                self._in_list = False
                self._is_plain = True
                yield heading
            at = end + 1
            number += 1

    def _heading(self, line: str, at: int, number: int) -> Point | None:
        """Take a line; return the offset and line of the heading that it starts or completes."""
        if self._fence:
            if self._fence.match(line):
                self._fence = None
            return None
        blank = not line.strip(" \t\v\f")
        if self._html_end is not None:
            if (blank and not self._html_end) or (
                self._html_end and self._html_end in line.lower()
            ):
                self._html_end = None
                self._after_blank = blank
            return None
        if blank:
            self._paragraph = None
            self._quote = False
            if self._item_empty and self._after_blank:
                self._item_width = 0
            self._after_blank = True
            return None
        after_blank, self._after_blank = self._after_blank, False
        first = line.lstrip(" \t")[0]
        if self._item_width:
            if _indent(line) >= self._item_width and not (self._item_empty and after_blank):
                self._item_empty = False
                return None
            if not self._ends_item(line, first) and not after_blank:
                return None
        if self._quote and not self._ends_quote(line, first):
            return None
        return self._top_line(line, first, at, number)

    def _ends_item(self, line: str, first: str) -> bool:
        return (
            (first == "#" and bool(_ATX.match(line)))
            or (first in "`~" and bool(_FENCE.match(line)))
            or (first == ">" and bool(_QUOTE.match(line)))
            or (first in "-_*" and bool(_RULE.match(line)))
            or bool(_ITEM.match(line))
            or (first == "<" and bool(_BLOCK_HTML.match(line)))
        )

    def _ends_quote(self, line: str, first: str) -> bool:
        if first in "#>" and not _ITEM.match(line):
            return False
        return first != "#" and self._ends_item(line, first)

    def _top_line(self, line: str, first: str, at: int, number: int) -> Point | None:
        paragraph = self._paragraph
        self._item_width = 0
        self._quote = False
        if paragraph is None and _indent(line) >= 4:
            return None
        if paragraph and first in "=-" and _SETEXT.match(line):
            self._paragraph = None
            return None if self._joined else paragraph
        if first == "#" and _ATX.match(line):
            self._paragraph = None
            self._joined = False
            return at, number
        fence = _FENCE.match(line) if first in "`~" else None
        if fence and (first == "~" or "`" not in fence[2]):
            self._paragraph = None
            self._fence = re.compile(rf" {{0,3}}{first}{{{len(fence[1])},}}[ \t]*\Z")
            return None
        if first in "-_*" and _RULE.match(line):
            self._paragraph = None
            return None
        if first == ">" and _QUOTE.match(line):
            self._paragraph = None
            self._quote = True
            self._is_plain = False
            return None
        if self._starts_item(line, paragraph is not None):
            self._paragraph = None
            self._item(line, at, number)
            return None
        self._is_plain &= not (self._in_list or first == "<" or _MAY_BE_TITLE.search(line))
        if first == "<":
            kind = self._html_kind(line, interrupts=paragraph is not None)
            if kind is not None:
                self._paragraph = None
                self._html_end = kind
                if kind and kind in line.lower()[line.index("<") + 2 :]:
                    self._html_end = None
                return None
        self._joined |= first == "[" and "]:" in line
        self._paragraph = paragraph or (at, number)
        return None

    def _item(self, line: str, at: int, number: int) -> None:
        """Take an item's first line; a long list may be split before some of them."""
        size = at - self._start
        if (
            size >= LIST_SIZE
            and self._in_list
            and self._is_plain
            and line[0] != " "
            and (size >= 2 * LIST_SIZE or crc32(line.encode("utf-8", "replace")) % _CHOICE == 0)
        ):
            self.items.append((at, number))
            self._start = at
        self._in_list = True

    def _starts_item(self, line: str, in_paragraph: bool) -> bool:
        match = _ITEM.match(line)
        if not match:
            return False
        marker, space, text = match[2], match[3], match[4]
        if in_paragraph and (not text or (len(marker) > 1 and int(marker[:-1]) != 1)):
            return False
        width = len(match[1]) + len(marker)
        gap = _width(space, width)
        self._item_width = width + (gap if text and gap < 5 else 1)
        self._item_empty = not text
        return True

    def _html_kind(self, line: str, interrupts: bool) -> str | None:
        """Return what ends the HTML block that a line starts: a text, or "" for a blank line."""
        match = _HTML.match(line)
        if not match:
            return None
        for index, ending in enumerate(_HTML_ENDS, 1):
            if match[index]:
                return ending
        name = match[6].lower()
        if not match[5] and name in PRE_TAGS:
            return f"</{name}>"
        if name in BLOCK_TAGS:
            return ""
        return "" if not interrupts and _WHOLE_TAG.match(line, match.end()) else None


def _indent(line: str) -> int:
    return _width(line[: len(line) - len(line.lstrip(" \t"))], 0)


def _width(space: str, start: int) -> int:
    column = start
    for character in space:
        column += 4 - column % 4 if character == "\t" else 1
    return column - start
