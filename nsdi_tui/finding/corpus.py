"""What a search looks in: the papers of a library with their folded text and acronyms."""

from __future__ import annotations

from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from nsdi_tui.finding.acronyms import Acronyms
from nsdi_tui.finding.folded_text import FoldedText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.library import Library

PREPARED_AT_ONCE = 64
"""Papers that are folded between two looks at the clock."""


class Corpus:
    """The papers of a library, by position. Their text is folded when it is first needed.

    Of `before`, the corpus of an earlier library, the texts of papers that are still at the same
    position are kept.
    """

    def __init__(self, library: Library, before: Corpus | None = None) -> None:
        self.library = library
        self.papers = library.papers
        self.acronyms = Acronyms(library.acronyms)
        self.folded_text = FoldedText(library, self.acronyms)
        self._prepared = 0
        if before is not None and before.library.acronyms == library.acronyms:
            self.folded_text.keep(before.folded_text)

    @cached_property
    def with_every_venue(self) -> Sequence[int]:
        """Positions of papers that have, between them, all venues, years and dates of the papers.

        What a venue is read from is often the same for thousands of papers, and reading it is slow.
        """
        first: dict[tuple[object, ...], int] = {}
        for position, paper in enumerate(self.papers):
            # Without a venue, an arXiv id may give one: its first digits are year and month.
            posted = "" if paper.venue else (paper.arxiv or "").partition(".")[0]
            number = self.library.digest_number(position)
            key = (paper.venue, paper.year, paper.date, posted, number)
            first.setdefault(key, position)
        return tuple(first.values())

    def prepare(self, seconds: float) -> bool:
        """Fold papers for so long; return whether all are folded."""
        deadline = perf_counter() + seconds
        while self._prepared < len(self.papers):
            end = min(self._prepared + PREPARED_AT_ONCE, len(self.papers))
            self.folded_text.prepare(range(self._prepared, end))
            self._prepared = end
            if perf_counter() > deadline:
                break
        return self._prepared >= len(self.papers)
