"""Plain text, styled text and links as Markdown that reads back as the same."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.styled import Span

# What reads a digest takes text with more than a hundred of these as it stands (`markdown`).
EMPHASIS_LIMIT = 50

_MARKS = {"strong": "**", "emphasis": "*", "strike": "~~"}
_SPECIAL = re.compile(r"[\\`*_\[\]~]|<(?=[A-Za-z/!?])|(?<=\{)%")
_AMPERSAND = re.compile(r"&(?=[#A-Za-z])")
_EMPHASIS = re.compile(r"[*_~`]")
_LEADING = re.compile(r"[-+#>=|:]|(\d{1,9})(?=[.)](?:\s|$))")
_BACKTICKS = re.compile(r"`+")
_BARE_ADDRESS = re.compile(r"https?://\S+", re.I)
_PLAIN_ADDRESS = re.compile(r"[\w.~:/?#@!$()*+,;=%-]+", re.A)
_IN_BRACKETS = {"<": "%3C", ">": "%3E", "\\": "%5C"}


def escaped(text: str) -> str:
    """Return text with its Markdown signs escaped, for the middle of a line."""
    if sum(map(text.count, "*_~`")) > EMPHASIS_LIMIT:
        text = _SPECIAL.sub(_escape_sparingly, _ampersands(text))
    else:
        text = _SPECIAL.sub(r"\\\g<0>", _ampersands(text))
    # Two dollars make a formula for some readers.
    return text.replace("$", "\\$") if text.count("$") > 1 else text


def _ampersands(text: str) -> str:
    # Only where an entity would be read.
    return _AMPERSAND.sub("&amp;", text) if unescape(text) != text else text


def _escape_sparingly(match: re.Match[str]) -> str:
    sign = match[0]
    return f"&#{ord(sign)};" if _EMPHASIS.match(sign) else "\\" + sign


def at_line_start(markdown: str) -> str:
    """Return Markdown that begins no list, heading, quote or table: for the start of a line."""
    match = _LEADING.match(markdown)
    if not match:
        return markdown
    number = match[1] or ""
    return f"{number}\\{markdown[len(number) :]}"


def link(label: str, url: str) -> str:
    """Return `[label](url)`."""
    return f"[{escaped(label)}]({destination(url)})"


def destination(url: str) -> str:
    """Return an address as it stands between a link's brackets."""
    if url and not re.search(r"[\s()<>\\]", url):
        return url
    return "<" + re.sub(r"[<>\\]", lambda match: _IN_BRACKETS[match[0]], url) + ">"


def address(url: str) -> str:
    """Return an address that is shown as it is."""
    return f"<{url}>" if is_web(url) and _PLAIN_ADDRESS.fullmatch(url) else escaped(url)


def without_links(text: str) -> str:
    """Return text in which no address becomes a link: they stand as code."""
    if "://" not in text:
        return escaped(text)
    out = []
    at = 0
    for found in _BARE_ADDRESS.finditer(text):
        out += [escaped(text[at : found.start()]), code(found[0])]
        at = found.end()
    return "".join([*out, escaped(text[at:])])


def styled(text: str, spans: Sequence[Span]) -> str:
    """Return one line of text with its spans: emphasis, code, strike-through and links.

    Spans that cross are cut at the outer one's end; what code and bare addresses hold is literal.
    """
    return _Styled(text).markdown(spans) if spans else escaped(text)


class _Styled:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.at = 0
        self.open: list[tuple[int, str]] = []

    def markdown(self, spans: Sequence[Span]) -> str:
        # Of spans of the same range the parser names the inner one first.
        order = [*reversed(spans)]
        order.sort(key=lambda span: (span.start, -span.end, self._is_leaf(span)))
        for span in order:
            self._close(span.start)
            start, end = self._within(span)
            if start < self.at or start >= end:
                continue
            self._advance(start)
            if self._is_leaf(span):
                inner = self.text[start:end]
                self.out.append(code(inner) if span.style == "code" else address(inner))
                self.at = end
            elif span.style == "link":
                if any(closing.startswith("]") for _, closing in self.open):
                    continue
                self.out.append("[")
                self.open.append((end, f"]({destination(span.url or '')})"))
            else:
                mark = _MARKS[span.style]
                self.out.append(mark)
                self.open.append((end, mark))
        self._close(len(self.text))
        self._advance(len(self.text))
        return "".join(self.out)

    def _within(self, span: Span) -> tuple[int, int]:
        start, end = span.start, min(span.end, self.open[-1][0] if self.open else len(self.text))
        if span.style == "code":
            return start, end
        # Marks beside a space would be read as signs.
        while start < end and self.text[start] == " ":
            start += 1
        while start < end and self.text[end - 1] == " ":
            end -= 1
        return start, end

    def _is_leaf(self, span: Span) -> bool:
        if span.style == "link":
            return is_web(span.url or "") and self.text[span.start : span.end] == span.url
        return span.style == "code"

    def _advance(self, position: int) -> None:
        if position > self.at:
            self.out.append(escaped(self.text[self.at : position]))
            self.at = position

    def _close(self, position: int) -> None:
        while self.open and self.open[-1][0] <= position:
            end, closing = self.open.pop()
            self._advance(end)
            self.out.append(closing)


def code(text: str) -> str:
    """Return a code span, whatever backticks are in it."""
    fence = _fence(text, 1)
    padded = f" {text} " if text[:1] in "` " or text[-1:] in "` " else text
    return fence + (padded if text.strip() else text) + fence


def code_block(text: str) -> str:
    """Return a fenced code block."""
    fence = _fence(text, 3)
    return f"{fence}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    return "`" * (1 + max([least - 1, *map(len, _BACKTICKS.findall(text))]))
