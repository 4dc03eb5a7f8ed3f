"""Completing a half-typed query: field names, flags and their values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.authors import without_others
from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.query import FIELDS, FLAGS, PARTS, SPACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.finding.corpus import Corpus

_FLAG_NAMES = ("has", "is")
LEAST = 2
"""Letters of a field's name from which it is completed; with fewer, a plain word is more likely."""


class Completer:
    """Completes the last word of a query, the most frequent value first."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._values: dict[str, list[str]] = {}

    def complete(self, text: str) -> str | None:
        """Return the text with its last word completed, None without a completion.

        What was typed is kept; its case and accents become those of the value.
        """
        head, word = _split_last(text, SPACES + "|")
        sign = word[0] if word[:1] in ("-", "!") else ""
        name, colon, value = word[len(sign) :].partition(":")
        if not colon:
            if len(name) < LEAST:
                return None
            names = (each for each in (*FIELDS, *_FLAG_NAMES) if each.startswith(name.lower()))
            field = next(names, None)
            return None if field is None else f"{head}{sign}{field}:"
        before, last = _split_last(value, ",")
        wanted = last[1:] if last[:1] in ("=", "~") else last
        is_quoted = wanted[:1] == '"'
        wanted = wanted[is_quoted:]
        if '"' in wanted or not fold(wanted):
            return None
        for candidate in self._candidates(name.lower()):
            completed = _extended(wanted, candidate, is_quoted=is_quoted)
            if completed is not None:
                return f"{head}{sign}{name}:{before}{last[: len(last) - len(wanted)]}{completed}"
        return None

    def _candidates(self, name: str) -> list[str]:
        if name not in self._values:
            counts = Counter(self._all_values(name))
            self._values[name] = [value for value, _ in counts.most_common()]
        return self._values[name]

    def _all_values(self, name: str) -> Iterable[str]:
        papers = self._corpus.papers
        if name == "is":
            return FLAGS
        if name == "has":
            kinds = (link.kind for paper in papers for link in paper.links)
            return (*kinds, *PARTS)
        if name == "author":
            return (without_others(author)[0] for paper in papers for author in paper.authors)
        if name == "tag":
            return (tag for paper in papers for tag in paper.tags)
        if name == "date":
            return (paper.date for paper in papers if paper.date)
        if name == "added":
            return (day[:7] for day in self._corpus.library.added.values())
        if name == "org":
            return (name for paper in papers for name in paper.organizations)
        if name == "topic":
            return (topic for paper in papers for topic in paper.topics)
        if name == "name":
            return (paper.name for paper in papers if paper.name)
        if name == "year":
            years = map(self._corpus.library.year_of, range(len(papers)))
            return (str(year) for year in years if year)
        if name == "venue":
            return (
                venue.name
                for venue in map(self._corpus.library.venue_of, range(len(papers)))
                if venue.name
            )
        return ()


def _extended(typed: str, value: str, *, is_quoted: bool) -> str | None:
    """Complete what was typed to a value that begins with it, quoted where a query needs it."""
    if fold(value[: len(typed)]) != fold(typed) or len(value) == len(typed):
        return None
    if is_quoted:
        return f'{value}"'
    # No quote can be inserted before what was typed: complete the word first, then quote the rest.
    end = min((at for at in map(value.find, " ,|") if at >= 0), default=len(value))
    if end > len(typed):
        return value[:end]
    return f'{value[: len(typed)]}"{value[len(typed) :]}"'


def _split_last(text: str, separators: str) -> tuple[str, str]:
    """Split after the last of these characters that is outside quotes."""
    is_quoted, start = False, 0
    for at, character in enumerate(text):
        if character == '"':
            is_quoted = not is_quoted
        elif character in separators and not is_quoted:
            start = at + 1
    return text[:start], text[start:]
