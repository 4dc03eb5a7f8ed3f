"""Completing the path of a list as a shell does: folders and Markdown files."""

from __future__ import annotations

import os
from itertools import islice

MOST_ENTRIES = 2_000
"""Of a larger folder, only so many entries are looked at."""
_SUFFIXES = (".md", ".markdown")


def looks_like_path(text: str) -> bool:
    """Return whether a text is meant as a path rather than as words of a title."""
    return text.startswith(("~", ".", "/")) or "/" in text or text.endswith(_SUFFIXES)


def candidates(text: str) -> list[str]:
    """Return the folders, with a slash, and Markdown files that begin with this path, sorted.

    Hidden ones only if the path begins their name with a dot. A folder that cannot be read has
    none.
    """
    folder, _, start = text.rpartition("/")
    above = f"{folder}/" if "/" in text else ""
    place = os.path.expanduser(above) or "."  # noqa: PTH111 (leaves unknown users as they are)
    found = []
    try:
        with os.scandir(place) as entries:
            for entry in islice(entries, MOST_ENTRIES):
                name = entry.name
                if not name.startswith(start) or (name.startswith(".") and not start):
                    continue
                if entry.is_dir():
                    found.append(f"{above}{name}/")
                elif name.endswith(_SUFFIXES):
                    found.append(f"{above}{name}")
    except (OSError, ValueError):
        return []
    return sorted(found)


def completed(text: str) -> str:
    """Return the path as far as all candidates agree; the path itself without any."""
    return os.path.commonprefix(candidates(text)) or text  # noqa: RUF071 (character by character)
