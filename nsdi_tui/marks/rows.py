"""Records as rows of the marks file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.marks.records import Flag, Note, Record, ordered

if TYPE_CHECKING:
    import sqlite3

    from nsdi_tui.marks.index import Dirty

_COLUMNS = "id, title, starred, starred_at, read, read_at, note, note_at, note_past"


def write_dirty(database: sqlite3.Connection, dirty: Dirty) -> None:
    """Write what an edit of the index changed."""
    written = dirty.written.values()
    touched = [(number,) for number in (*dirty.removed, *dirty.written)]
    database.executemany("DELETE FROM keys WHERE paper = ?", touched)
    database.executemany("DELETE FROM papers WHERE id = ?", [(number,) for number in dirty.removed])
    database.executemany(
        f"INSERT OR REPLACE INTO papers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_row, written),
    )
    database.executemany(
        "INSERT OR REPLACE INTO keys VALUES (?, ?)",
        ((key, record.id) for record in written for key in record.keys),
    )


def read_records(database: sqlite3.Connection) -> list[Record]:
    """Read all records, in order of age; ValueError or TypeError where a value makes no sense."""
    keys: dict[int, list[str]] = {}
    for key, number in database.execute("SELECT key, paper FROM keys"):
        keys.setdefault(number, []).append(str(key))
    return [
        Record(
            number,
            ordered(keys[number]),
            str(title),
            Flag(bool(starred), int(starred_at)),
            Flag(bool(read), int(read_at)),
            Note(str(note), int(note_at), tuple(str(past).split())),
        )
        for number, title, starred, starred_at, read, read_at, note, note_at, past in (
            database.execute(f"SELECT {_COLUMNS} FROM papers ORDER BY id")
        )
        if number in keys
    ]


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
