"""Small JSON files of what the program remembers by itself.

They are only a convenience: what is damaged in them is forgotten, and a folder that cannot be
written is no error. Several windows may write one at once.
"""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING, Any

from nsdi_tui.errors import WriteError
from nsdi_tui.system.files import make_private_folder, open_regular, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZE_LIMIT = 4_000_000


def read_state(path: Path) -> dict[str, Any]:
    """Return the values in a file; none if it cannot be read."""
    try:
        with open_regular(path) as stream:
            values = json.loads(stream.read(SIZE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def change_state(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """Replace the values in a file by what `change` makes of them; return whether that worked.

    Other windows wait meanwhile, so that of two changes none is lost.
    """
    try:
        make_private_folder(path.parent)
        lock = path.with_suffix(".lock")
        with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "wb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            text = json.dumps({"version": 1, **change(read_state(path))}, ensure_ascii=True)
            write_whole(path, text, overwrite=True, mode=0o600)
    except (OSError, WriteError):
        return False
    return True
