"""Completing a half-typed query: field names, flags and their values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.search.folding import fold
from nsdi_tui.search.query import FIELDS, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.search.index import Index

_FLAGS = ("has", "is")
LEAST = 2
"""Letters of a field's name from which it is completed; with fewer a plain word is likelier."""


class Completer:
    """Completes the last word of a query, the most frequent value first."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._values: dict[str, list[str]] = {}

    def complete(self, text: str) -> str | None:
        """Return the text with its last word completed, None when there is nothing to add."""
        head, word = _last_word(text)
        sign = word[0] if word[:1] in ("-", "!") else ""
        name, colon, value = word[len(sign) :].partition(":")
        if not colon:
            if len(name) < LEAST:
                return None
            names = (each for each in (*FIELDS, *_FLAGS) if each.startswith(name.lower()))
            found = next(names, None)
            return None if found is None else f"{head}{sign}{name}{found[len(name) :]}:"
        before, comma, last = value.rpartition(",")
        is_quoted = last.startswith('"')
        sought = fold(last[1:] if is_quoted else last)
        if not sought:
            return None
        for candidate in self._candidates(name.lower()):
            rest = candidate[len(sought) :]
            if fold(candidate).startswith(sought) and rest:
                typed = last + rest
                if is_quoted:
                    typed += '"'
                elif " " in candidate or "," in candidate:
                    # A quote cannot be put before what has been typed: complete to the space.
                    typed = last + rest.split(" ")[0].split(",")[0]
                if typed != last:
                    return f"{head}{sign}{name}:{before}{comma}{typed}"
        return None

    def _candidates(self, name: str) -> list[str]:
        if name not in self._values:
            counts = Counter(self._all_values(name))
            self._values[name] = [value for value, _ in counts.most_common()]
        return self._values[name]

    def _all_values(self, name: str) -> Iterable[str]:
        papers = self._index.papers
        if name == "is":
            return STATES
        if name == "has":
            kinds = (link.kind for paper in papers for link in paper.links)
            return [*kinds, "summary", "note", "venue", "badge"]
        if name == "org":
            return (name for paper in papers for name in paper.organizations)
        if name == "topic":
            return (topic for paper in papers for topic in paper.topics)
        if name == "name":
            return (paper.name for paper in papers if paper.name)
        if name in ("venue", "year"):
            places = (self._index.venue_of(position) for position in range(len(papers)))
            return (str(part) for place in places if (part := place[name == "year"]))
        return ()


def _last_word(text: str) -> tuple[str, str]:
    """Split off the last word, with the quotes in it."""
    is_quoted, start = False, 0
    for at, character in enumerate(text):
        if character == '"':
            is_quoted = not is_quoted
        elif character in " |" and not is_quoted:
            start = at + 1
    return text[:start], text[start:]
