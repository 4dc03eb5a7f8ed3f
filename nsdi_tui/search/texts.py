"""What bare terms look in: each paper's text, folded once, and what its acronyms mean."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.search.atoms import words_of
from nsdi_tui.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.search.vocabulary import Vocabulary

SAMPLE = 3000
"""Papers whose words are counted; of more, so many are taken evenly."""


class Texts:
    """Folded texts by position, empty until they are needed, their fields a line each.

    Few sets of acronyms occur, so that their meanings are kept once: `meanings[meaning[position]]`
    belongs to `folded[position]`.
    """

    def __init__(self, papers: Sequence[Paper], vocabulary: Vocabulary) -> None:
        self.folded = [""] * len(papers)
        self.meaning = array("I", [0]) * len(papers)
        self.meanings: list[str] = []
        self._papers = papers
        self._vocabulary = vocabulary
        self._numbers: dict[tuple[int, ...], int] = {}
        self._words: Counter[str] | None = None

    def prepare(self, positions: Sequence[int]) -> None:
        """Fold the papers at these positions that are not yet folded."""
        folded = self.folded
        for position in positions:
            if not folded[position]:
                self._fold(position)

    def _fold(self, position: int) -> None:
        paper = self._papers[position]
        name = paper.name or ""
        parts = (
            paper.title,
            "" if name in paper.title else name,
            *paper.aliases,
            *paper.authors,
            *paper.organizations,
            *paper.topics,
            *paper.tags,
            *paper.badges,
            paper.venue or "",
            paper.arxiv or "",
            *(bullet.text for bullet in paper.summary),
        )
        text = "\n".join([part for part in parts if part])
        folded = fold(text)
        mentioned = self._vocabulary.mentioned(text, folded)
        number = self._numbers.get(mentioned)
        if number is None:
            number = self._numbers[mentioned] = len(self.meanings)
            self.meanings.append(self._vocabulary.meaning(mentioned))
        # Never empty, which would read as not yet folded.
        self.folded[position] = folded or "\n"
        self.meaning[position] = number

    def words(self) -> Counter[str]:
        """Return the papers' words, folded, with how often they occur; see `SAMPLE`."""
        if self._words is None:
            sample = range(0, len(self.folded), -(-len(self.folded) // SAMPLE) or 1)
            self.prepare(sample)
            self._words = Counter(word for at in sample for word in words_of(self.folded[at]))
        return self._words
