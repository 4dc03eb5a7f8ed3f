"""Text with styled ranges: what a run of inline Markdown becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

SpanStyle: TypeAlias = Literal["strong", "emphasis", "code", "strike", "link", "underline", "small"]


@dataclass(frozen=True, slots=True)
class Span:
    """A styled range `[start, end)` of a text, in characters; `url` for links only.

    The address of a link that leads nowhere (`[paper]()`) is the empty string.
    """

    start: int
    end: int
    style: SpanStyle
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet, or one block of text, with its nesting (0: directly below its owner).

    `kind` is "item" for a bullet, "text" for a paragraph, table or quote, and "code" for a code
    block; only the last two may hold line breaks.
    """

    text: str
    depth: int = 0
    spans: tuple[Span, ...] = ()
    kind: Literal["item", "text", "code"] = "item"


@dataclass(frozen=True, slots=True)
class Image:
    """An image at an offset of a text, in which it takes no room.

    `source` is the address of the image itself. `url` is the address of the link whose only
    content the image is (a badge); None for other images, and empty for a link to nowhere.
    """

    at: int
    alt: str
    source: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class StyledText:
    """Clean text with its spans in order of their start, its line breaks and its images.

    `breaks` are the offsets of the characters that follow a line break of the source. `hard` are
    those that follow a break which a page shows (`<br>`, a backslash or two spaces at the end of a
    line). `footnotes` are the keys and numbers of the footnotes that the text refers to.
    """

    text: str
    spans: tuple[Span, ...] = ()
    breaks: tuple[int, ...] = ()
    footnotes: tuple[tuple[str, int], ...] = ()
    hard: tuple[int, ...] = ()
    images: tuple[Image, ...] = ()

    @property
    def links(self) -> list[Span]:
        """The spans that are links and lead somewhere."""
        return [span for span in self.spans if span.style == "link" and span.url]

    def lines_before(self, offset: int) -> int:
        """Return how many line breaks the source has before this offset."""
        return sum(1 for position in self.breaks if position <= offset)

    def slice(self, start: int, end: int) -> StyledText:
        """Return the part in `[start, end)` without white space at its ends."""
        end = min(end, len(self.text))
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start == 0 and end == len(self.text):
            return self
        spans = tuple(
            [
                Span(max(s.start, start) - start, min(s.end, end) - start, s.style, s.url)
                for s in self.spans
                if s.start < end and s.end > start
            ]
        )
        breaks = tuple(position - start for position in self.breaks if start < position < end)
        hard = tuple(position - start for position in self.hard if start < position < end)
        images = tuple(
            replace(image, at=image.at - start) for image in self.images if start <= image.at <= end
        )
        return StyledText(self.text[start:end], spans, breaks, (), hard, images)

    def lines(self) -> list[StyledText]:
        """Split at the source's line breaks; lines without text are left out."""
        return self._split(self.breaks)

    def hard_lines(self) -> list[StyledText]:
        """Split at the line breaks that the page shows; lines without text are left out."""
        return self._split(self.hard)

    def _split(self, at: tuple[int, ...]) -> list[StyledText]:
        if not at:
            return [self] if self.text else []
        parts = [self.slice(start, end) for start, end in pairwise((0, *at, len(self.text)))]
        return [part for part in parts if part.text]

    def bullet(self, depth: int = 0, kind: Literal["item", "text"] = "item") -> Bullet:
        """Return this text as a bullet, with the styles that a page shows."""
        spans = self.spans
        if any(span.style in ("underline", "small") or span.url == "" for span in spans):
            spans = tuple(
                span
                for span in spans
                if span.style not in ("underline", "small") and span.url != ""
            )
        return Bullet(self.text, depth, spans, kind)


EMPTY = StyledText("")


def in_order(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans in the order of their starts, those of the same style joined if they overlap."""
    if len(spans) < 2:
        return tuple(spans)
    spans.sort(key=lambda span: (span.start, -span.end))
    out: list[Span] = []
    last: dict[SpanStyle, int] = {}
    for span in spans:
        at = last.get(span.style)
        if at is not None and span.style != "link" and span.start < out[at].end:
            if span.end > out[at].end:
                out[at] = replace(out[at], end=span.end)
            continue
        last[span.style] = len(out)
        out.append(span)
    return tuple(out)


def join(parts: list[StyledText]) -> StyledText:
    """Join texts, with a hard break between them."""
    if len(parts) < 2:
        return parts[0] if parts else EMPTY
    text: list[str] = []
    spans: list[Span] = []
    breaks: list[int] = []
    footnotes: list[tuple[str, int]] = []
    hard: list[int] = []
    images: list[Image] = []
    at = 0
    for part in parts:
        if at and part.text:
            text.append(" ")
            at += 1
            hard.append(at)
        text.append(part.text)
        spans.extend(replace(span, start=span.start + at, end=span.end + at) for span in part.spans)
        breaks.extend(position + at for position in part.breaks)
        footnotes.extend(part.footnotes)
        hard.extend(position + at for position in part.hard)
        images.extend(replace(image, at=image.at + at) for image in part.images)
        at += len(part.text)
    return StyledText(
        "".join(text), tuple(spans), tuple(breaks), tuple(footnotes), tuple(hard), tuple(images)
    )
