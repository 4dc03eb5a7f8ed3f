"""The text that terms without a field are matched against: folded once for each paper."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.terms import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.library import Library
    from nsdi_tui.finding.acronyms import Acronyms

SAMPLE = 3000
"""Most papers whose words are counted; of more, an even sample is taken."""


class FoldedText:
    """Folded texts by position, one line a field, empty until they are needed.

    `other_forms[forms_of[position]]` has the other forms of the acronyms in `folded[position]`. Few
    sets of acronyms occur, so each is kept once.
    """

    def __init__(self, library: Library, acronyms: Acronyms) -> None:
        papers = library.papers
        self.folded = [""] * len(papers)
        self.forms_of = array("I", [0]) * len(papers)
        self.other_forms: list[str] = []
        self._library = library
        self._papers = papers
        self._acronyms = acronyms
        self._numbers: dict[tuple[int, ...], int] = {}
        self._words: Counter[str] | None = None

    def keep(self, before: FoldedText) -> None:
        """Take over the texts of the papers that are at the same position as before.

        The acronyms must be the same.
        """
        self.other_forms = list(before.other_forms)
        self._numbers = dict(before._numbers)
        for position, (paper, other) in enumerate(zip(self._papers, before._papers, strict=False)):
            if paper is other:
                self.folded[position] = before.folded[position]
                self.forms_of[position] = before.forms_of[position]

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
            *self._library.topics_of(position),
            *paper.tags,
            *paper.badges,
            paper.venue or "",
            paper.arxiv or "",
            *(bullet.text for bullet in paper.summary),
        )
        text = "\n".join([part for part in parts if part])
        folded = fold(text)
        mentioned = self._acronyms.mentioned(text, folded)
        number = self._numbers.get(mentioned)
        if number is None:
            number = self._numbers[mentioned] = len(self.other_forms)
            self.other_forms.append(self._acronyms.forms(mentioned))
        # Never empty, which would read as not yet folded.
        self.folded[position] = folded or "\n"
        self.forms_of[position] = number

    def words(self) -> Counter[str]:
        """Return the papers' words, folded, with the number of times they occur; see `SAMPLE`."""
        if self._words is None:
            sample = range(0, len(self.folded), -(-len(self.folded) // SAMPLE) or 1)
            self.prepare(sample)
            self._words = Counter(word for at in sample for word in words_of(self.folded[at]))
        return self._words
