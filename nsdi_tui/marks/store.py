"""The marks file: opened, checked, migrated, quarantined when damaged, read and written.

A write is on disk when `commit` returns: rollback journal, and `synchronous=EXTRA`, which is FULL
and also syncs the folder once the journal is deleted (otherwise a power cut could bring the
journal back and undo an acknowledged write).
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import MarksError
from nsdi_tui.marks.connection import check_header, check_is_file, load, migrate, pragma, prepare
from nsdi_tui.marks.errors import DATABASE_ERRORS, explained, is_damage, quarantine
from nsdi_tui.marks.rows import write_changes
from nsdi_tui.marks.schema import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.marks.index import MarkIndex, WriteSet
    from nsdi_tui.marks.records import Edit
    from nsdi_tui.marks.schema import MigrationStep

BUSY_MILLISECONDS = 2_000
_OPENING_ERRORS = (*DATABASE_ERRORS, OSError, RuntimeError, ValueError)


class Store:
    """One marks file and at most one connection to it. Not for two threads at once.

    Waits for other writers at most `busy` milliseconds. After a damaged file was quarantined,
    `quarantined` is its new name and `salvaged` are the marks that could still be read of it.
    """

    def __init__(
        self, path: Path, steps: Sequence[MigrationStep] = STEPS, busy: int = BUSY_MILLISECONDS
    ) -> None:
        self.path = path
        self.quarantined: str | None = None
        self.salvaged: list[Edit] = []
        self._given = path
        self._steps = steps
        self._busy = busy
        self._db: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._data_version = -1

    @property
    def database(self) -> sqlite3.Connection:
        """The open connection."""
        if self._db is None:
            raise MarksError("the marks file is not open")
        return self._db

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._db is not None

    @property
    def identity(self) -> tuple[int, int] | None:
        """The device and inode of the file that was read last, None before."""
        return self._identity

    @property
    def is_unread(self) -> bool:
        """Whether there is a file, but it could not be read so far."""
        if self._identity is not None:
            return False
        try:
            status = self.path.stat()
        except (OSError, ValueError):
            return False
        # An empty file was created by an opening that failed, and holds no marks.
        return stat.S_ISREG(status.st_mode) and status.st_size > 0

    def was_replaced(self) -> bool:
        """Return whether the path no longer leads to the file that was opened last."""
        return self._identity is not None and _identity(self._given) != self._identity

    def open_existing(self, *, wait: bool = True) -> MarkIndex | None:
        """Open the file like `open` if there is one."""
        try:
            if not os.path.lexists(self._given):
                return None
        except ValueError as error:
            raise explained(error) from error
        return self.open(wait=wait)

    def open(self, *, wait: bool = True) -> MarkIndex:
        """Open or create the file; check it, migrate its tables and read it.

        A damaged file is quarantined: see `quarantined` and `salvaged`.
        """
        self.close()
        try:
            # SQLite follows a symbolic link, and quarantine must rename what SQLite opens.
            self.path = Path(os.path.realpath(self._given))
            return self._open_or_quarantine(self._busy if wait else 0)
        except _OPENING_ERRORS as error:
            self.close()
            raise explained(error) from error
        except MarksError:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection, if any; uncommitted changes are undone."""
        if self._db is not None:
            with suppress(*DATABASE_ERRORS):
                self._db.close()
        self._db = None

    def writing_problem(self) -> str | None:
        """Return why a write would fail, as far as permissions show; None if it may succeed."""
        if not os.access(self.path, os.W_OK):
            return "the marks file is read-only"
        if not os.access(self.path.parent, os.W_OK | os.X_OK):
            return "the folder of the marks file is read-only"
        return None

    def changed_elsewhere(self) -> bool:
        """Return whether another connection has written since `load`."""
        try:
            return bool(pragma(self.database, "data_version") != self._data_version)
        except DATABASE_ERRORS as error:
            raise explained(error) from error

    def load(self) -> MarkIndex:
        """Read all marks."""
        try:
            return self._load(self.database)
        except DATABASE_ERRORS as error:
            raise explained(error) from error

    def begin(self, *, wait: bool = True) -> None:
        """Start a write, optionally waiting for another writer."""
        try:
            self.database.execute(f"PRAGMA busy_timeout = {self._busy if wait else 0:d}")
            self.database.execute("BEGIN IMMEDIATE")
        except DATABASE_ERRORS as error:
            raise explained(error) from error

    def commit(self) -> None:
        """End the write; it is on disk when this returns."""
        try:
            self.database.execute("COMMIT")
        except DATABASE_ERRORS as error:
            self.rollback()
            raise explained(error) from error

    def rollback(self) -> None:
        """Undo the write that `begin` started, if any."""
        if self._db is None or not self._db.in_transaction:
            return
        try:
            self._db.execute("ROLLBACK")
        except DATABASE_ERRORS:
            # The journal is rolled back the next time the file is opened.
            self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write everything the block does, or nothing."""
        self.begin()
        try:
            yield self.database
        except DATABASE_ERRORS as error:
            raise explained(error) from error
        else:
            self.commit()
        finally:
            self.rollback()

    def write(self, changes: WriteSet) -> None:
        """Write what an edit of the index changed, between `begin` and `commit`.

        Without changes the header is written: only a write shows whether the file is writable.
        """
        try:
            if changes:
                write_changes(self.database, changes)
            else:
                self.database.execute(f"PRAGMA user_version = {len(self._steps):d}")
        except DATABASE_ERRORS as error:
            self.rollback()
            raise explained(error) from error

    def _open_or_quarantine(self, busy: int) -> MarkIndex:
        self._create()
        identity = _identity(self.path)
        try:
            return self._connect(busy)
        except DATABASE_ERRORS as error:
            self.close()
            # Another instance may have quarantined the file a moment ago.
            if not is_damage(error) or identity != _identity(self.path):
                raise
            self._quarantine()
            self._create()
            return self._connect(busy)

    def _quarantine(self) -> None:
        from nsdi_tui.marks.salvage import salvage

        salvaged = salvage(self.path)
        try:
            self.quarantined = clean(quarantine(self.path).name)
        except OSError as error:
            raise MarksError(
                f"the marks file is damaged and cannot be renamed: {clean(error.strerror or '')}"
            ) from error
        self.salvaged = salvaged

    def _create(self) -> None:
        """Create the file, readable by its owner only, unless it exists."""
        check_is_file(self.path)
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.touch(mode=0o600)

    def _connect(self, busy: int) -> MarkIndex:
        check_header(self.path)
        # The worker thread that uses it need not be the one that opened it.
        database = sqlite3.connect(
            self.path, timeout=busy / 1000, isolation_level=None, check_same_thread=False
        )
        self._db = database
        version = prepare(database, self.path, self._steps)
        database.execute("PRAGMA synchronous = EXTRA")
        if version < len(self._steps):
            migrate(database, self._steps)
        if pragma(database, "journal_mode") != "delete":
            database.execute("PRAGMA journal_mode = DELETE")
        identity = _identity(self.path)
        index = self._load(database)
        self._identity = identity
        return index

    def _load(self, database: sqlite3.Connection) -> MarkIndex:
        # Queried first: what is written between the two reads is then loaded once more.
        self._data_version = pragma(database, "data_version")
        return load(database)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
