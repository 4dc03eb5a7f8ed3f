"""Inline Markdown tokens to styled text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from nsdi_tui.digest.links import ADDRESS_LIMIT, is_web
from nsdi_tui.digest.markdown.tags import BREAKING_TAGS, parse_tag
from nsdi_tui.digest.styled import EMPTY, Image, Span, SpanStyle, StyledText, in_order
from nsdi_tui.digest.text import clean, clean_with_offsets

LOST_LINK = "link without text, or with an address that is too long"

_TOKEN_STYLES: dict[str, SpanStyle] = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strikethrough": "strike",
}
_TAG_STYLES: dict[str, SpanStyle] = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
    "u": "underline",
    "ins": "underline",
    "sub": "small",
    "sup": "small",
    "small": "small",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "code": "code",
    "kbd": "code",
    "tt": "code",
    "samp": "code",
}
_SOURCE_TAGS = frozenset(("img", "iframe", "video", "audio", "embed"))
_BARE = re.compile(r"https?://[^\s<>\"“”「」，。；（）【】《》、]+", re.I)


def plain(text: str) -> StyledText:
    """Return text without any Markdown in it, with its bare addresses as links."""
    builder = Builder()
    builder.put(text)
    return builder.finish([])


def rich_text(tokens: list[dict[str, Any]], lost: list[str]) -> StyledText:
    """Return the text of inline tokens with its styled ranges and images.

    HTML tags become styles, links, images or breaks, or nothing. The addresses of links that
    cannot be shown, because they have no text or are too long, are added to `lost`.
    """
    builder = Builder()
    builder.add(tokens)
    return builder.finish(lost)


class Builder:
    """Collects text, styled ranges, images and breaks, in the order of the source."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[tuple[int, int, SpanStyle, str | None]] = []
        self.breaks: list[int] = []
        self.hard: list[int] = []
        self.footnotes: list[tuple[str, int]] = []
        self.images: list[Image] = []
        self.lost: list[str] = []
        self._anchor: tuple[int, int, int, str] | None = None
        # Whether an address that the source does not show is the last piece.
        self._after_address = False
        self._open_styles: dict[SpanStyle, list[int]] = {}

    def put(self, text: str) -> None:
        """Add text."""
        if self._after_address:
            self._after_address = False
            if text[:1].isalnum():
                text = " " + text
        self.pieces.append(text)
        self.length += len(text)

    def add(self, tokens: list[dict[str, Any]]) -> None:
        """Add mistune's tokens."""
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                raw = token["raw"]
                self.put(unescape(raw) if "&" in raw else raw)
            elif kind == "link":
                state = (self.length, len(self.pieces), len(self.images))
                self.add(token["children"])
                self.link(*state, token["attrs"]["url"])
            elif kind == "image":
                self.image(_text_of(token["children"]), token["attrs"]["url"])
            elif "children" in token:
                start = self.length
                self.add(token["children"])
                if style := _TOKEN_STYLES.get(kind):
                    self.marks.append((start, self.length, style, None))
            elif kind == "codespan":
                self.code(token["raw"])
            elif kind in ("softbreak", "linebreak"):
                self.line_break(kind == "linebreak")
            elif kind == "inline_html":
                self.tag(token["raw"])
            elif kind == "footnote_ref":
                number = token["attrs"]["index"]
                self.footnotes.append((token["raw"], number))
                self.put(f"[{number}]")

    def code(self, raw: str) -> None:
        """Add a code span."""
        start = self.length
        self.put(raw)
        self.marks.append((start, self.length, "code", None))

    def line_break(self, hard: bool) -> None:
        """Add a line break of the source, which the page shows if it is hard."""
        self.put(" ")
        self.breaks.append(self.length)
        if hard:
            self.hard.append(self.length)

    def image(self, alt: str, source: str) -> None:
        """Add an image."""
        source = clean(source, ADDRESS_LIMIT + 1)
        if len(source) > ADDRESS_LIMIT:
            # An image in the address itself (`data:image/png;base64,…`).
            source = source[: source.find(",") + 1 or 64][:64]
        self.images.append(Image(self.length, clean(unescape(alt)), source))

    def link(self, start: int, piece: int, image: int, url: str) -> None:
        """Make what was added since `start`, a piece and an image a link.

        A link that holds images and no text becomes the address of its first image. Without either,
        a web address is its own text.
        """
        address = clean(url, ADDRESS_LIMIT + 1)
        if len(address) > ADDRESS_LIMIT:
            self.lost.append(address)
            return
        if not any(clean(part) for part in self.pieces[piece:]):
            if len(self.images) > image:
                first = self.images[image]
                self.images[image] = Image(first.at, first.alt, first.source, address)
                return
            if is_web(address):
                if self.pieces and self.pieces[-1][-1:].isalnum():
                    self.put(" ")
                start = self.length
                self.put(address)
                self._after_address = True
        self.marks.append((start, self.length, "link", address))

    def tag(self, raw: str) -> None:
        """Add an HTML tag; a comment is nothing."""
        tag = parse_tag(raw)
        if tag is None:
            return
        name = tag.name
        if name == "a":
            self._close_anchor()
            if not tag.closes and (url := tag.attribute("href")) is not None:
                self._anchor = (self.length, len(self.pieces), len(self.images), url.strip())
        elif name in _SOURCE_TAGS:
            if not tag.closes and (source := tag.attribute("src")):
                self.image(tag.attribute("alt") or "", source)
        elif name in BREAKING_TAGS:
            self.put(" ")
            self.hard.append(self.length)
        elif name in ("td", "th"):
            self.put(" ")
        elif style := _TAG_STYLES.get(name):
            starts = self._open_styles.setdefault(style, [])
            if not tag.closes:
                starts.append(self.length)
            elif starts:
                self.marks.append((starts.pop(), self.length, style, None))

    def _close_anchor(self) -> None:
        if self._anchor:
            anchor, self._anchor = self._anchor, None
            self.link(*anchor)

    def _end_open_anchor(self, text: str) -> None:
        """End a link without a closing tag at the next address in the text, else at its end."""
        assert self._anchor is not None
        start, _, image, url = self._anchor
        bare = _BARE.search(text, start)
        if bare and text[start : bare.start()].strip() and len(self.images) == image:
            self._anchor = None
            self.marks.append((start, bare.start(), "link", clean(url, ADDRESS_LIMIT)))
        self._close_anchor()

    def finish(self, lost: list[str]) -> StyledText:
        """Return the cleaned text; add the addresses that it cannot show to `lost`."""
        if self._anchor:
            self._end_open_anchor("".join(self.pieces))
        text = "".join(self.pieces)
        marks = self.marks
        if "://" in text:
            marks = marks + _bare_addresses(text, marks)
        lost.extend(self.lost)
        if not (marks or self.breaks or self.hard or self.images):
            cleaned = clean(text)
            return StyledText(cleaned, footnotes=tuple(self.footnotes)) if cleaned else EMPTY
        offsets = [offset for mark in marks for offset in mark[:2]]
        offsets += self.breaks
        offsets += self.hard
        offsets += [image.at for image in self.images]
        text, moved = clean_with_offsets(text, offsets)
        spans = []
        for index, (_, _, style, url) in enumerate(marks):
            span = Span(moved[2 * index], moved[2 * index + 1], style, url)
            if span.end > span.start:
                spans.append(span)
            elif url and url[0] != "#":
                lost.append(url)
        at = 2 * len(marks)
        breaks = tuple(moved[at : at + len(self.breaks)])
        at += len(self.breaks)
        hard = dict.fromkeys(moved[at : at + len(self.hard)])
        at += len(self.hard)
        images = tuple(
            Image(position, image.alt, image.source, image.url)
            for position, image in zip(moved[at:], self.images, strict=True)
        )
        shown_breaks = tuple(offset for offset in hard if 0 < offset < len(text))
        footnotes = tuple(self.footnotes)
        return StyledText(text, in_order(spans), breaks, footnotes, shown_breaks, images)


def _text_of(tokens: list[dict[str, Any]]) -> str:
    """Return the text of an image's description."""
    parts = []
    for token in tokens:
        if "children" in token:
            parts.append(_text_of(token["children"]))
        elif token["type"] in ("text", "codespan"):
            parts.append(token["raw"])
        elif token["type"] in ("softbreak", "linebreak"):
            parts.append(" ")
    return "".join(parts)


def _bare_addresses(
    text: str, marks: list[tuple[int, int, SpanStyle, str | None]]
) -> list[tuple[int, int, SpanStyle, str | None]]:
    """Return the addresses in the text itself, outside links and code."""
    taken = sorted(mark[:2] for mark in marks if mark[2] in ("link", "code"))
    found: list[tuple[int, int, SpanStyle, str | None]] = []
    index = 0
    for match in _BARE.finditer(text):
        start = match.start()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        end = match.end() if index == len(taken) else min(match.end(), taken[index][0])
        address = trim_address(text[start:end])
        if len("https://") < len(address) <= ADDRESS_LIMIT:
            cleaned = clean(address, ADDRESS_LIMIT)
            found.append((start, start + len(address), "link", cleaned))
    return found


def addresses_in(text: str) -> list[tuple[int, str]]:
    """Return the web addresses in plain text, with their offsets."""
    found = ((match.start(), trim_address(match[0])) for match in _BARE.finditer(text))
    return [(at, url) for at, url in found if len("https://") < len(url) <= ADDRESS_LIMIT]


def trim_address(address: str) -> str:
    """Remove closing punctuation, but keep brackets that the address itself opened."""
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
