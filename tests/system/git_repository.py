"""A git repository with commits at known dates."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Repository:
    """A repository in a folder, made by `create`."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> Repository:
        """Make an empty repository."""
        folder.mkdir(parents=True)
        repository = cls(folder)
        repository.git("init", "-q", "-b", "main")
        return repository

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        """Run git at noon of a day, without the settings of the user."""
        return subprocess.run(
            ["git", "-c", "user.name=Heron", "-c", "user.email=heron@example.org", *arguments],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_DATE": f"{day}T12:00:00+0000",
                "GIT_COMMITTER_DATE": f"{day}T12:00:00+0000",
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, day: str, **files: str | None) -> None:
        """Write files, or delete those that are None, and commit at noon of a day.

        In the names, `__` is a slash and `_md` at the end is `.md`.
        """
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_md", ".md")
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", f"state of {day}", day=day)


def listed(*birds: str, indent: str = "", bullet: str = "*") -> str:
    """Return a list with a paper about each bird."""
    lines = [
        f"{indent}{bullet} {bird}: Notes on the Life of the {bird} "
        f"\\[[Paper](https://birds.example.org/{bird.lower()}.pdf)]"
        for bird in birds
    ]
    return "# Birds\n\n" + "\n".join(lines) + "\n"
