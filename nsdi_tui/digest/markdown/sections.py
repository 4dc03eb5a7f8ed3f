"""Splitting a document at its top-level headings, and long lists between items, without parsing it.

A section can be read on its own: no fence, list item, quote, HTML block, hint or `<details>`
element reaches over its ends.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.scanner import scan
from nsdi_tui.digest.markdown.source_range import SourceRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.markdown.scanner import Point, Scan

SECTION_SIZE = 16_384

_DETAILS = re.compile(r"<(/?)details[\s>]", re.I)
_HINT = re.compile(r"\{%\s*(end)?hint\b")


def split_sections(
    text: str, size: int = SECTION_SIZE, scanned: Scan | None = None
) -> list[SourceRange]:
    """Split a document before headings into sections of at least `size` characters.

    The last one may be shorter. A long list is split between its items; any other part without
    headings may be longer. The texts of the sections, joined, are the document. `scanned` is what
    `scan` found in the text, if it is known.
    """
    sections: list[SourceRange] = []
    start = 0
    line = 1
    for offset, point_line in _split_points(text, scanned or scan(text)):
        if offset - start >= size:
            sections.append(SourceRange(line, text, start, offset))
            start, line = offset, point_line
    sections.append(SourceRange(line, text, start, len(text)))
    return sections


def _split_points(text: str, scanned: Scan) -> Iterator[Point]:
    """Yield the points at which the text may be split."""
    if "\r" in text.replace("\r\n", ""):
        return
    inside = _element_ranges(text)
    at = 0
    # A hint that an item opens encloses its whole list.
    items = [] if _HINT.search(text) else scanned.items
    for offset, line in merge(scanned.headings, items):
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


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A top-level heading as its document writes it, without the marks that make it one."""

    line: int
    level: int
    source: str


def heading_lines(text: str, headings: Iterable[Point]) -> Iterator[HeadingLine]:
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
