"""Text with styled ranges: what a run of inline Markdown comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Bullet, Span

if TYPE_CHECKING:
    from typing import Literal


@dataclass(frozen=True, slots=True)
class RichText:
    """Clean text, its spans in order of their start, and where its source broke the line.

    `breaks` are the offsets of the characters that follow a line break of the source; `footnotes`
    the keys and numbers of the footnotes it refers to.
    """

    text: str
    spans: tuple[Span, ...] = ()
    breaks: tuple[int, ...] = ()
    footnotes: tuple[tuple[str, int], ...] = ()

    @property
    def links(self) -> list[Span]:
        """The spans that are links."""
        return [span for span in self.spans if span.style == "link"]

    def lines_before(self, offset: int) -> int:
        """Return how many line breaks the source has before this offset."""
        return sum(1 for position in self.breaks if position <= offset)

    def slice(self, start: int, end: int) -> RichText:
        """Return the part in `[start, end)` without white space at its ends."""
        end = min(end, len(self.text))
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        spans = tuple(
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in self.spans
            if span.start < end and span.end > start
        )
        breaks = tuple(position - start for position in self.breaks if start < position < end)
        return RichText(self.text[start:end], spans, breaks)

    def lines(self) -> list[RichText]:
        """Split at the source's line breaks; lines without text are left out."""
        if not self.breaks:
            return [self] if self.text else []
        edges = [0, *self.breaks, len(self.text)]
        parts = [self.slice(start, end) for start, end in pairwise(edges)]
        return [part for part in parts if part.text]

    def bullet(self, depth: int = 0, kind: Literal["item", "text"] = "item") -> Bullet:
        """Return this text as a bullet."""
        return Bullet(self.text, depth, self.spans, kind)


EMPTY = RichText("")
