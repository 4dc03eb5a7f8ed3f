"""The nearest spelling of a word that finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

CUTOFF = 70
"""The least likeness (rapidfuzz ratio, 0 to 100) of a word worth offering."""


def nearest(term: str, words: Mapping[str, int]) -> str | None:
    """Return the word most like the term, the most frequent of equals; None when none is near.

    `words` tells how often each occurs, folded. The term is taken as typed: its sign and its field
    are left away.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    sought = fold(term).lstrip("-!=~").rpartition(":")[2].strip('"')
    if len(sought) < 3:
        return None
    near = extract(sought, list(words), scorer=ratio, score_cutoff=CUTOFF, limit=5)
    if not near:
        return None
    return max(near, key=lambda hit: (round(hit[1]), words[hit[0]]))[0]
