"""A limit on lines that cost much and say little: words or signs without a link, by the thousand.

What is read from a line of a few characters takes a hundred times its size. A list of papers has
such lines too, but for each of them it has longer ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT_LINES_LIMIT = 20_000
SHORT_LINES_PER_LONG_LINE = 6

_SHORT = re.compile(r"^[^\n]{1,20}$", re.M)
_LONG = re.compile(r"^[^\n]{21}", re.M)
# Rules, underlines of headings, and the lines below a table's header: no text, but structure.
_STRUCTURE = re.compile(r"[ \t]*(?:[-=_|:*][ \t]*){2,}\Z")
# What may be a link, or may decide how other lines are read.
_KEPT = re.compile(r"[<\r]|://|\]\(|\]:|\{%|```|~~~")


@dataclass(frozen=True, slots=True)
class Cut:
    """Short lines that are not read: how many, their size in bytes, and what to report."""

    lines: int
    size: int
    diagnostic: Diagnostic


def limit_short_lines(text: str) -> tuple[str, Cut | None]:
    """Return a text with blank lines in place of the short lines over the limit."""
    if text.count("\n") <= SHORT_LINES_LIMIT:
        return text, None
    long_lines = sum(1 for _ in _LONG.finditer(text))
    allowed = SHORT_LINES_LIMIT + SHORT_LINES_PER_LONG_LINE * long_lines
    kept: list[str] = []
    at = count = size = 0
    first = ""
    for match in _short_lines(text):
        count += 1
        if count <= allowed:
            continue
        if count == allowed + 1:
            line, first = 1 + text.count("\n", 0, match.start()), match[0]
        kept.append(text[at : match.start()])
        size += len(match[0].encode("utf-8", "replace"))
        at = match.end()
    if count <= allowed:
        return text, None
    kept.append(text[at:])
    reason = f"more than {allowed:,} short lines without a link: {count - allowed:,} are not read"
    return "".join(kept), Cut(count - allowed, size, Diagnostic(line, reason, clean(first)))


def _short_lines(text: str) -> Iterator[re.Match[str]]:
    for match in _SHORT.finditer(text):
        line = match[0]
        if not line.isspace() and not _STRUCTURE.match(line) and not _KEPT.search(line):
            yield match
