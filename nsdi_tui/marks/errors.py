"""What can go wrong with the marks file, explained, and quarantine for damaged files."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import MarksError

# Python raises UnicodeDecodeError in place of a DatabaseError whose message is not UTF-8, which
# happens when the message quotes a damaged name.
DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError, MemoryError)

_REASONS = (
    ("locked", "the marks file is in use by another program"),
    ("readonly", "the marks file is read-only"),
    ("full", "the disk is full"),
    ("unable to open", "the marks file or its folder cannot be opened for writing"),
    ("disk i/o", "the disk reports an error"),
)
_DAMAGE = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "unsupported file format",
    "corrupt",
)


def is_damage(error: BaseException) -> bool:
    """Return whether the error means that the content of the file is broken."""
    if isinstance(error, UnicodeDecodeError):
        return True
    # Python 3.10 gives no error code; the messages are the same in all versions of SQLite.
    text = str(error).lower()
    if not text:
        # Python 3.10 drops a message that is not UTF-8.
        return type(error) is sqlite3.DatabaseError
    return isinstance(error, sqlite3.Error) and any(word in text for word in _DAMAGE)


def explained(error: BaseException) -> MarksError:
    """Return the error as one that names the reason in plain words."""
    if isinstance(error, MarksError):
        return error
    if is_damage(error):
        return MarksError("the marks file is damaged", damaged=True)
    if isinstance(error, OSError) and error.strerror:
        return MarksError(f"the marks file cannot be used: {clean(error.strerror)}")
    text = str(error).lower()
    for word, reason in _REASONS:
        if word in text:
            return MarksError(reason)
    return MarksError(f"the marks file cannot be used: {clean(str(error))}")


def quarantine(path: Path) -> Path:
    """Rename a damaged file and its journal, over no other file; return the new path."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    target = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 2
    while target.exists():
        target = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
        number += 1
    # A journal left behind would be played back into the new file.
    for suffix in ("-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{target}{suffix}")
    path.rename(target)
    return target
