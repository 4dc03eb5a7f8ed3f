"""A digest's acronyms: where one stands, its expansion counts as written, and the other way round.

So `moe` finds "Mixture-of-Experts" and `key-value` finds "KV", and the three terms `mixture of
experts` find what `moe` finds without any rule about neighbouring terms: a further term still
never adds a paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.search.atoms import holds
from nsdi_tui.search.folding import ends_word, fold, starts_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.digest.model import Acronym
    from nsdi_tui.search.query import Atom

CASELESS = 3
"""An acronym of fewer characters counts only in its own capitals: `IT` is not `it`."""


class Vocabulary:
    """Finds acronyms and expansions in a text, and says what else they stand for."""

    def __init__(self, acronyms: Sequence[Acronym]) -> None:
        self._entries = [_Entry(acronym) for acronym in acronyms if acronym.short and acronym.long]

    def additions(self, text: str, folded: str) -> str:
        """Return what the text says in other words: folded, a line each, empty for nothing."""
        return "\n".join(
            line
            for entry in self._entries
            if any(True for _ in entry.occurrences(text, folded))
            for line in entry.lines
        )

    def spans(self, text: str, folded: str, atom: Atom) -> Iterator[tuple[int, int]]:
        """Yield ranges of the folded text that stand for something which the atom matches."""
        for entry in self._entries:
            if any(holds(atom, line) for line in entry.lines):
                yield from entry.occurrences(text, folded)


class _Entry:
    def __init__(self, acronym: Acronym) -> None:
        self._short = acronym.short
        self._folded_short = fold(acronym.short)
        long = fold(acronym.long)
        self._words = re.findall(r"[^\W_]+", long)
        self._long = re.compile(r"[\W_]{1,3}".join(map(re.escape, self._words)) + "s?")
        # As plurals, which hold the singulars.
        self.lines = list(dict.fromkeys(f"{f}s" for f in (self._folded_short, long, self._plain)))

    @property
    def _plain(self) -> str:
        return " ".join(self._words)

    def _shorts(self, text: str, folded: str) -> Iterator[tuple[int, int]]:
        """Where the acronym stands as a word, also in the plural."""
        is_caseless = len(self._short) >= CASELESS or len(text) != len(folded)
        sought, where = (self._folded_short, folded) if is_caseless else (self._short, text)
        at = where.find(sought)
        while at >= 0:
            end = at + len(sought)
            if starts_word(where, at):
                if where[end : end + 1] == "s" and ends_word(where, end + 1):
                    end += 1
                if ends_word(where, end):
                    yield at, end
            at = where.find(sought, at + 1)

    def _longs(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the expansion stands, whatever joins its words, also in the plural."""
        if self._words and self._words[0] in folded:
            for match in self._long.finditer(folded):
                if starts_word(folded, match.start()) and ends_word(folded, match.end()):
                    yield match.span()

    def occurrences(self, text: str, folded: str) -> Iterator[tuple[int, int]]:
        yield from self._shorts(text, folded)
        yield from self._longs(folded)
