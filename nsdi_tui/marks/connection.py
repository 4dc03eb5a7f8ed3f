"""A connection to the marks file: settings, checks and migration."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import MarksError
from nsdi_tui.marks.errors import DATABASE_ERRORS
from nsdi_tui.marks.index import MarkIndex
from nsdi_tui.marks.rows import read_records
from nsdi_tui.marks.schema import APPLICATION_ID, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.marks.schema import MigrationStep

_FORMAT = 18
"""Where the header has the versions of the file format, for writing and for reading."""
_LATEST_FORMAT = 2
_HIGHEST_VERSION = 100
"""A schema version above this is damage, not a newer program."""


def check_is_file(path: Path) -> None:
    """Raise MarksError for a folder, pipe or device in place of the file or its journal."""
    for part in (path, Path(f"{path}-journal")):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(part.stat().st_mode):
                raise MarksError(f"{clean(part.name)} is not a file")


def check_header(path: Path) -> None:
    """Raise sqlite3.DatabaseError for a format that SQLite would silently open read-only."""
    with path.open("rb") as stream:
        header = stream.read(_FORMAT + 2)
    if any(version > _LATEST_FORMAT for version in header[_FORMAT:]):
        raise sqlite3.DatabaseError("malformed: the file format is impossible")


def prepare(database: sqlite3.Connection, path: Path, steps: Sequence[MigrationStep]) -> int:
    """Check a new connection and return the version of its tables.

    Raises MarksError for a file that is not ours or is newer, sqlite3.DatabaseError for damage.
    """
    # A flipped byte in one note must not hide all the others.
    database.text_factory = decode
    database.execute("PRAGMA trusted_schema = OFF")
    version = int(pragma(database, "user_version"))
    names = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    if names and pragma(database, "application_id") != APPLICATION_ID:
        if names >= TABLES:
            raise sqlite3.DatabaseError("malformed: the application id is wrong")
        raise MarksError(f"{clean(path.name)} is a database of another program")
    if not 0 <= version <= _HIGHEST_VERSION or (names and not version):
        raise sqlite3.DatabaseError("malformed: the version is impossible")
    if version > len(steps):
        raise MarksError("the marks file was written by a newer version of nsdi-tui")
    complaint = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if complaint != "ok":
        raise sqlite3.DatabaseError(f"malformed: {complaint}")
    return version


def migrate(database: sqlite3.Connection, steps: Sequence[MigrationStep]) -> None:
    """Bring the tables up to date in one transaction."""
    database.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another instance may have migrated while this one waited.
        version = pragma(database, "user_version")
        for step in steps[version:]:
            for statement in step:
                database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        database.execute(f"PRAGMA user_version = {len(steps):d}")
        database.execute("COMMIT")
    except DATABASE_ERRORS:
        with suppress(*DATABASE_ERRORS):
            database.execute("ROLLBACK")
        raise


def load(database: sqlite3.Connection) -> MarkIndex:
    """Read all marks. Raises sqlite3.DatabaseError when a value makes no sense."""
    try:
        return MarkIndex(read_records(database))
    except (TypeError, ValueError) as error:
        raise sqlite3.DatabaseError(f"malformed: {error}") from error


def pragma(database: sqlite3.Connection, name: str) -> Any:
    """Return the value of a pragma."""
    return database.execute(f"PRAGMA {name}").fetchone()[0]


def decode(content: bytes) -> str:
    """Return text from a database; bytes that are not UTF-8 are replaced."""
    return content.decode("utf-8", "replace")
