"""The marks file: opened, checked, migrated, put aside when damaged, read and written.

A write is on the disk when `commit` returns: rollback journal, and `synchronous=EXTRA`, which is
FULL and also syncs the folder once the journal is gone (else a power cut could bring it back, and
undo what was acknowledged).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nsdi_tui.marks.faults import StoreError, explained, is_damage, put_aside
from nsdi_tui.marks.index import Index
from nsdi_tui.marks.rows import read_records, write_dirty
from nsdi_tui.marks.schema import APPLICATION_ID, STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.marks.index import Dirty

BUSY_MILLISECONDS = 2_000


class Store:
    """One marks file and at most one connection to it. Not for two threads at once.

    It waits for other writers at most `busy` milliseconds.
    """

    def __init__(
        self, path: Path, steps: Sequence[Step] = STEPS, busy: int = BUSY_MILLISECONDS
    ) -> None:
        self.path = path
        self._given = path
        self.put_aside: str | None = None
        self._steps = steps
        self._busy = busy
        self._db: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._data_version = -1

    @property
    def database(self) -> sqlite3.Connection:
        """The open connection."""
        if self._db is None:
            raise StoreError("the marks file is not open")
        return self._db

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._db is not None

    @property
    def identity(self) -> tuple[int, int] | None:
        """The device and inode of the file that was opened last."""
        return self._identity

    def was_replaced(self) -> bool:
        """Tell whether the path no longer leads to the file that was opened last."""
        return self._identity is not None and _identity(self._given) != self._identity

    def open_existing(self, *, wait: bool = True) -> Index | None:
        """Open the file as `open` does if there is one."""
        try:
            if not os.path.lexists(self._given):
                return None
        except ValueError as error:
            raise explained(error) from error
        return self.open(wait=wait)

    def open(self, *, wait: bool = True) -> Index:
        """Open the file, or make it; check it, bring its tables up to date and read it.

        A damaged file is put aside under a new name, which `put_aside` then tells.
        """
        self.close()
        try:
            # SQLite follows a symbolic link, and so must whoever renames a damaged file.
            self.path = Path(os.path.realpath(self._given))
            return self._open_or_put_aside(self._busy if wait else 0)
        except StoreError:
            self.close()
            raise
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            self.close()
            raise explained(error) from error

    def close(self) -> None:
        """Close the connection, if there is one; what was not committed is undone."""
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
        self._db = None

    def writing_problem(self) -> str | None:
        """Say why a write would fail, as far as permissions tell."""
        if not os.access(self.path, os.W_OK):
            return "the marks file is read-only"
        if not os.access(self.path.parent, os.W_OK | os.X_OK):
            return "the folder of the marks file is read-only"
        return None

    def changed_elsewhere(self) -> bool:
        """Tell whether another connection has written since `load`."""
        try:
            return bool(_pragma(self.database, "data_version") != self._data_version)
        except sqlite3.Error as error:
            raise explained(error) from error

    def load(self) -> Index:
        """Read all marks."""
        try:
            return self._load(self.database)
        except sqlite3.Error as error:
            raise explained(error) from error

    def begin(self, *, wait: bool = True) -> None:
        """Start a write, waiting for another writer or not."""
        try:
            self.database.execute(f"PRAGMA busy_timeout = {self._busy if wait else 0:d}")
            self.database.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise explained(error) from error

    def commit(self) -> None:
        """End the write; afterwards it is on the disk."""
        try:
            self.database.execute("COMMIT")
        except sqlite3.Error as error:
            self.rollback()
            raise explained(error) from error

    def rollback(self) -> None:
        """Undo the write that `begin` started, if any."""
        if self._db is None or not self._db.in_transaction:
            return
        try:
            self._db.execute("ROLLBACK")
        except sqlite3.Error:
            # The next opening rolls the journal back.
            self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write whatever the block does, wholly or not at all."""
        self.begin()
        try:
            yield self.database
        except sqlite3.Error as error:
            raise explained(error) from error
        else:
            self.commit()
        finally:
            self.rollback()

    def write(self, dirty: Dirty) -> None:
        """Write what an edit of the index changed, inside `begin` and `commit`."""
        try:
            write_dirty(self.database, dirty)
        except sqlite3.Error as error:
            self.rollback()
            raise explained(error) from error

    def _open_or_put_aside(self, busy: int) -> Index:
        self._make()
        identity = _identity(self.path)
        try:
            return self._connect(busy)
        except sqlite3.DatabaseError as error:
            self.close()
            # The file may have been put aside by another instance a moment ago.
            if not is_damage(error) or identity != _identity(self.path):
                raise
            try:
                self.put_aside = put_aside(self.path)
            except OSError as problem:
                reason = f"the marks file is damaged and cannot be put aside: {problem.strerror}"
                raise StoreError(reason) from error
            self._make()
            return self._connect(busy)

    def _make(self) -> None:
        """Make the file if there is none; notes are for their writer's eyes alone."""
        if self.path.is_file():
            return
        if self.path.exists():
            raise StoreError(f"{self.path.name} is not a file")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.touch(mode=0o600)

    def _connect(self, busy: int) -> Index:
        # One worker thread uses it, which need not be the one that opened it.
        database = sqlite3.connect(
            self.path, timeout=busy / 1000, isolation_level=None, check_same_thread=False
        )
        self._db = database
        # A flipped byte in one note must not hide all the others.
        database.text_factory = _text
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA synchronous = EXTRA")
        found = _pragma(database, "user_version")
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and _pragma(database, "application_id") != APPLICATION_ID:
            raise StoreError(f"{self.path.name} is a database of another program")
        if found > len(self._steps):
            raise StoreError("the marks file was written by a newer version of nsdi-tui")
        complaint = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if complaint != "ok":
            raise sqlite3.DatabaseError(f"malformed: {complaint}")
        if found < len(self._steps):
            self._migrate(database)
        if _pragma(database, "journal_mode") != "delete":
            database.execute("PRAGMA journal_mode = DELETE")
        self._identity = _identity(self.path)
        return self._load(database)

    def _load(self, database: sqlite3.Connection) -> Index:
        # Asked first: what is written between the two reads is then loaded once more.
        self._data_version = _pragma(database, "data_version")
        try:
            return Index(read_records(database))
        except (TypeError, ValueError, OverflowError) as error:
            raise sqlite3.DatabaseError(f"malformed: {error}") from error

    def _migrate(self, database: sqlite3.Connection) -> None:
        database.execute("BEGIN IMMEDIATE")
        try:
            # Read again: another instance may have migrated while this one waited.
            found = _pragma(database, "user_version")
            for step in self._steps[found:]:
                for statement in step:
                    database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
            database.execute(f"PRAGMA user_version = {len(self._steps):d}")
            database.execute("COMMIT")
        except sqlite3.Error:
            self.rollback()
            raise


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _pragma(database: sqlite3.Connection, name: str) -> Any:
    return database.execute(f"PRAGMA {name}").fetchone()[0]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
