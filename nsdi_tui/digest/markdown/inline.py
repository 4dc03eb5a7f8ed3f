"""Inline Markdown tokens to text with spans."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from nsdi_tui.digest.links import ADDRESS_LIMIT
from nsdi_tui.digest.styled import EMPTY, Span, SpanStyle, StyledText
from nsdi_tui.digest.text import clean, clean_with_offsets

_STYLES: dict[str, SpanStyle] = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strikethrough": "strike",
    "link": "link",
}
_BARE = re.compile(r"https?://[^\s<>\"“”「」，。；]+", re.I)
_HTML_LINK = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_BREAK = re.compile(r"<br\b", re.I)


def plain(text: str) -> StyledText:
    """Return text without any Markdown in it, its bare addresses as links."""
    return _finish([text], [], [], [])


def rich_text(tokens: list[dict[str, Any]]) -> StyledText:
    """Return the text of inline tokens with its styled ranges; tags of HTML go."""
    walker = _Walker()
    walker.add(tokens)
    return _finish(walker.pieces, walker.marks, walker.breaks, walker.footnotes)


class _Walker:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: list[tuple[int, int, SpanStyle, str | None]] = []
        self.breaks: list[int] = []
        self.footnotes: list[tuple[str, int]] = []
        self.length = 0
        self._anchor: tuple[int, str] | None = None

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def add(self, tokens: list[dict[str, Any]]) -> None:
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                raw = token["raw"]
                self.put(unescape(raw) if "&" in raw else raw)
            elif "children" in token:
                start = self.length
                self.add(token["children"])
                style = _STYLES.get(kind)
                if style == "link":
                    self._link(start, token["attrs"]["url"])
                elif style:
                    self.marks.append((start, self.length, style, None))
            elif kind == "codespan":
                start = self.length
                self.put(token["raw"])
                self.marks.append((start, self.length, "code", None))
            elif kind in ("softbreak", "linebreak"):
                self.put(" ")
                self.breaks.append(self.length)
            elif kind == "inline_html":
                self._html(token["raw"])
            elif kind == "footnote_ref":
                number = token["attrs"]["index"]
                self.footnotes.append((token["raw"], number))
                self.put(f"[{number}]")

    def _link(self, start: int, url: str) -> None:
        address = clean(url, ADDRESS_LIMIT + 1)
        if address and len(address) <= ADDRESS_LIMIT:
            self.marks.append((start, self.length, "link", address))

    def _html(self, tag: str) -> None:
        if _BREAK.match(tag):
            self.put(" ")
        elif match := _HTML_LINK.match(tag):
            self._anchor = (self.length, match[1])
        elif tag[:3].lower() == "</a" and self._anchor:
            start, url = self._anchor
            self._link(start, unescape(url))
            self._anchor = None


def _finish(
    pieces: list[str],
    marks: list[tuple[int, int, SpanStyle, str | None]],
    breaks: list[int],
    footnotes: list[tuple[str, int]],
) -> StyledText:
    text = "".join(pieces)
    if "://" in text:
        marks = marks + _bare_addresses(text, marks)
    if not marks and not breaks:
        cleaned = clean(text)
        return StyledText(cleaned, footnotes=tuple(footnotes)) if cleaned else EMPTY
    offsets = [offset for mark in marks for offset in mark[:2]]
    text, moved = clean_with_offsets(text, [*offsets, *breaks])
    spans = [
        Span(moved[2 * index], moved[2 * index + 1], style, url)
        for index, (_, _, style, url) in enumerate(marks)
    ]
    spans = [span for span in spans if span.end > span.start]
    if len(spans) > 1:
        spans.sort(key=lambda span: (span.start, -span.end))
    return StyledText(text, tuple(spans), tuple(moved[2 * len(marks) :]), tuple(footnotes))


def _bare_addresses(
    text: str, marks: list[tuple[int, int, SpanStyle, str | None]]
) -> list[tuple[int, int, SpanStyle, str | None]]:
    """Find addresses that stand in the text as they are, outside links and code."""
    taken = sorted(mark[:2] for mark in marks if mark[2] in ("link", "code"))
    found: list[tuple[int, int, SpanStyle, str | None]] = []
    index = 0
    for match in _BARE.finditer(text):
        start = match.start()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        end = match.end() if index == len(taken) else min(match.end(), taken[index][0])
        address = _trim(text[start:end])
        if len(address) > len("https://") and len(address) <= ADDRESS_LIMIT:
            cleaned = clean(address, ADDRESS_LIMIT)
            found.append((start, start + len(address), "link", cleaned))
    return found


def _trim(address: str) -> str:
    """Take closing punctuation off, but keep brackets that the address itself opened."""
    pairs = {")": "(", "]": "["}
    surplus = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in pairs.items()
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if last in pairs:
            if surplus[last] <= 0:
                break
            surplus[last] -= 1
        elif last not in ".,:;!?'\"*_~|\\`":
            break
        end -= 1
    return address[:end]
