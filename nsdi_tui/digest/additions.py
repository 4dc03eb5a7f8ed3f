"""Finding papers in the lines that were added to a list over time.

A paper is found in a line that has its address, its title, or the text of the line where it is now.
Indentation and punctuation do not count, so a list that was reformatted keeps its dates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.identity import fold_title, keys_of_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.model import Paper

_ADDRESS = re.compile(r"https?://[^\s<>\"'|]+")
_OPENING, _CLOSING = "([{", ")]}"
_FIRST_WORDS = 3
"""Words of a title that are looked up; shorter titles are found by address or line only."""
_LONGEST_LINE = 20_000


class AdditionFinder:
    """Finds papers, by their best keys, in lines of the list at some time."""

    def __init__(self) -> None:
        self._lines: dict[str, set[str]] = {}
        self._addresses: dict[str, set[str]] = {}
        self._titles: dict[str, list[tuple[str, str]]] = {}
        self._seen: dict[str, frozenset[str]] = {}

    def add(self, paper: Paper, line: str) -> None:
        """Take a paper to be found, and the line of the list where it is now."""
        key = paper.key
        if text := squeezed(line):
            self._lines.setdefault(text, set()).add(key)
        for other in paper.keys:
            if not other.startswith("title:"):
                self._addresses.setdefault(other, set()).add(key)
        words = fold_title(paper.title).split()
        if len(words) >= _FIRST_WORDS:
            first = " ".join(words[:_FIRST_WORDS])
            self._titles.setdefault(first, []).append((" ".join(words), key))

    def find(self, line: str) -> frozenset[str]:
        """Return the keys of the papers in a line."""
        text = squeezed(line[:_LONGEST_LINE])
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._find(text)
        return found

    def _find(self, text: str) -> frozenset[str]:
        found = set(self._lines.get(text, ()))
        if "://" in text:
            for match in _ADDRESS.finditer(text):
                for key in keys_of_address(_without_brackets(match[0])):
                    found |= self._addresses.get(key, set())
        folded = fold_title(text)
        words = folded.split()
        place = 0
        for number in range(len(words) - _FIRST_WORDS + 1):
            first = " ".join(words[number : number + _FIRST_WORDS])
            for title, key in self._titles.get(first, ()):
                end = place + len(title)
                if folded.startswith(title, place) and folded[end : end + 1] in ("", " "):
                    found.add(key)
            place += len(words[number]) + 1
        return frozenset(found)


def squeezed(line: str) -> str:
    """Return a line with its white space reduced to single spaces."""
    return " ".join(line.split())


def _without_brackets(address: str) -> str:
    """Cut an address at the bracket that closes what it is written in."""
    depth = 0
    for place, character in enumerate(address):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
            if depth < 0:
                return address[:place]
    return address.rstrip(".,;:*_`")


def lines_of(text: str, numbers: Iterable[int]) -> dict[int, str]:
    """Return the lines of a text with these numbers, counted from 1."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {number: lines[number - 1] for number in numbers if 0 < number <= len(lines)}
