"""Splitting a document at its top-level headings, without parsing it.

A section can be read on its own: no fence, list, quote, HTML block, hint or `<details>` element
reaches over its ends. The scanner follows mistune's block rules as far as they decide that.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mistune.helpers import BLOCK_TAGS, HTML_ATTRIBUTES, PRE_TAGS

from nsdi_tui.digest.markdown.gitbook import split_front_matter
from nsdi_tui.digest.markdown.source_range import SourceRange
from nsdi_tui.digest.markdown.tokens import BLOCK_HTML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SECTION_SIZE = 16_384

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
_DETAILS = re.compile(r"<(/?)details[\s>]", re.I)
_HINT = re.compile(r"\{%\s*(end)?hint\b")


def headings_of(text: str) -> list[tuple[int, int]]:
    """Return the offset and line of each top-level heading of a document."""
    return list(_Scanner(text).headings())


def split_sections(
    text: str, size: int = SECTION_SIZE, headings: Sequence[tuple[int, int]] | None = None
) -> list[SourceRange]:
    """Split a document before headings into sections of at least `size` characters.

    The last one may be shorter, and a part without headings may be longer. The texts of the
    sections, joined, are the document. `headings` are those of the text, if they are known.
    """
    if headings is None:
        headings = headings_of(text)
    sections: list[SourceRange] = []
    start = 0
    line = 1
    for offset, heading_line in _split_points(text, headings):
        if offset - start >= size:
            sections.append(SourceRange(line, text, start, offset))
            start, line = offset, heading_line
    sections.append(SourceRange(line, text, start, len(text)))
    return sections


def _split_points(text: str, headings: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the offset and line of each top-level heading at which the text may be split."""
    if "\r" in text.replace("\r\n", ""):
        return
    inside = _element_ranges(text)
    at = 0
    for offset, line in headings:
        while at < len(inside) and inside[at][1] <= offset:
            at += 1
        # An indented heading may belong to a footnote.
        inner = at < len(inside) and inside[at][0] < offset
        if offset and text[offset] != " " and not inner:
            yield offset, line


def _element_ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges of outermost `<details>` elements and GitBook hints.

    A `<details>` without an end reaches nowhere; a hint without an end reaches to the end.
    """
    ranges: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _DETAILS.finditer(text):
        if not match[1]:
            opened.append(match.start())
        elif opened:
            ranges.append((opened.pop(), match.end()))
    hint: int | None = None
    depth = 0
    for match in _HINT.finditer(text):
        depth = max(depth + (-1 if match[1] else 1), 0)
        if depth and hint is None:
            hint = match.start()
        elif not depth and hint is not None:
            ranges.append((hint, match.end()))
            hint = None
    if hint is not None:
        ranges.append((hint, len(text)))
    ranges.sort()
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


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

    def headings(self) -> Iterator[tuple[int, int]]:
        """Yield the offset and line of each top-level heading."""
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
                yield heading
            at = end + 1
            number += 1

    def _heading(self, line: str, at: int, number: int) -> tuple[int, int] | None:
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

    def _top_line(self, line: str, first: str, at: int, number: int) -> tuple[int, int] | None:
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
            return None
        if self._starts_item(line, paragraph is not None):
            self._paragraph = None
            return None
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


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A top-level heading as its document writes it, without the marks that make it one."""

    line: int
    level: int
    source: str


def heading_lines(text: str, headings: Iterable[tuple[int, int]]) -> Iterator[HeadingLine]:
    """Yield the headings of a document at these offsets, with their lines."""
    for offset, line in headings:
        end = text.find("\n", offset)
        source = text[offset : end if end >= 0 else len(text)].strip()
        level = len(source) - len(source.lstrip("#"))
        if level:
            yield HeadingLine(line, level, source.lstrip("#").rstrip("# \t").strip())
            continue
        below = text[end + 1 : end + 200].lstrip(" ")
        yield HeadingLine(line, 1 if below.startswith("=") else 2, source)


_ANCHORED = re.compile(r"\]\(\s*<?(https?://[^\s()#<>]{4,300})#[^\s()]")


def own_address(text: str, least: int = 3) -> str | None:
    """Return the document's own address if its contents lead to parts of it by that address."""
    bases = Counter(match[1] for match in _ANCHORED.finditer(text))
    base, count = max(bases.items(), key=lambda item: item[1], default=("", 0))
    return base if count >= least else None
