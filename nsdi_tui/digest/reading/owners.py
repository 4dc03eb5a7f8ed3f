"""What was read at a line, and which words of the source are not in it."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.links import is_label
from nsdi_tui.digest.markdown.inline import addresses_in
from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.reading.dates import names_month
from nsdi_tui.digest.reading.words import field_of_label
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.model import Bullet

# How many words in a row may be missing from what was read of an entry's line: a list's own label.
_STRAY_WORDS = 1
_SMALL_WORDS = frozenset(
    "and or et al the an of in at on by to see also coming soon tba tbd".split()  # noqa: SIM905
)
WORD = re.compile(r"[^\W\d_]{2,}")


class Owner:
    """What was read at a line: entries or a topic, and the links and sentences they hold."""

    __slots__ = ("_hay", "links", "people", "place", "seen", "summary", "texts", "titles", "words")

    def __init__(self, place: Literal["entries", "topics"]) -> None:
        self.place = place
        self.links: set[str] = set()
        self.seen: set[str] = set()
        self.summary: Counter[str] = Counter()
        self.texts: set[str] = set()
        self.titles: list[str] = []
        self.people: list[str] = []
        self.words: list[str] = []
        self._hay: str | None = None

    def add(self, child: Topic | Paper) -> None:
        """Add an entry, or a topic without what is below it."""
        self.titles.append(child.title)
        self.links.update(link.url for link in child.links)
        self.words.extend(link.label for link in child.links)
        bullets = child.summary if isinstance(child, Paper) else child.notes
        if bullets:
            add_bullets(bullets, self.texts, self.summary)
        if isinstance(child, Paper):
            self.people.extend(child.authors)
            for value in (child.name, child.venue, child.date):
                if value:
                    self.words.append(value)
            self.words += (*child.organizations, *child.badges, *child.tags, *child.aliases)

    def missing(self, text: str) -> str:
        """Return the words of a text that are in no field, as one string; empty where none is."""
        for known in (*self.titles, *self.texts):
            if known in text:
                text = text.replace(known, " ", 1)
        words = WORD.findall(text)
        if not words:
            return ""
        hay = self._hay
        if hay is None:
            hay = self._hay = "\n".join((*self.titles, *self.people, *self.words)).casefold()
        for word in words:
            if word not in hay and word.casefold() not in hay and not _is_label(word):
                return missing_words(words, "\n".join((hay, *self.texts)).casefold())
        return ""

    def names(self, text: str) -> bool:
        """Whether a text is one of the authors."""
        words = WORD.findall(text)
        people = "\n".join(self.people)
        return bool(words) and all(word in people for word in words)


def add_bullets(bullets: Iterable[Bullet], texts: set[str], urls: Counter[str]) -> None:
    """Add the texts of bullets, and the addresses in them."""
    for bullet in bullets:
        texts.add(bullet.text)
        for span in bullet.spans:
            if span.url:
                urls[span.url] += 1
        if bullet.kind == "code":
            urls.update(clean(url) for _, url in addresses_in(bullet.text))


def missing_words(words: list[str], hay: str) -> str:
    """Return the words that are not in `hay`: more than a few in a row, or all of a text.

    Labels and small words do not count, but a label alone says what a separate text is about:
    `Demo: none`.
    """
    longest: list[str] = []
    current: list[str] = []
    most = strays = known = 0
    for word in words:
        if word.casefold() in hay:
            current, strays = [], 0
            known += 1
            continue
        is_small = word.casefold() in _SMALL_WORDS
        names_other = not is_small and _is_label(word)
        known += names_other
        is_stray = not (is_small or names_other)
        if is_stray or current:
            current.append(word)
        strays += is_stray
        if strays > most:
            longest, most = list(current), strays
    return " ".join(longest) if most > _STRAY_WORDS or (most and not known) else ""


@lru_cache(maxsize=1024)
def _is_label(word: str) -> bool:
    """Whether a word only says what is beside it, or is a part of a date."""
    return names_month(word) or field_of_label(word) is not None or is_label(word)
