"""Spelling suggestions for a term without matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.finding.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

CUTOFF = 70
"""The lowest similarity (rapidfuzz ratio, 0 to 100) of a word that is suggested."""


def suggest(term: str, words: Mapping[str, int]) -> str | None:
    """Return the word most similar to a term, the most frequent of equals; None without any.

    `words` has the number of times each occurs, folded. The term is given as typed; its sign and
    field are ignored.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    wanted = fold(term).lstrip("-!=~").rpartition(":")[2].strip('"')
    if len(wanted) < 3:
        return None
    similar = extract(wanted, list(words), scorer=ratio, score_cutoff=CUTOFF, limit=5)
    if not similar:
        return None
    return max(similar, key=lambda hit: (round(hit[1]), words[hit[0]]))[0]
