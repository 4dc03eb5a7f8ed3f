"""The acronyms of a library: each also matches its expansion, and vice versa.

So `moe` finds "Mixture-of-Experts" and `key-value` finds "KV", and the three terms `mixture of
experts` find what `moe` finds without any rule about neighbouring terms: a further term still
never adds a paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.finding.folding import ends_word, fold, starts_word
from nsdi_tui.finding.terms import tester

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.digest.model import Acronym
    from nsdi_tui.finding.folding import Folded
    from nsdi_tui.finding.query import Term

CASELESS = 3
"""An acronym of fewer characters counts only in its own capitals: `IT` is not `it`."""
MOST = 500
"""Acronyms that are searched for; glossaries are much shorter."""
_CACHED_TERMS = 64


class Acronyms:
    """Finds acronyms and expansions in a text, and returns their other forms."""

    def __init__(self, acronyms: Sequence[Acronym]) -> None:
        entries = (_Entry(acronym) for acronym in acronyms[:MOST])
        self._entries = [entry for entry in entries if entry.is_usable]
        self._entries_of: dict[Term, list[_Entry]] = {}

    def mentioned(self, text: str, folded: str) -> tuple[int, ...]:
        """Return the numbers of the acronyms that occur in a text, in either form."""
        return tuple(
            [number for number, entry in enumerate(self._entries) if entry.is_in(text, folded)]
        )

    def forms(self, mentioned: Sequence[int]) -> str:
        """Return all forms of these acronyms, folded, one a line; empty for none."""
        return "\n".join(form for number in mentioned for form in self._entries[number].forms)

    def ranges(self, folded: Folded, term: Term) -> Iterator[tuple[int, int]]:
        """Yield the ranges of acronyms and expansions whose other form the term matches."""
        if term not in self._entries_of:
            # Every text that is drawn is searched for the same few terms.
            if len(self._entries_of) >= _CACHED_TERMS:
                self._entries_of.clear()
            test = tester(term)
            self._entries_of[term] = [
                entry for entry in self._entries if any(map(test, entry.forms))
            ]
        for entry in self._entries_of[term]:
            yield from entry.ranges(folded)


class _Entry:
    def __init__(self, acronym: Acronym) -> None:
        short = acronym.short.strip()
        # A glossary may list them as plurals (`LLMs: Large Language Models`).
        self._short = short[:-1] if short[-1:] == "s" and short[:-1].isupper() else short
        self._is_caseless = len(self._short) >= CASELESS
        self._wanted = fold(self._short) if self._is_caseless else self._short
        long = _singular(fold(" ".join(acronym.long.split())))
        words = re.findall(r"[^\W_]+", long)
        self.is_usable = bool(self._wanted and words)
        self._first_word = words[0] if words else ""
        self._long = re.compile(r"(?:[^\w\n]|_){1,3}".join(map(re.escape, words)) + "s?")
        singulars = (fold(self._short), long, " ".join(words), "-".join(words))
        self.forms = tuple(dict.fromkeys(form for one in singulars for form in (one, f"{one}s")))

    def is_in(self, text: str, folded: str) -> bool:
        where = folded if self._is_caseless else text
        return (self._wanted in where and any(True for _ in self._shorts(where))) or any(
            True for _ in self._longs(folded)
        )

    def ranges(self, folded: Folded) -> Iterator[tuple[int, int]]:
        if self._is_caseless:
            yield from (folded.range_of(*found) for found in self._shorts(folded.text))
        else:
            yield from self._shorts(folded.source)
        yield from (folded.range_of(*found) for found in self._longs(folded.text))

    def _shorts(self, where: str) -> Iterator[tuple[int, int]]:
        """Yield where the acronym occurs as a word, also in the plural."""
        at = where.find(self._wanted)
        while at >= 0:
            end = at + len(self._wanted)
            if starts_word(where, at):
                if where[end : end + 1] == "s" and ends_word(where, end + 1):
                    end += 1
                if ends_word(where, end):
                    yield at, end
            at = where.find(self._wanted, at + 1)

    def _longs(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where the expansion occurs, whatever joins its words, also in the plural."""
        if self._first_word in folded:
            for match in self._long.finditer(folded):
                if starts_word(folded, match.start()) and ends_word(folded, match.end()):
                    yield match.span()


def _singular(folded: str) -> str:
    return folded[:-1] if len(folded) > 3 and folded[-1] == "s" and folded[-2] != "s" else folded
