"""HTML tags as they appear in Markdown documents, whole or broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from nsdi_tui.digest.text import BLOCK_LIMIT, clean, clean_block

# Tags that end a line of text in a paragraph or cell without starting a new block.
BREAKING_TAGS = frozenset(
    ("br", "p", "div", "center", "li", "ul", "ol", "tr", "hr", "blockquote", "section", "dt", "dd")
)

VERBATIM_ENDS = {
    name: re.compile(rf"</{name}\s*>", re.I) for name in ("pre", "script", "style", "textarea")
}
HEADING_TAGS = {f"h{level}": level for level in range(1, 7)}
TABLE_TAGS = frozenset(("table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"))
_TEXT_TAGS = (
    "p div center section article header footer main figure figcaption ul ol li dl dt dd"
    " details summary hr blockquote"
)
BLOCK_TAGS = frozenset((*_TEXT_TAGS.split(), *HEADING_TAGS, *TABLE_TAGS, *VERBATIM_ENDS))

STRUCTURE = re.compile(
    r"</?(?:details|summary|table|tr|td|th|ul|ol|li|h[1-6]|pre|blockquote|script|style)[\s/>]", re.I
)
"""A tag in a paragraph that makes it more than text."""

_MARKER = re.compile(r"[ \t]*(?:[*+-]|\d+[.)])[ \t]")
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

    @property
    def first_number(self) -> int | None:
        """The number of the first item of the list that the tag begins; None for no `<ol>`."""
        if self.name != "ol":
            return None
        start = self.attribute("start") or "1"
        return int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1


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


def preformatted(raw: str) -> tuple[Literal["text", "code"], str]:
    """Return the kind and the text of preformatted HTML: no tags, but the addresses of links."""
    text = clean_block(unescape(TAG.sub(_address_of, raw)))
    if "<code" in raw[:200].lower():
        return "code", text
    return "text", text if "\n" in text else clean(text, BLOCK_LIMIT)


def _address_of(match: re.Match[str]) -> str:
    tag = tag_of(match)
    url = tag.attribute("href") if tag.name == "a" and not tag.closes else None
    return f"{url} " if url else ""


def dedent(run: str) -> str:
    """Remove the indentation that HTML gave to Markdown lines, but keep that of nested items."""
    lines = run.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if _MARKER.match(line)]
    common = min(indents, default=1_000)
    return "\n".join(
        line[min(len(line) - len(line.lstrip()), common) :] if index or indents else line.lstrip()
        for index, line in enumerate(lines)
    )
