"""The rules of `.gitignore` files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec

_LARGEST = 100_000
_LONGEST_LINE = 500
# More of them in one name take a regular expression time that grows with their number as a power.
_MOST_STARS = 3


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that hold in a directory: those of its file and of the directories above it."""

    files: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """The directories that have rules, as absolute paths, innermost first."""

    @classmethod
    def above(cls, folder: Path) -> IgnoreRules:
        """Return the rules of the directories above a folder, up to the root of its repository."""
        place = os.path.abspath(folder)  # noqa: PTH100 (keeps symbolic links)
        if os.path.lexists(os.path.join(place, ".git")):  # noqa: PTH118
            return cls()
        parents = []
        while (parent := os.path.dirname(place)) != place:  # noqa: PTH120
            place = parent
            parents.append(place)
            if os.path.lexists(os.path.join(place, ".git")):  # noqa: PTH118
                rules = cls()
                for directory in reversed(parents):
                    rules = rules._with(directory)
                return rules
        return cls()

    def with_file(self, folder: Path) -> IgnoreRules:
        """Return these rules with those of the file in this directory, which take precedence."""
        return self._with(os.path.abspath(folder))  # noqa: PTH100

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Return whether a file or directory is ignored."""
        if not self.files:
            return False
        absolute = os.path.abspath(path)  # noqa: PTH100
        for directory, spec in self.files:
            below = os.path.relpath(absolute, directory).replace(os.sep, "/")
            included = spec.check_file(f"{below}/" if is_folder else below).include
            if included is not None:
                return included
        return False

    def _with(self, directory: str) -> IgnoreRules:
        lines = _lines(os.path.join(directory, ".gitignore"))  # noqa: PTH118
        if not lines:
            return self
        # It takes 30 ms to import, which folders without such a file can do without.
        from pathspec import GitIgnoreSpec

        try:
            spec = GitIgnoreSpec.from_lines(lines)
        except ValueError:
            return self
        return IgnoreRules(((directory, spec), *self.files))


def _lines(path: str) -> list[str]:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError:
        return []
    if len(data) > _LARGEST:
        return []
    lines = data.decode("utf-8", "replace").split("\n")
    return [line.rstrip("\r") for line in lines if line.strip() and _is_simple(line)]


def _is_simple(line: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    names = line.split("/")
    stars = max(name.count("*") for name in names)
    return stars <= _MOST_STARS and sum(name == "**" for name in names) <= _MOST_STARS
