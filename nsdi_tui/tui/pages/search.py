"""Finding a text in a page: its occurrences as spans that carry their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.style import Style

from nsdi_tui.finding.folding import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

MATCH = "match"
"""What the number of an occurrence is called in the style of its span."""


class PageSearch:
    """Finds a text, whatever its case and accents, and numbers what it finds from 1 on."""

    def __init__(self, text: str) -> None:
        self._wanted = fold(text)
        self._count = 0

    def spans(self, text: str) -> Iterator[tuple[int, int, str | Style]]:
        """Yield the spans of each occurrence: how it looks, and which one it is."""
        folded = Folded(text)
        at = folded.text.find(self._wanted) if self._wanted else -1
        while at >= 0:
            end = at + len(self._wanted)
            self._count += 1
            start, stop = folded.range_of(at, end)
            yield start, stop, "match"
            yield start, stop, Style.from_meta({MATCH: self._count})
            at = folded.text.find(self._wanted, end)
