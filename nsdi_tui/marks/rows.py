"""Records as rows of the marks file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.identity import KEY_KINDS
from nsdi_tui.digest.text import clean, clean_block
from nsdi_tui.marks.records import LATEST, Flag, Note, Record, ordered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from nsdi_tui.marks.index import WriteSet

COLUMNS = "id, title, starred, starred_at, read, read_at, note, note_at, note_past"
_ANY_LENGTH = 1 << 40


def write_changes(database: sqlite3.Connection, changes: WriteSet) -> None:
    """Write what an edit of the index changed."""
    written = changes.written.values()
    replaced = [(record_id,) for record_id in (*changes.removed, *changes.written)]
    database.executemany("DELETE FROM keys WHERE paper = ?", replaced)
    database.executemany(
        "DELETE FROM papers WHERE id = ?", [(record_id,) for record_id in changes.removed]
    )
    database.executemany(
        f"INSERT OR REPLACE INTO papers ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_row, written),
    )
    database.executemany(
        "INSERT OR REPLACE INTO keys VALUES (?, ?)",
        ((key, record.id) for record in written for key in record.keys),
    )


def read_records(database: sqlite3.Connection) -> list[Record]:
    """Return all records, oldest first. Raises ValueError when a value makes no sense."""
    keys: dict[int, list[str]] = {}
    for key, record_id in database.execute("SELECT key, paper FROM keys"):
        keys.setdefault(record_id, []).append(key)
    rows = database.execute(f"SELECT {COLUMNS} FROM papers ORDER BY id")
    return [record_of(row, keys.get(row[0], ())) for row in rows]


def record_of(row: tuple[Any, ...], keys: Iterable[Any], *, lenient: bool = False) -> Record:
    """Return the record of a row and its keys, its texts cleaned.

    Raises ValueError for a value of the wrong type or range, or if there is no key; if lenient,
    drops the value.
    """
    names = ordered(clean(k) for k in keys if isinstance(k, str) and k.startswith(KEY_KINDS))
    if not names and not lenient:
        raise ValueError("a paper without a key")
    record_id, title, starred, starred_at, read, read_at, note, note_at, past = row
    text = clean_block(_text(note, lenient), _ANY_LENGTH)
    at = _time(note_at, lenient)
    return Record(
        _integer(record_id, 1, 1 << 62, lenient),
        names,
        clean(_text(title, lenient)),
        _flag(starred, starred_at, lenient),
        _flag(read, read_at, lenient),
        Note(text, at or bool(text), tuple(_text(past, lenient).split())),
    )


def _flag(value: Any, at: Any, lenient: bool) -> Flag:
    on = bool(_integer(value, 0, 1, lenient))
    # A star without a time, left by damage, is the oldest of all.
    return Flag(on, _time(at, lenient) or on)


def _time(value: Any, lenient: bool) -> int:
    return min(_integer(value, 0, 1 << 63, lenient), LATEST)


def _integer(value: Any, lowest: int, highest: int, lenient: bool) -> int:
    if isinstance(value, int) and lowest <= value <= highest:
        return value
    if lenient:
        return lowest
    raise ValueError(f"not a number from {lowest} to {highest}")


def _text(value: Any, lenient: bool) -> str:
    if isinstance(value, str):
        return value
    if lenient:
        return ""
    raise ValueError("not a text")


def _row(record: Record) -> tuple[int, str, bool, int, bool, int, str, int, str]:
    starred, read, note = record.starred, record.read, record.note
    return (
        record.id,
        record.title,
        starred.on,
        starred.at,
        read.on,
        read.at,
        note.text,
        note.at,
        " ".join(note.past),
    )
