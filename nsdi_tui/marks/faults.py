"""What can be wrong with the marks file, in words for the reader."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

_REASONS = (
    ("locked", "the marks file is in use by another program"),
    ("readonly", "the marks file is read-only"),
    ("full", "the disk is full"),
    ("unable to open", "the marks file or its folder cannot be opened for writing"),
    ("disk i/o", "the disk reports an error"),
)


class StoreError(Exception):
    """The marks file cannot be used now; the text says why, in words for the reader."""

    def __init__(self, reason: str, *, damaged: bool = False) -> None:
        super().__init__(reason)
        self.damaged = damaged


def is_damage(error: Exception) -> bool:
    """Tell whether the error says that the file's content is broken."""
    # Python 3.10 gives no error code; SQLite's texts are the same in all its versions.
    text = str(error).lower()
    return any(word in text for word in ("malformed", "not a database", "no such table"))


def explained(error: Exception) -> StoreError:
    """Return the error in the reader's words."""
    if isinstance(error, OSError) and error.strerror:
        return StoreError(f"the marks file cannot be used: {error.strerror}")
    if isinstance(error, sqlite3.Error) and is_damage(error):
        return StoreError("the marks file is damaged", damaged=True)
    text = str(error).lower()
    for word, reason in _REASONS:
        if word in text:
            return StoreError(reason)
    return StoreError(f"the marks file cannot be used: {error}")


def put_aside(path: Path) -> str:
    """Rename a damaged file and what belongs to it, over no other file; return its new name."""
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
    return target.name
