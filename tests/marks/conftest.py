"""Papers made by hand, a marks file, and child processes that mark."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.identity import keys_of
from nsdi_tui.digest.model import Bullet, Digest, Link, LinkKind, Paper
from nsdi_tui.marks.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]


def _make_paper(title: str, summary: str = "", name: str | None = None, **urls: str) -> Paper:
    kinds: dict[str, LinkKind] = {"paper": "paper", "arxiv": "arxiv", "code": "code"}
    links = tuple(Link(kind.title(), kinds[kind], url) for kind, url in urls.items())
    bullets = (Bullet(summary),) if summary else ()
    keys = keys_of(title, links)
    return Paper(title, name, (), None, (), (), (), bullets, links, keys, 1)


@pytest.fixture
def paper() -> Callable[..., Paper]:
    """Make a paper: `paper("Title", paper="https://…", arxiv="https://…", summary="…")`."""
    return _make_paper


@pytest.fixture
def digest() -> Callable[..., Digest]:
    """Make a digest of papers: `digest(*papers, path="/papers/nsdi26.md", title="NSDI 2026")`."""

    def make(*papers: Paper, path: str = "/papers/nsdi26.md", title: str = "NSDI 2026") -> Digest:
        return Digest(title, Path(path).name, children=papers, path=path)

    return make


@pytest.fixture
def marks_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "marks.sqlite3"


@pytest.fixture
def open_marks(marks_file: Path) -> Iterator[Callable[..., Marks]]:
    """Open the marks file, or another one, as a new session; all are closed at the end."""
    opened: list[Marks] = []

    def open_one(path: Path = marks_file) -> Marks:
        opened.append(Marks.open(path))
        return opened[-1]

    yield open_one
    for marks in opened:
        marks.close()


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python with this code and these arguments; what still runs at the end is killed."""
    children: list[subprocess.Popen[str]] = []

    def start_one(
        code: str, *arguments: object, before: tuple[str, ...] = ()
    ) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [*before, sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        return child

    yield start_one
    for child in children:
        child.kill()
        child.communicate()


@pytest.fixture
def own_mounts() -> tuple[str, ...]:
    """The command in front of a child that may mount file systems which nobody else sees."""
    if shutil.which("unshare"):
        prefix = ("unshare", "--map-root-user", "--mount")
        trial = "mount -t tmpfs tmpfs /mnt"
        if subprocess.run([*prefix, "sh", "-c", trial], capture_output=True).returncode == 0:
            return prefix
    reason = "no file systems can be mounted here (unshare --map-root-user --mount)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


PRELUDE = """
import subprocess, sys
from pathlib import Path
from nsdi_tui.digest.model import Paper
from nsdi_tui.marks.model import *
from nsdi_tui.marks.marks import Marks

def paper(number):
    keys = (f"title:paper {number}",)
    return Paper(f"Paper {number}", None, (), None, (), (), (), (), (), keys, 1)

def sh(command):
    subprocess.run(command, shell=True, check=True)

"""
