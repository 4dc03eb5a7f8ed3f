"""Text with styled ranges as Markdown that reads back as the same."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.styled import Span
from nsdi_tui.export.markdown_text import (
    BARE_ADDRESS,
    address,
    around_link,
    code,
    escaped,
    in_link,
    is_sparing,
    link_tags,
    unlinked,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.styled import SpanStyle

# Styled ranges of a line that may be written with signs.
MARKS_LIMIT = 10

_MARKS: dict[SpanStyle, str] = {"strong": "**", "emphasis": "*", "strike": "~~"}
_TAGS: dict[SpanStyle, str] = {"strong": "b", "emphasis": "i", "strike": "s", "code": "code"}
_IN_ANGLES = re.compile(r"https?://[\w.~:/?#@!$+,;=%()-]+", re.A)
_BEFORE_MARK, _AFTER_MARK = " (", " ).,;:!?"


def styled(text: str, spans: Sequence[Span]) -> str:
    """Return one line of text with its spans: emphasis, code, strike-through and links.

    HTML tags take the place of signs that Markdown would not read as such.
    """
    if not spans:
        return unlinked(text)
    spans = [*spans, *_unlinked_addresses(text, spans)]
    if len(spans) > MARKS_LIMIT or not is_sparing(text) or _cross(text, spans):
        return _with_tags(text, spans)
    return _WithSigns(text, spans).markdown()


def _unlinked_addresses(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return links to nowhere for the addresses in a text that are no links."""
    if "://" not in text:
        return []
    taken = sorted((span.start, span.end) for span in spans if span.style in ("link", "code"))
    found: list[Span] = []
    position = 0
    for match in BARE_ADDRESS.finditer(text):
        start, end = match.span()
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        if position < len(taken):
            end = min(end, taken[position][0])
        if start < end:
            found.append(Span(start, end, "link", ""))
    return found


def _cross(text: str, spans: Sequence[Span]) -> bool:
    """Whether some span ends outside the one that it begins in, or is inside code or an address."""
    around: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.style == "code")):
        while around and around[-1].end <= span.start:
            around.pop()
        if around:
            outer = around[-1]
            if span.end > outer.end or outer.style == "code":
                return True
            if outer.style == "link" and text[outer.start : outer.end] == outer.url:
                return True
        around.append(span)
    return False


def _with_tags(text: str, spans: Sequence[Span]) -> str:
    """Return Markdown with a tag at each end of a span; they may cross."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    literal: list[tuple[int, int]] = []
    link_end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.style == "link":
            # There are no links inside links.
            if span.start < link_end:
                continue
            link_end = span.end
            before, after = link_tags(span.url or "")
        else:
            name = _TAGS[span.style]
            before, after = f"<{name}>", f"</{name}>"
        if span.style in ("link", "code"):
            literal.append((span.start, span.end))
        opening.setdefault(span.start, []).append(before)
        closing.setdefault(span.end, []).insert(0, after)
    out: list[str] = []
    at = 0
    position = 0
    literal.sort()
    for stop in sorted({*opening, *closing, len(text)}):
        while position < len(literal) and literal[position][1] <= at:
            position += 1
        is_literal = any(start <= at < end for start, end in literal[position : position + 2])
        part = text[at:stop]
        out.append(in_link(escaped(part)) if is_literal else escaped(part))
        out += closing.get(stop, [])
        out += opening.get(stop, [])
        at = stop
    return "".join(out)


class _WithSigns:
    """Writes spans that nest with the signs of Markdown."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        # Of spans of the same range the parser names the inner one first.
        self.spans = list(reversed(spans))
        self.spans.sort(key=lambda span: (span.start, -span.end, self._is_leaf(span)))
        marked = [span for span in spans if span.style in _MARKS]
        self.starts = Counter(span.start for span in marked)
        self.ends = Counter(span.end for span in marked)
        self.out: list[str] = []
        self.at = 0
        self.open: list[tuple[int, str]] = []

    def markdown(self) -> str:
        for span in self.spans:
            self._close(span.start)
            if span.start < self.at or span.start >= span.end:
                continue
            self._advance(span.start)
            if self._is_leaf(span):
                inner = self.text[span.start : span.end]
                self.out.append(address(inner) if span.style == "link" else code(inner))
                self.at = span.end
            elif span.style != "link" or not self._is_in_link():
                opening, closing = self._around(span)
                if opening == "[" and self.out and self.out[-1][-1:] == "!":
                    # Otherwise the link would be a picture.
                    self.out[-1] = self.out[-1][:-1] + "\\!"
                self.out.append(opening)
                self.open.append((span.end, closing))
        self._close(len(self.text))
        self._advance(len(self.text))
        return "".join(self.out)

    def _is_in_link(self) -> bool:
        return any(closing[0] == "]" or closing == "</a>" for _, closing in self.open)

    def _around(self, span: Span) -> tuple[str, str]:
        if span.style == "link":
            return around_link(span.url or "")
        start, end = span.start, span.end
        before, after = self.text[max(start - 1, 0) : start], self.text[end : end + 1]
        is_apart = before in _BEFORE_MARK and after in _AFTER_MARK
        shares_end = self.starts[start] > 1 or self.ends[end] > 1
        # Signs beside a space inside would be read as signs.
        has_edges = self.text[start] == " " or self.text[end - 1] == " "
        if not is_apart or shares_end or has_edges:
            return f"<{_TAGS[span.style]}>", f"</{_TAGS[span.style]}>"
        return _MARKS[span.style], _MARKS[span.style]

    def _is_leaf(self, span: Span) -> bool:
        if span.style == "link":
            url = span.url or ""
            return bool(_IN_ANGLES.fullmatch(url)) and self.text[span.start : span.end] == url
        return span.style == "code"

    def _advance(self, position: int) -> None:
        if position > self.at:
            text = self.text[self.at : position]
            is_in_link = self._is_in_link()
            self.out.append(in_link(escaped(text)) if is_in_link else escaped(text))
            self.at = position

    def _close(self, position: int) -> None:
        while self.open and self.open[-1][0] <= position:
            end, closing = self.open[-1]
            self._advance(end)
            self.open.pop()
            self.out.append(closing)
