"""The record of one marked paper, and the rules for merging two records of it.

Times are integers: microseconds since 1970 in UTC, 0 for "never".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from nsdi_tui.digest.identity import key_rank
from nsdi_tui.marks.model import NO_MARK, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

# How many earlier versions of a note are remembered, each as twelve hexadecimal digits.
PAST_LIMIT = 64
# The last microsecond of the year 9999, after which no date can be written.
LAST_TIME = 253_402_300_799_999_999
# Times read from files end here, at the start of 9999: a later change must still have a later time.
LATEST = 253_370_764_800_000_000


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag and the time it was last set or cleared."""

    on: bool = False
    at: int = 0

    def later(self, other: Flag) -> Flag:
        """Return the later of two flags; at the same time, the one that is on."""
        return max(self, other, key=lambda flag: (flag.at, flag.on))


@dataclass(frozen=True, slots=True)
class Note:
    """A note, its time, and the versions that it has replaced (see `version`)."""

    text: str = ""
    at: int = 0
    past: tuple[str, ...] = ()

    def replaced_by(self, text: str, at: int) -> Note:
        """Return the note after this one was edited."""
        if not self.at:
            return Note(text, at)
        replaced = version(self.text)
        past = (*(older for older in self.past if older != replaced), replaced)
        return Note(text, at, past[-PAST_LIMIT:])


@dataclass(frozen=True, slots=True)
class Record:
    """One marked paper: all keys it was ever listed under, its last title, its marks."""

    id: int
    keys: tuple[str, ...]
    title: str
    starred: Flag = Flag()
    read: Flag = Flag()
    note: Note = Note()
    mark: Mark = field(init=False, compare=False, default=NO_MARK)

    def __post_init__(self) -> None:
        mark = Mark(self.starred.on, self.read.on, self.note.text)
        object.__setattr__(self, "mark", mark)


@dataclass(frozen=True, slots=True)
class Edit:
    """New marks for the paper with these keys; None where a mark is left alone.

    With `replaces_note`, the note takes the place of any older one, even an independent one.
    """

    keys: tuple[str, ...]
    title: str
    starred: Flag | None = None
    read: Flag | None = None
    note: Note | None = None
    replaces_note: bool = False

    def note_on(self, old: Note) -> Note:
        """Return the note of the paper after this edit."""
        if self.note is None:
            return old
        if self.replaces_note and old.at < self.note.at:
            return old.replaced_by(self.note.text, self.note.at)
        return merge_notes(old, self.note)


def version(text: str) -> str:
    """Return the short fingerprint of a version of a note."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def merge_notes(one: Note, other: Note) -> Note:
    """Merge two notes on the same paper.

    The newer of two versions of one note replaces the older, on whichever machine it was written.
    Two independent notes are both kept, the earlier first, regardless of the order of arguments:
    two machines that import each other's marks end up with the same text.
    """
    if not one.at or not other.at:
        return one if one.at else other
    first, second = sorted((other, one), key=lambda note: (note.at, note.text))
    replaced = version(first.text) in second.past
    restored = version(second.text) in first.past
    if first.text == second.text or (replaced and restored):
        return _with_past(second, first)
    if replaced or restored:
        return _with_past(second, first) if replaced else _with_past(first, second)
    if not first.text or not second.text:
        return _with_past(second, first) if second.text else _with_past(first, second)
    joined = f"{first.text}\n\n{second.text}"
    # If one of the two is what is left of the joined note, the other was dropped on purpose.
    if version(joined) in second.past:
        return _with_past(second, first)
    if version(joined) in first.past:
        return _with_past(first, second)
    past = (*_with_past(second, first).past, version(first.text), version(second.text))
    return Note(joined, second.at, past[-PAST_LIMIT:])


def merge_records(one: Record, other: Record) -> Record:
    """Merge two records of the same paper under the lower id.

    Starred if either is; read according to the later change; both notes.
    """
    first, second = sorted((one, other), key=lambda record: record.id)
    return Record(
        first.id,
        ordered((*first.keys, *second.keys)),
        second.title,
        Flag(
            first.starred.on or second.starred.on,
            max(first.starred.at, second.starred.at),
        ),
        first.read.later(second.read),
        merge_notes(first.note, second.note),
    )


def ordered(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys without duplicates, the best kind first, alphabetical within a kind."""
    return tuple(sorted(set(keys), key=lambda key: (key_rank(key), key)))


def _with_past(note: Note, other: Note) -> Note:
    missing = tuple(past for past in other.past if past not in note.past)
    past = (*missing, *note.past)[-PAST_LIMIT:]
    return note if past == note.past else Note(note.text, note.at, past)
