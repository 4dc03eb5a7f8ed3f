"""The folder of a run: synthetic digests, what was parsed of them, and an empty home."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import synthetic
from benchmarks.terminal import TREE_COLUMNS, Terminal
from nsdi_tui.digest.parsing import parse
from nsdi_tui.system import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nsdi_tui.digest.model import Digest


class Workspace:
    """Makes each digest once, and starts programs that touch nothing of the reader's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, papers: int) -> Path:
        """Return the file of the digest of this many papers."""
        path = self.folder / f"synthetic-{papers}.md"
        if not path.exists():
            path.write_text(synthetic.digest(papers), encoding="utf-8")
        return path

    def text(self, papers: int) -> str:
        """Return the digest of this many papers as Markdown."""
        return self.file(papers).read_text(encoding="utf-8")

    def digest(self, papers: int) -> Digest:
        """Return the digest of this many papers; it is parsed at most once."""
        text = self.text(papers)
        cache = self._cache("kept")
        digest = parsed.load(text, cache)
        if digest is None:
            digest = parse(text)
            parsed.store(text, digest, cache)
        return digest

    def app(self, *arguments: str, cache: str = "kept") -> Terminal:
        """Start nsdi-tui with a cache of parsed digests of its own name."""
        return self.python("-m", "nsdi_tui", *arguments, cache=cache)

    def open(self, papers: int) -> Terminal:
        """Start nsdi-tui on a digest that is parsed already, and wait for its first screen."""
        self.digest(papers)
        terminal = self.app(str(self.file(papers)))
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
        """Wait until an app that runs has put what it parsed into its cache."""
        text, cache = self.text(papers), self._cache("kept")
        deadline = time.perf_counter() + limit
        while parsed.load(text, cache) is None:
            if time.perf_counter() > deadline:
                raise TimeoutError("what was parsed was never kept")
            time.sleep(0.2)

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
        return {**kept, **own, **self._cache(cache), "LANG": "C.UTF-8"}

    def _cache(self, name: str) -> Mapping[str, str]:
        return {"NSDI_TUI_CACHE": str(self.folder / "cache" / name)}
