"""When the papers of fetched lists were first seen, from what each fetched copy added.

Beside the copy of a list is its history: the lines of the first copy, and for each later day the
lines that were new then. A paper that was in the first copy has no date: it may have been in the
list for years. Whatever is wrong with a history, it counts as missing and begins again.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.additions import AdditionFinder, lines_of, squeezed
from nsdi_tui.digest.sources.files import source_of_bytes
from nsdi_tui.errors import DigestError, WriteError
from nsdi_tui.system import fetched_copies
from nsdi_tui.system.files import open_regular, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.system.fetched_copies import Copy

MOST_DAYS = 400
"""Of more days with additions, the oldest are joined to the first copy and lose their dates."""
LARGEST_TEXT = 16 * 1024 * 1024
"""Characters of a history; one that would grow larger begins again with the present copy."""


@dataclass(frozen=True, slots=True)
class FetchHistory:
    """The lines of the first copy of a list, and those that were new on later days.

    `begun` is the day of the first copy; `added` goes from the oldest day to the newest.
    """

    begun: str
    first: tuple[str, ...]
    added: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def size(self) -> int:
        """The number of characters of all lines."""
        return sum(map(len, self.first)) + sum(len(x) for _, lines in self.added for x in lines)

    def with_copy(self, lines: Iterable[str], day: str) -> FetchHistory:
        """Return the history with a copy that was fetched on a day."""
        known = set(self.first).union(*(lines for _, lines in self.added))
        new = tuple(line for line in lines if line not in known)
        if not new:
            return self
        added = self.added
        if added and added[-1][0] >= day:
            added = (*added[:-1], (added[-1][0], added[-1][1] + new))
        else:
            added = (*added, (day, new))
        forgotten = [line for _, lines in added[:-MOST_DAYS] for line in lines]
        return replace(self, first=(*self.first, *forgotten), added=added[-MOST_DAYS:])


def note_copy(copy: Copy, before: Copy | None, environ: Mapping[str, str] = os.environ) -> None:
    """Note what a copy that was just fetched has added to its list.

    `before` is the copy that it replaces, with which a missing history begins.
    """
    place = fetched_copies.history_file(copy.name, environ)
    kept = history = load(copy.name, environ)
    with contextlib.suppress(DigestError, OSError, WriteError):
        if history is None:
            history = _begun_with(before or copy)
        history = history.with_copy(_lines(copy), _day_of(copy))
        if history.size > LARGEST_TEXT:
            history = _begun_with(copy)
        if history.size > LARGEST_TEXT:
            place.unlink(missing_ok=True)
        elif history != kept:
            write_whole(place, _packed(history), overwrite=True, mode=0o600)


def note_unchanged(copy: Copy, environ: Mapping[str, str] = os.environ) -> None:
    """Begin a missing history with a copy that is still what its server has."""
    if not fetched_copies.history_file(copy.name, environ).exists():
        note_copy(copy, None, environ)


def first_seen(
    digests: Iterable[Digest], environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the ISO dates when papers of fetched lists were first seen, by their best keys.

    Papers that were in the first copy of their list are missing.
    """
    days: dict[str, str] = {}
    for digest in digests:
        if digest.address is not None:
            for key, day in _first_seen_in(digest, environ).items():
                days[key] = min(day, days.get(key, day))
    return days


def _first_seen_in(digest: Digest, environ: Mapping[str, str]) -> dict[str, str]:
    history = load(digest.address or "", environ)
    if history is None or not history.added:
        return {}
    finder = AdditionFinder()
    lines = _lines_of_papers(digest, environ)
    for paper in digest.papers:
        finder.add(paper, lines.get(paper.line, ""))
    days: dict[str, str] = {}
    # From the newest lines to the oldest: the last one counts.
    for day, added in (*reversed(history.added), ("", history.first)):
        for line in added:
            days.update(dict.fromkeys(finder.find(line), day))
    return {key: day for key, day in days.items() if day}


def _lines_of_papers(digest: Digest, environ: Mapping[str, str]) -> dict[int, str]:
    copy = fetched_copies.load(digest.address or "", environ)
    if copy is None:
        return {}
    text = source_of_bytes(copy.data, copy.name).text
    return lines_of(text, {paper.line for paper in digest.papers})


def _begun_with(copy: Copy) -> FetchHistory:
    return FetchHistory(_day_of(copy), _lines(copy))


def _day_of(copy: Copy) -> str:
    # The day as the clock on the wall shows it.
    return copy.fetched.astimezone().date().isoformat()


def _lines(copy: Copy) -> tuple[str, ...]:
    """Return the different lines of a copy, their white space reduced."""
    text = source_of_bytes(copy.data, copy.name).text
    lines = re.split(r"\r\n|\r|\n", text)
    return tuple(dict.fromkeys(filter(None, map(squeezed, lines))))


# The file


def load(name: str, environ: Mapping[str, str] = os.environ) -> FetchHistory | None:
    """Return the history of the list with this address, None if there is none."""
    try:
        with open_regular(fetched_copies.history_file(name, environ)) as stream:
            packed = stream.read(LARGEST_TEXT)
        # Every character may take several bytes.
        text = zlib.decompressobj().decompress(packed, 4 * LARGEST_TEXT)
        return _checked(json.loads(text))
    except (OSError, ValueError, LookupError, TypeError, RecursionError, zlib.error):
        return None


def _packed(history: FetchHistory) -> bytes:
    values = {"begun": history.begun, "first": history.first, "added": history.added}
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))


def _checked(values: Any) -> FetchHistory:
    """Return the history in these values. Raises ValueError, TypeError or LookupError."""
    added = tuple((_day(day), _texts(lines)) for day, lines in values["added"])
    return FetchHistory(_day(values["begun"]), _texts(values["first"]), added)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
        raise TypeError("no list of texts")
    return tuple(values)


def _day(text: Any) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("not a day as it is written here")
    return str(text)
