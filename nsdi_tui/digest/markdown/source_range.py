"""A part of a document's text that is copied only where it is needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRange:
    """The part `[start, end)` of a document's text, which begins on `first_line`."""

    first_line: int
    document: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The part's text: a copy, to be dropped once it is read."""
        return self.document[self.start : self.end]
