"""Marks as JSON lines, for another machine or for git: one paper a line, sorted by key.

    {"keys": ["arxiv:2504.19925", "title:symi …"], "title": "SYMI: …",
     "starred": true, "starred_at": "2026-05-04T08:30:00.000000Z",
     "read": false, "read_at": null,
     "note": "…", "note_at": "…", "note_past": ["5f0c2a…"]}

Times are UTC, null where the mark was never set. `note_past` holds fingerprints of the versions
that the note has replaced: by them an older copy of a note is told from a different note.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean, clean_block
from nsdi_tui.marks.changes import NOTE_LIMIT
from nsdi_tui.marks.model import NO_MARK
from nsdi_tui.marks.records import KEY_KINDS, PAST_LIMIT, Edit, Flag, Note, Record, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.marks.index import Index

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_VERSION = re.compile(r"[0-9a-f]{12}")
_LINE_LIMIT = 4_000_000
_KEYS_LIMIT = 1_000
_BAD_LINES_TOLD = 10


class BadLine(ValueError):
    """A line that holds no marks; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: edits, and the numbers (from 1) and faults of lines that hold none."""

    edits: tuple[Edit, ...]
    bad: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Counts:
    """How many papers an import told of, and what became of them."""

    papers: int = 0
    added: int = 0
    unchanged: int = 0
    starred: int = 0
    unstarred: int = 0
    read: int = 0
    unread: int = 0
    noted: int = 0
    joined: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; `bad` holds numbers (from 1) and faults of lines.

    `problem` says why the result is not on the disk.
    """

    dry_run: bool
    bad: tuple[tuple[int, str], ...]
    counts: Counts
    problem: str | None = None

    @property
    def ok(self) -> bool:
        """Whether every line was understood and, but for a dry run, everything is saved."""
        return not self.bad and self.problem is None

    def lines(self) -> list[str]:
        """Return the report for the reader."""
        if self.bad:
            more = len(self.bad) - _BAD_LINES_TOLD
            return [
                "Nothing was imported: these lines could not be understood.",
                *(f"line {number}: {fault}" for number, fault in self.bad[:_BAD_LINES_TOLD]),
                *([f"and {more:,} more"] if more > 0 else []),
            ]
        counts = self.counts
        verb = "Would import" if self.dry_run else "Imported"
        said = [
            f"{verb} the marks of {_papers(counts.papers)}: "
            f"{counts.added:,} not marked before, {counts.unchanged:,} unchanged."
        ]
        parts = (
            ("starred", counts.starred),
            ("unstarred", counts.unstarred),
            ("marked as read", counts.read),
            ("marked as unread", counts.unread),
            ("with another note", counts.noted),
            ("with two different notes, both kept", counts.joined),
        )
        said += [f"  {_papers(count)} {what}" for what, count in parts if count]
        if self.problem:
            said.append(f"Not saved: {self.problem}.")
        return said


def export_lines(records: Iterable[Record]) -> Iterator[str]:
    """Yield a line for each record, without its line break, sorted by key."""
    for record in sorted(records, key=lambda record: record.keys):
        yield json.dumps(
            {
                "keys": record.keys,
                "title": record.title,
                "starred": record.starred.on,
                "starred_at": _written_time(record.starred.at),
                "read": record.read.on,
                "read_at": _written_time(record.read.at),
                "note": record.note.text,
                "note_at": _written_time(record.note.at),
                "note_past": record.note.past,
            },
            ensure_ascii=False,
        )


def parse_lines(lines: Iterable[str]) -> Parsed:
    """Read exported lines; empty ones are skipped."""
    edits = []
    bad = []
    for number, line in enumerate(lines, start=1):
        text = line.strip("\ufeff \t\r\n")
        if not text:
            continue
        try:
            edits.append(_parse(text))
        except BadLine as error:
            bad.append((number, str(error)))
    return Parsed(tuple(edits), tuple(bad))


def count_changes(index: Index, edits: Iterable[Edit]) -> Counts:
    """Apply edits to the index, which may be a copy, and count what they changed."""
    counts = Counts()
    for edit in edits:
        before = index.joined(edit.keys)
        dirty = index.edit([edit])
        after = index.joined(edit.keys)
        old = before.mark if before else NO_MARK
        new = after.mark if after else NO_MARK
        counts.papers += 1
        counts.added += before is None
        counts.unchanged += not dirty
        counts.starred += new.starred and not old.starred
        counts.unstarred += old.starred and not new.starred
        counts.read += new.read and not old.read
        counts.unread += old.read and not new.read
        if new.note != old.note:
            told = edit.note.text if edit.note else ""
            counts.noted += new.note in (told, "")
            counts.joined += new.note not in (told, "")
    return counts


def _parse(text: str) -> Edit:
    if len(text) > _LINE_LIMIT:
        raise BadLine("the line is too long")
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise BadLine("a merge conflict: keep the lines of both sides and remove this one")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise BadLine("no JSON") from None
    if not isinstance(said, dict):
        raise BadLine("no JSON object")
    note = clean_block(_text(said, "note"), NOTE_LIMIT)
    return Edit(
        _keys(said.get("keys")),
        clean(_text(said, "title")),
        Flag(_boolean(said, "starred"), _time(said, "starred_at")),
        Flag(_boolean(said, "read"), _time(said, "read_at")),
        # A note written by hand, without a time, is the oldest of all.
        Note(note, _time(said, "note_at") or bool(note), _past(said.get("note_past", []))),
    )


def _keys(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or not 0 < len(said) <= _KEYS_LIMIT:
        raise BadLine("no list of keys")
    for key in said:
        if not isinstance(key, str) or not key.startswith(KEY_KINDS) or not _is_encodable(key):
            raise BadLine("a key that is none of arxiv:, doi:, url:, title:")
    return ordered(said)


def _past(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or len(said) > PAST_LIMIT:
        raise BadLine("note_past is no list of fingerprints")
    if not all(isinstance(past, str) and _VERSION.fullmatch(past) for past in said):
        raise BadLine("note_past is no list of fingerprints")
    return tuple(said)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise BadLine(f"{name} is no text")
    return value


def _boolean(said: dict[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if not isinstance(value, bool):
        raise BadLine(f"{name} is neither true nor false")
    return value


def _time(said: dict[str, Any], name: str) -> int:
    value = said.get(name)
    if value is None:
        return 0
    try:
        # Python 3.10 reads no "Z".
        time = datetime.fromisoformat(value.replace("Z", "+00:00"))
        microseconds = (time - _EPOCH) // _MICROSECOND
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise BadLine(f"{name} is no time with its zone, such as 2026-05-04T08:30:00Z") from None
    if microseconds <= 0:
        raise BadLine(f"{name} lies before 1970")
    return microseconds


def _written_time(at: int) -> str | None:
    if not at:
        return None
    time = _EPOCH + timedelta(microseconds=at)
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"
