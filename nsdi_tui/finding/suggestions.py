"""Spelling suggestions for a term without matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.finding.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def respelled(terms: Iterable[str], suggestions: Mapping[str, str]) -> str:
    """Return a query of these terms as typed, with suggested words in place of misspelled ones.

    Signs and fields stay. A choice between terms is left as it is. Empty if nothing changes.
    """
    before = list(terms)
    after = [_respelled(term, suggestions.get(term)) for term in before]
    return " ".join(after) if after != before else ""


def _respelled(term: str, word: str | None) -> str:
    if word is None or "|" in term:
        return term
    sign = term[: len(term) - len(term.lstrip("-!"))]
    field, colon, value = term[len(sign) :].rpartition(":")
    value_sign = value[:1] if value[:1] in "=~" else ""
    return f"{sign}{field}{colon}{value_sign}{word}"
