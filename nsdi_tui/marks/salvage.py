"""Reading what can still be read of a damaged marks file."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.identity import fold_title
from nsdi_tui.marks.connection import decode, migrate
from nsdi_tui.marks.errors import DATABASE_ERRORS
from nsdi_tui.marks.index import MarkIndex
from nsdi_tui.marks.records import Edit
from nsdi_tui.marks.rows import COLUMNS, record_of
from nsdi_tui.marks.schema import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of a damaged file up to which it is searched for marks."""

_FILE_CHANGES, _PAGE_COUNT, _VERSION_VALID_FOR = (24, 28), (28, 32), (92, 96)
_FREE_PAGES = (32, 40)


def salvage(path: Path) -> list[Edit]:
    """Return the marks that can still be read from a damaged file, which is left as it is.

    Reads a copy of the file as it is, then one whose first page (header and table definitions) is
    replaced by that of a new marks file. Rows and keys are read forwards, backwards and one by
    one, so that a broken page hides only its own rows.
    """
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return []
        content = path.read_bytes()
        with tempfile.TemporaryDirectory(prefix="nsdi-tui-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            index = MarkIndex()
            for candidate in (content, _with_new_first_page(content, Path(folder))):
                if candidate is not None:
                    copy.write_bytes(candidate)
                    index.edit(_read(copy))
            return index.edits()
    except OSError:
        return []


def _with_new_first_page(content: bytes, folder: Path) -> bytes | None:
    """Return the content with the first page of a new marks file; None if sizes do not fit."""
    new = folder / "new.sqlite3"
    with closing(sqlite3.connect(new, isolation_level=None)) as database:
        migrate(database, STEPS)
    page = bytearray(new.read_bytes())
    size = int.from_bytes(page[16:18], "big")
    if len(content) < 2 * size or len(page) < size:
        return None
    del page[size:]
    page[slice(*_PAGE_COUNT)] = (len(content) // size).to_bytes(4, "big")
    page[slice(*_VERSION_VALID_FOR)] = page[slice(*_FILE_CHANGES)]
    page[slice(*_FREE_PAGES)] = bytes(8)
    return bytes(page) + content[size:]


def _read(path: Path) -> list[Edit]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.text_factory = decode
            database.execute("PRAGMA trusted_schema = OFF")
            with suppress(*DATABASE_ERRORS):
                database.execute("PRAGMA writable_schema = ON")
            return list(_edits(database))
    except DATABASE_ERRORS:
        return []


def _edits(database: sqlite3.Connection) -> Iterator[Edit]:
    keys: dict[Any, list[Any]] = {}
    for key, record_id in _scan(database, "SELECT key, paper FROM keys ORDER BY key {}"):
        keys.setdefault(record_id, []).append(key)
    rows = {
        row[0]: row for row in _scan(database, f"SELECT {COLUMNS} FROM papers ORDER BY id {{}}")
    }
    for record_id in keys:
        if record_id not in rows and isinstance(record_id, int):
            with suppress(*DATABASE_ERRORS):
                query = f"SELECT {COLUMNS} FROM papers WHERE id = ?"
                rows.update((row[0], row) for row in database.execute(query, (record_id,)))
    for record_id, row in rows.items():
        record = record_of(row, keys.get(record_id, ()), lenient=True)
        if not (record.mark.starred or record.mark.read or record.mark.note):
            continue
        # A paper whose keys are unreadable can still be recognized by its title.
        names = record.keys or (("title:" + fold_title(record.title),) if record.title else ())
        if names:
            yield Edit(names, record.title, record.starred, record.read, record.note)


def _scan(database: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query from both ends, as far as each gets."""
    rows: dict[tuple[Any, ...], None] = {}
    for order in ("ASC", "DESC"):
        with suppress(*DATABASE_ERRORS):
            for row in database.execute(query.format(order)):
                rows[row] = None
            break
    return list(rows)
