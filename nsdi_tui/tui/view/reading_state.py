"""How much of a library is read, while the app already shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nsdi_tui.digest.library import Library

COLLAPSED_FROM = 300
"""A library of more papers opens with everything collapsed to the top topics."""
# So small a part says next to nothing about the whole.
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How much of a library is read.

    `progress` is the part that is read, from 0 to 1, and None while nothing is being read. With
    `is_stopped`, the rest is not going to be read. A library `is_growing` unless lists are read
    again that were read to their end before.
    """

    progress: float | None = None
    is_stopped: bool = False
    is_growing: bool = True

    @property
    def is_partial(self) -> bool:
        """Whether there is more to read."""
        return self.is_stopped or self.progress is not None

    @property
    def text(self) -> str:
        """What the header says of it; empty when everything is read."""
        if self.progress is not None:
            return f"reading {int(100 * self.progress)}%"
        return "partly read" if self.is_stopped else ""

    def is_large(self, library: Library) -> bool:
        """Whether a library opens collapsed: it has many papers, or will have when it is read."""
        expected = float(len(library.papers))
        if self.is_growing and self.progress:
            expected /= max(self.progress, _LEAST)
        return expected > COLLAPSED_FROM or len(library.digests) > 1
