"""The lists that were opened before, with where the user was in each, in one small file.

The file is only a convenience: what is damaged in it is forgotten, and a folder that cannot be
written is no error. Several windows may write it at once; of the same list, the last one wins.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import WriteError
from nsdi_tui.system.files import make_private_folder, open_regular, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

MOST_LISTS = 50
SIZE_LIMIT = 4_000_000


@dataclass(frozen=True, slots=True)
class RecentList:
    """A list that was opened: the arguments that open it, none for the bundled digest.

    Files are named by their absolute paths. `opened` is in ISO form, in UTC. `place` is where the
    user was, as the app stored it, and `theme` the theme chosen last for it.
    """

    arguments: tuple[str, ...]
    title: str
    papers: int
    opened: str
    theme: str | None = None
    place: Mapping[str, Any] = field(default_factory=dict)


class RecentLists:
    """The file of recent lists."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[RecentList]:
        """Return the lists, the most recent first; none if the file cannot be read."""
        try:
            with open_regular(self._path) as stream:
                values = json.loads(stream.read(SIZE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return []
        entries = values.get("lists") if isinstance(values, dict) else None
        if not isinstance(entries, list):
            return []
        lists = (_read(entry) for entry in entries[:MOST_LISTS])
        return [entry for entry in lists if entry is not None]

    def find(self, arguments: Sequence[str]) -> RecentList | None:
        """Return the list that these arguments open, None if it was never opened."""
        wanted = absolute(arguments)
        return next((entry for entry in self.read() if entry.arguments == wanted), None)

    def remember(self, entry: RecentList) -> bool:
        """Put a list first, in place of what is stored of it; return whether it was stored."""
        try:
            make_private_folder(self._path.parent)
            with self._lock():
                others = [one for one in self.read() if one.arguments != entry.arguments]
                lists = [_written(one) for one in (entry, *others)][:MOST_LISTS]
                text = json.dumps({"version": 1, "lists": lists}, ensure_ascii=True)
                write_whole(self._path, text, overwrite=True, mode=0o600)
        except (OSError, WriteError):
            return False
        return True

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Wait for other windows that are writing the file."""
        lock = self._path.with_suffix(".lock")
        with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "wb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def absolute(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return arguments that open the same lists from any folder."""
    return tuple(
        os.path.abspath(argument) if os.path.exists(argument) else argument  # noqa: PTH100, PTH110
        for argument in arguments
    )


def _written(entry: RecentList) -> dict[str, Any]:
    return {
        "arguments": list(entry.arguments),
        "title": entry.title,
        "papers": entry.papers,
        "opened": entry.opened,
        "theme": entry.theme,
        "place": dict(entry.place),
    }


def _read(values: object) -> RecentList | None:
    """Return the list in these values, None if they are damaged."""
    if not isinstance(values, dict):
        return None
    arguments, title, papers = (values.get(name) for name in ("arguments", "title", "papers"))
    opened, theme, place = (values.get(name) for name in ("opened", "theme", "place"))
    if not isinstance(arguments, list) or not all(isinstance(one, str) for one in arguments):
        return None
    if not isinstance(title, str) or not isinstance(papers, int) or not isinstance(opened, str):
        return None
    return RecentList(
        tuple(arguments),
        clean(title, 300),
        papers,
        clean(opened, 40),
        theme if isinstance(theme, str) else None,
        place if isinstance(place, dict) else {},
    )
