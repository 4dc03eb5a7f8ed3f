"""HTML tags as they appear in Markdown documents, whole or broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

# Tags that end a line of text without being a block of their own inside a paragraph or cell.
BREAKING_TAGS = frozenset(
    ("br", "p", "div", "center", "li", "ul", "ol", "tr", "hr", "blockquote", "section", "dt", "dd")
)

# No quoted value may hold a `<`, so that a match never reads past the next one: all searches are
# linear. The second form is for a tag with an odd quote.
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<rest>(?:[\s/\"'](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)>"
    r"|<(?P<close2>/?)(?P<name2>[A-Za-z][A-Za-z0-9-]*)(?P<rest2>(?:[\s/\"'][^<>]*)?)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])(?P<name>[A-Za-z_:][\w:.-]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"?|'(?P<single>[^']*)'?"
    r"|(?P<bare>[^\s\"'<>]+))"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML tag: its lower-case name and whether it closes an element."""

    name: str
    closes: bool
    rest: str

    def attribute(self, name: str) -> str | None:
        """Return an attribute's value, or None if the tag does not have it."""
        for match in _ATTRIBUTE.finditer(self.rest):
            if match["name"].lower() == name:
                return unescape(match["double"] or match["single"] or match["bare"] or "")
        return None


def parse_tag(text: str) -> Tag | None:
    """Return the tag that a text consists of, or None for comments and the like."""
    match = TAG.match(text)
    return tag_of(match) if match else None


def tag_of(match: re.Match[str]) -> Tag:
    """Return the tag of a match of `TAG`."""
    name = match["name"] or match["name2"]
    closes = bool(match["close"] or match["close2"])
    return Tag(name.lower(), closes, match["rest"] or match["rest2"] or "")


def code_ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the code spans in Markdown text, in order."""
    runs = [match.span() for match in re.finditer("`+", text)]
    following: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        following.setdefault(end - start, []).append(index)
    ranges = []
    at = 0
    while at < len(runs):
        start, end = runs[at]
        same = following[end - start]
        while same and same[-1] <= at:
            same.pop()
        if same:
            at = same[-1]
            ranges.append((start, runs[at][1]))
        at += 1
    return ranges
