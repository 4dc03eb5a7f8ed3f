"""The nearest spelling of a word that finds nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

CUTOFF = 70
"""The least likeness (rapidfuzz ratio, 0 to 100) of a word worth offering."""


def nearest(term: str, words: Iterable[str]) -> str | None:
    """Return the word most like the term, the most frequent of equals; None when none is near.

    The term is taken as typed: its sign and its field are left away.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    sought = fold(term).lstrip("-!=~").rpartition(":")[2].strip('"')
    if len(sought) < 3:
        return None
    counts = Counter(word for word in words if abs(len(word) - len(sought)) <= len(sought) // 2)
    near = extract(sought, list(counts), scorer=ratio, score_cutoff=CUTOFF, limit=5)
    if not near:
        return None
    return max(near, key=lambda hit: (round(hit[1]), counts[hit[0]]))[0]
