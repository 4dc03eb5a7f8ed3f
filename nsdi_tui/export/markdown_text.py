"""Plain text, styled text and links as Markdown that reads back as the same."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.styled import Span, SpanStyle

# What reads a digest takes text with more than a hundred of these as it stands (`markdown`).
EMPHASIS_LIMIT = 50

# Styled ranges of a line that may be written with signs.
MARKS_LIMIT = 10

_MARKS: dict[SpanStyle, str] = {"strong": "**", "emphasis": "*", "strike": "~~"}
_TAGS: dict[SpanStyle, str] = {"strong": "b", "emphasis": "i", "strike": "s"}
_SPECIAL = re.compile(r"[\\`*_\[\]~]|(?<=\{)%|^\^")
# What might be taken for HTML, or for a broken tag or link that needs mending.
_LIKE_TAGS_AND_LINKS = re.compile(r"<(?=[A-Za-z/!?])|(?<=\w)>|(?<=\])\(")
_AMPERSAND = re.compile(r"&(?=[#A-Za-z])")
_EMPHASIS = re.compile(r"[*_~`]")
_LEADING = re.compile(r"[-+#>=|:]|•|(\d{1,9})(?=[.)](?:\s|$))")
_BACKTICKS = re.compile(r"`+")
_BARE_ADDRESS = re.compile(r"https?://\S+", re.I)
_PLAIN_ADDRESS = re.compile(r"[\w.~:/?#@!$()*+,;=%-]+", re.A)
# What Markdown leaves in an address as it is.
_DESTINATION = re.compile(r"[\w.~:/?#@!$&*+,;=%()-]+", re.A)
_UNSAFE_IN_TAG = re.compile(r"[^\w./:?=#%+,@$ -]")
_NESTED = re.compile(r"\([^)]*\(|^[^(]*\)")
_PARENTHESES = re.compile(r"[()]")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_IN_ANGLES = re.compile(r"https?://[\w.~:/?#@!$+,;=%()-]+", re.A)
_UNSAFE_IN_CODE = re.compile(r"[`<]|\{%")
_BEFORE_MARK, _AFTER_MARK = " (", " ).,;:!?"
_OPENS_STYLE = re.compile(r"\*|~~")


def escaped(text: str) -> str:
    """Return text with its Markdown signs escaped, for the middle of a line."""
    sparingly = not _is_sparing(text)
    # A backslash before `<` would not keep it from opening a block of HTML.
    text = _LIKE_TAGS_AND_LINKS.sub(_entity, _ampersands(text))
    if sparingly:
        text = _SPECIAL.sub(_escape_sparingly, text)
        # The backslash says that the stars are meant.
        text = text.replace("&#42;", "\\*", 1)
    else:
        text = _SPECIAL.sub(r"\\\g<0>", text)
    # Two dollars make a formula for some readers.
    return text.replace("$", "\\$") if text.count("$") > 1 else text


def _is_sparing(text: str) -> bool:
    return sum(map(text.count, "*_~`")) <= EMPHASIS_LIMIT


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
    if match[0] == "•":
        return "&bull;" + markdown[1:]
    number = match[1] or ""
    return f"{number}\\{markdown[len(number) :]}"


def heading(text: str) -> str:
    """Return the text of a heading, whose closing hashes would not count."""
    markdown = without_links(text)
    end = len(markdown.rstrip("#"))
    return markdown[:end] + "\\#" * (len(markdown) - end)


def link(label: str, url: str) -> str:
    """Return a link: `[label](url)`, or an HTML link where Markdown would change the address."""
    opening, closing = _around_link(url)
    return opening + _in_link(escaped(label)) + closing


def _in_link(markdown: str) -> str:
    """Return escaped text for the inside of a link, where brackets might seem to end it."""
    return markdown.replace("\\[", "&#91;").replace("\\]", "&#93;")


def _around_link(url: str) -> tuple[str, str]:
    """Return what stands before and after the text of a link."""
    if not _DESTINATION.fullmatch(url):
        return f'<a href="{_UNSAFE_IN_TAG.sub(_entity, url)}">', "</a>"
    target = url.replace("&", "&amp;") if unescape(url) != url else url
    if "(" in url or ")" in url:
        is_simple = url.count("(") == url.count(")") and not _NESTED.search(url)
        target = target if is_simple else _PARENTHESES.sub(_entity, target)
    if _OPENS_STYLE.search(url):
        target = _EMPHASIS.sub(_entity, target)
    return "[", f"]({target})"


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0]) or f"&#{ord(match[0])};"


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
    Where the signs of Markdown would not be read as such, HTML tags take their place.
    """
    return _Styled(text, spans).markdown() if spans else escaped(text)


class _Styled:
    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        # Of spans of the same range the parser names the inner one first.
        self.spans = list(reversed(spans))
        self.spans.sort(key=lambda span: (span.start, -span.end, self._is_leaf(span)))
        marked = [span for span in spans if span.style in _MARKS]
        self.starts = Counter(span.start for span in marked)
        self.ends = Counter(span.end for span in marked)
        self.only_tags = len(spans) > MARKS_LIMIT or not _is_sparing(text)
        self.out: list[str] = []
        self.at = 0
        self.open: list[tuple[int, str]] = []

    def markdown(self) -> str:
        for span in self.spans:
            self._close(span.start)
            start, end = self._within(span)
            if start < self.at or start >= end:
                continue
            self._advance(start)
            if self._is_leaf(span):
                inner = self.text[start:end]
                if span.style == "link":
                    self.out.append(address(inner))
                else:
                    self.out.append(code(inner, as_tag=self.only_tags))
                self.at = end
                continue
            opening, closing = self._around(span, start, end)
            if span.style == "link" and self._is_in_link():
                continue
            self.out.append(opening)
            self.open.append((end, closing))
        self._close(len(self.text))
        self._advance(len(self.text))
        return "".join(self.out)

    def _is_in_link(self) -> bool:
        return any(closing[0] == "]" or closing == "</a>" for _, closing in self.open)

    def _around(self, span: Span, start: int, end: int) -> tuple[str, str]:
        if span.style == "link":
            return _around_link(span.url or "")
        is_apart = (self.text[start - 1 : start] in _BEFORE_MARK if start else True) and self.text[
            end : end + 1
        ] in _AFTER_MARK
        shares_end = self.starts[span.start] > 1 or self.ends[span.end] > 1
        if self.only_tags or not is_apart or shares_end:
            return f"<{_TAGS[span.style]}>", f"</{_TAGS[span.style]}>"
        return _MARKS[span.style], _MARKS[span.style]

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
            url = span.url or ""
            return bool(_IN_ANGLES.fullmatch(url)) and self.text[span.start : span.end] == url
        return span.style == "code"

    def _advance(self, position: int) -> None:
        if position > self.at:
            text = escaped(self.text[self.at : position])
            self.out.append(_in_link(text) if self._is_in_link() else text)
            self.at = position

    def _close(self, position: int) -> None:
        while self.open and self.open[-1][0] <= position:
            end, closing = self.open.pop()
            self._advance(end)
            self.out.append(closing)


def code(text: str, *, as_tag: bool = False) -> str:
    """Return a code span; as an HTML element where backticks would not do."""
    if as_tag or _UNSAFE_IN_CODE.search(text) or text[:1] == " " or text[-1:] == " ":
        return f"<code>{escaped(text)}</code>"
    return f"`{text}`"


def code_block(text: str) -> str:
    """Return a fenced code block."""
    fence = _fence(text, 3)
    return f"{fence}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    return "`" * (1 + max([least - 1, *map(len, _BACKTICKS.findall(text))]))
