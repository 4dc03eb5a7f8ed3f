"""The folder of a run: synthetic digests, what the app keeps of them, and an empty home."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import synthetic
from benchmarks.terminal import TREE_COLUMNS, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Workspace:
    """Makes each digest once, and starts programs that do not touch the user's files."""

    def __init__(self, folder: Path, lists: Sequence[str] = ()) -> None:
        self.folder = folder
        self.lists = lists

    def file(self, papers: int) -> Path:
        """Return the file of the digest of this many papers."""
        path = self.folder / f"synthetic-{papers}.md"
        if not path.exists():
            path.write_text(synthetic.digest(papers), encoding="utf-8")
        return path

    def text(self, papers: int) -> str:
        """Return the digest of this many papers as Markdown."""
        return self.file(papers).read_text(encoding="utf-8")

    # nsdi-tui, with a cache of what it parsed for each digest

    def start(self, papers: int) -> Terminal:
        """Start nsdi-tui on a digest; its cache is that of its earlier runs on it."""
        return self.python("-m", "nsdi_tui", str(self.file(papers)), cache=f"{papers}")

    def open(self, papers: int) -> Terminal:
        """Start nsdi-tui on a digest that it parsed and kept before, up to a still screen."""
        if not self._kept(papers):
            with self.start(papers) as terminal:
                self.wait_for_tree(terminal)
                self.wait_until_kept(papers)
        terminal = self.start(papers)
        self.wait_for_tree(terminal)
        terminal.read_for(0.5)
        terminal.frames(lambda _: None)
        return terminal

    def wait_for_tree(self, terminal: Terminal) -> None:
        """Wait until the app shows a synthetic digest."""
        topic = synthetic.FIRST_AREA
        terminal.wait_until(
            lambda screen: (
                screen.is_painted and any(topic in line for line in screen.text(0, TREE_COLUMNS))
            )
        )

    def wait_until_kept(self, papers: int, limit: float = 120) -> None:
        """Wait until an app that runs has written what it parsed, and writes no more."""
        deadline = time.perf_counter() + limit
        before: list[tuple[str, int]] = []
        while not before or before != self._kept(papers):
            if time.perf_counter() > deadline:
                raise TimeoutError("The app never kept what it parsed.")
            before = self._kept(papers)
            time.sleep(1)

    def forget(self, papers: int | str) -> None:
        """Remove what the app kept of a digest."""
        shutil.rmtree(self._cache(f"{papers}"), ignore_errors=True)

    def _kept(self, papers: int) -> list[tuple[str, int]]:
        files = (path for path in self._cache(f"{papers}").rglob("*") if path.is_file())
        return sorted((path.name, path.stat().st_size) for path in files)

    def _cache(self, name: str) -> Path:
        return self.folder / "cache" / name

    # Programs

    def bare(self, kind: str, *arguments: str) -> Terminal:
        """Start one of the bare Textual apps."""
        return self.python("-m", "benchmarks.bare", kind, *arguments)

    def python(self, *arguments: str, cache: str = "kept") -> Terminal:
        """Start this run's Python with these arguments."""
        return Terminal([sys.executable, *arguments], self.environ(cache))

    def environ(self, cache: str = "kept") -> dict[str, str]:
        """Return the environment of a program: an ordinary terminal, an empty home."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TEXTUAL", "PYTHON", "NSDI_TUI", "XDG_"))
        }
        for name in ("NO_COLOR", "TMUX", "STY", "COLUMNS", "LINES"):
            kept.pop(name, None)
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        own = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        return {**kept, **own, "NSDI_TUI_CACHE": str(self._cache(cache)), "LANG": "C.UTF-8"}
