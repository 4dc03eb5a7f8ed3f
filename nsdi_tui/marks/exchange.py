"""Marks as JSON lines, for another machine or for git: one paper a line, sorted by key.

    {"keys": ["arxiv:2504.19925", "title:symi …"], "title": "SYMI: …",
     "starred": true, "starred_at": "2026-05-04T08:30:00.000000Z",
     "read": false, "read_at": null,
     "note": "…", "note_at": "…", "note_past": ["5f0c2a…"]}

Times are UTC, null where the mark was never set. `note_past` holds fingerprints of the versions
that the note has replaced: they distinguish an older copy of the note from a different note.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.identity import KEY_KINDS
from nsdi_tui.digest.text import clean, clean_block, counted
from nsdi_tui.errors import MarksImportError
from nsdi_tui.marks.model import NO_MARK, NOTE_LIMIT, note_problem
from nsdi_tui.marks.records import (
    LAST_TIME,
    LATEST,
    PAST_LIMIT,
    Edit,
    Flag,
    Note,
    Record,
    ordered,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.marks.index import MarkIndex

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_VERSION = re.compile(r"[0-9a-f]{12}")
_LINE_LIMIT = 4_000_000
_KEYS_LIMIT = 1_000
_LISTED = 10


@dataclass(frozen=True, slots=True)
class ParsedLines:
    """The edits of a file, and the numbers (from 1) of its invalid lines with the reasons."""

    edits: tuple[Edit, ...]
    bad: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Counts:
    """How many papers an import contained, and what it changed."""

    papers: int = 0
    added: int = 0
    unchanged: int = 0
    starred: int = 0
    unstarred: int = 0
    read: int = 0
    unread: int = 0
    noted: int = 0
    merged: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or, for a dry run, would do; `bad` lists invalid lines with reasons.

    `problem` is why the result is not on disk, None when it is.
    """

    dry_run: bool
    bad: tuple[tuple[int, str], ...]
    counts: Counts
    problem: str | None = None

    @property
    def ok(self) -> bool:
        """Whether every line was valid and, but for a dry run, everything is saved."""
        return not self.bad and self.problem is None

    def errors(self) -> list[str]:
        """Return why nothing was imported, one message a line; empty when all went well."""
        if self.bad:
            more = len(self.bad) - _LISTED
            return [
                "Nothing was imported, because these lines are invalid:",
                *(f"line {number}: {reason}" for number, reason in self.bad[:_LISTED]),
                *([f"and {more:,} more"] if more > 0 else []),
            ]
        return [f"Could not save the imported marks: {self.problem}"] if self.problem else []

    def lines(self) -> list[str]:
        """Return what was imported, or would be; empty when nothing was."""
        if not self.ok:
            return []
        counts = self.counts
        verb = "Would import" if self.dry_run else "Imported"
        summary = (
            f"{verb} marks of {counted(counts.papers, 'paper')}: "
            f"{counts.added:,} new, {counts.unchanged:,} unchanged"
        )
        parts = (
            ("starred", counts.starred),
            ("unstarred", counts.unstarred),
            ("marked as read", counts.read),
            ("marked as unread", counts.unread),
            ("with a new note", counts.noted),
            ("with two different notes, both kept", counts.merged),
        )
        return [summary, *(f"  {counted(count, 'paper')} {what}" for what, count in parts if count)]


def export_lines(records: Iterable[Record]) -> Iterator[str]:
    """Yield one line per record, without its line break, sorted by key."""
    for record in sorted(records, key=lambda record: record.keys):
        yield json.dumps(
            {
                "keys": [clean(key) for key in record.keys],
                "title": clean(record.title),
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


def parse_lines(lines: Iterable[str]) -> ParsedLines:
    """Parse exported lines, skipping empty ones."""
    edits = []
    bad = []
    for number, line in enumerate(lines, start=1):
        text = line.strip("\ufeff \t\r\n")
        if not text:
            continue
        try:
            edits.append(_parse(text))
        except MarksImportError as error:
            bad.append((number, str(error)))
    return ParsedLines(tuple(edits), tuple(bad))


def count_changes(index: MarkIndex, edits: Iterable[Edit]) -> Counts:
    """Apply edits to the index and count what they changed."""
    counts = Counts()
    for edit in edits:
        before = index.merged(edit.keys)
        changes = index.edit([edit])
        after = index.merged(edit.keys)
        old = before.mark if before else NO_MARK
        new = after.mark if after else NO_MARK
        counts.papers += 1
        counts.added += before is None
        counts.unchanged += not changes
        counts.starred += new.starred and not old.starred
        counts.unstarred += old.starred and not new.starred
        counts.read += new.read and not old.read
        counts.unread += old.read and not new.read
        if new.note != old.note:
            imported = edit.note.text if edit.note else ""
            counts.noted += new.note in (imported, "")
            counts.merged += new.note not in (imported, "")
    return counts


def _parse(text: str) -> Edit:
    if len(text) > _LINE_LIMIT:
        raise MarksImportError("the line is too long")
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise MarksImportError("a merge conflict; keep the lines of both sides and remove this one")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise MarksImportError("not JSON") from None
    if not isinstance(values, dict):
        raise MarksImportError("not a JSON object")
    note = _text(values, "note")
    if problem := note_problem(note):
        raise MarksImportError(problem)
    note = clean_block(note, 4 * NOTE_LIMIT)
    return Edit(
        _keys(values.get("keys")),
        clean(_text(values, "title")),
        Flag(_boolean(values, "starred"), _time(values, "starred_at")),
        Flag(_boolean(values, "read"), _time(values, "read_at")),
        # A note written by hand, without a time, is the oldest of all.
        Note(note, _time(values, "note_at") or bool(note), _past(values.get("note_past", []))),
    )


def _keys(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _KEYS_LIMIT:
        raise MarksImportError("keys is not a list of keys")
    for key in value:
        if not isinstance(key, str) or not key.startswith(KEY_KINDS):
            raise MarksImportError("a key must start with arxiv:, doi:, url: or title:")
    return ordered(map(clean, value))


def _past(value: Any) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or len(value) > PAST_LIMIT
        or not all(isinstance(past, str) and _VERSION.fullmatch(past) for past in value)
    ):
        raise MarksImportError("note_past is not a list of fingerprints")
    return tuple(value)


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise MarksImportError(f"{name} is not text")
    return value


def _boolean(values: dict[str, Any], name: str) -> bool:
    value = values.get(name, False)
    if not isinstance(value, bool):
        raise MarksImportError(f"{name} is neither true nor false")
    return value


def _time(values: dict[str, Any], name: str) -> int:
    value = values.get(name)
    if value is None:
        return 0
    try:
        # Python 3.10 does not parse "Z".
        time = datetime.fromisoformat(value.replace("Z", "+00:00"))
        microseconds = (time - _EPOCH) // _MICROSECOND
    except (AttributeError, TypeError, ValueError, OverflowError):
        example = "2026-05-04T08:30:00Z"
        raise MarksImportError(f"{name} is not a time with a zone, such as {example}") from None
    if microseconds <= 0:
        raise MarksImportError(f"{name} is before 1970")
    if microseconds > LATEST:
        raise MarksImportError(f"{name} is too far in the future")
    return microseconds


def _written_time(at: int) -> str | None:
    if not at:
        return None
    time = _EPOCH + timedelta(microseconds=min(at, LAST_TIME))
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
