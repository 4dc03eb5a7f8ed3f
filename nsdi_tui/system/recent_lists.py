"""The lists that were opened before, with where the user was in each, in one small file.

Several windows may write it at once; of the same list, the last one wins.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean
from nsdi_tui.system.state_files import change_state, read_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MOST_LISTS = 50


@dataclass(frozen=True, slots=True)
class RecentList:
    """A list that was opened: the arguments that open it, none for the bundled digest.

    Files are named by their absolute paths. `opened` is in ISO form, in UTC. `place` is where the
    user was, as the app stored it.
    """

    arguments: tuple[str, ...]
    title: str
    papers: int
    opened: str
    place: Mapping[str, Any] = field(default_factory=dict)


class RecentLists:
    """The file of recent lists."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[RecentList]:
        """Return the lists, the most recent first; none if the file cannot be read."""
        return _lists_of(read_state(self._path))

    def find(self, arguments: Sequence[str]) -> RecentList | None:
        """Return the list that these arguments open, None if it was never opened."""
        wanted = absolute(arguments)
        return next((entry for entry in self.read() if entry.arguments == wanted), None)

    def remember(self, entry: RecentList) -> bool:
        """Put a list first, in place of what is stored of it; return whether it was stored."""

        def put_first(values: dict[str, Any]) -> dict[str, Any]:
            others = (one for one in _lists_of(values) if one.arguments != entry.arguments)
            return {"lists": [_written(one) for one in (entry, *others)][:MOST_LISTS]}

        return change_state(self._path, put_first)


def absolute(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return arguments that open the same lists from any folder."""
    return tuple(
        os.path.abspath(argument) if os.path.exists(argument) else argument  # noqa: PTH100, PTH110
        for argument in arguments
    )


def _lists_of(values: dict[str, Any]) -> list[RecentList]:
    entries = values.get("lists")
    if not isinstance(entries, list):
        return []
    lists = (_read(entry) for entry in entries[:MOST_LISTS])
    return [entry for entry in lists if entry is not None]


def _written(entry: RecentList) -> dict[str, Any]:
    return {
        "arguments": list(entry.arguments),
        "title": entry.title,
        "papers": entry.papers,
        "opened": entry.opened,
        "place": dict(entry.place),
    }


def _read(values: object) -> RecentList | None:
    """Return the list in these values, None if they are damaged."""
    if not isinstance(values, dict):
        return None
    arguments, title, papers = (values.get(name) for name in ("arguments", "title", "papers"))
    opened, place = values.get("opened"), values.get("place")
    if not isinstance(arguments, list) or not all(isinstance(one, str) for one in arguments):
        return None
    if not isinstance(title, str) or not isinstance(papers, int) or not isinstance(opened, str):
        return None
    return RecentList(
        tuple(arguments),
        clean(title, 300),
        papers,
        clean(opened, 40),
        place if isinstance(place, dict) else {},
    )
