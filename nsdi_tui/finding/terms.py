"""Matching a term against a folded text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.finding.folding import IDEOGRAPHS, ends_word, fold, is_ideograph, starts_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nsdi_tui.finding.query import Term

CUTOFF = 75
"""The similarity (rapidfuzz ratio, 0 to 100) from which a word counts as a misspelt term."""

# A character that no word starts after, as `starts_word` has it.
_INSIDE_WORD = rf"[^\W_{IDEOGRAPHS}]"
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def find(term: Term, text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a folded text that match a term of kind part, start, word or fuzzy."""
    needle = term.text
    if term.kind == "fuzzy":
        yield from _misspelt(needle, text)
        return
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        if term.kind == "part" or (
            starts_word(text, at) and (term.kind == "start" or ends_word(text, end))
        ):
            yield at, end
            at = text.find(needle, end)
        else:
            at = text.find(needle, at + 1)


def tester(term: Term) -> Callable[[str], bool]:
    """Return a function that tests whether a folded text matches the term."""
    needle = term.text
    if term.kind == "part" or (term.kind == "start" and is_ideograph(needle[0])):
        return lambda text: needle in text
    if term.kind == "start":
        # Most words follow a space or begin a line, which is the fastest test.
        spaced, in_line = f" {needle}", f"\n{needle}"
        # The regex engine jumps from one needle to the next only if the pattern begins with it.
        escaped = re.escape(needle)
        at_start = re.compile(f"{escaped}(?<!{_INSIDE_WORD}{escaped})").search
        return lambda text: (
            spaced in text or in_line in text or (needle in text and at_start(text) is not None)
        )
    if term.kind == "fuzzy":
        return lambda text: _has_misspelt(needle, text)
    return lambda text: needle in text and next(find(term, text), None) is not None


def _misspelt(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield runs of as many words as the needle has, in one line, that are similar to it."""
    from rapidfuzz.fuzz import ratio

    words = list(_WORD.finditer(text))
    for first, last in zip(words, words[needle.count(" ") :], strict=False):
        run = text[first.start() : last.end()]
        if ratio(needle, run, score_cutoff=CUTOFF) and "\n" not in run:
            yield first.start(), last.end()


def _has_misspelt(needle: str, text: str) -> bool:
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    if " " in needle:
        return next(_misspelt(needle, text), None) is not None
    return extractOne(needle, words_of(text), scorer=ratio, score_cutoff=CUTOFF) is not None


def words_of(text: str) -> list[str]:
    """Return the words of a folded text, with hyphens and apostrophes inside them."""
    return _WORD.findall(text)


def folded_all(*texts: str) -> str:
    """Join texts, folded, with line ends, which no term can contain."""
    return fold("\n".join(texts))
