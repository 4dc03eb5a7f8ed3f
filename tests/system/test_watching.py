"""Files that change in the ways in which editors and git change them."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.watching import Watcher
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Seen:
    """The files that a watcher reported."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self._news = threading.Event()

    def __call__(self, changed: frozenset[Path]) -> None:
        self.paths |= changed
        self._news.set()

    def wait_for(self, *paths: Path) -> None:
        """Wait until these files, and no others, have been reported since the last call."""
        end = time.monotonic() + HANG
        while not self.paths >= set(paths) and time.monotonic() < end:
            self._news.wait(0.1)
            self._news.clear()
        assert self.paths == set(paths)
        self.paths = set()


@pytest.fixture(params=["events", "intervals"])
def watch(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Seen]]:
    """Watch paths, with the events of watchfiles or as if it were not installed."""
    if request.param == "intervals":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    watchers = []

    def start(*paths: Path) -> Seen:
        seen = Seen()
        watchers.append(Watcher(paths, seen))
        watchers[-1].start()
        return seen

    yield start
    for watcher in watchers:
        watcher.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "birds.md"
    path.write_text("# Birds\n")
    return path


def test_a_file_that_is_written(file: Path, watch: Callable[..., Seen]) -> None:
    seen = watch(file)
    file.write_text("# Birds\n\n* Owl\n")
    seen.wait_for(file)


def test_a_file_that_is_replaced(file: Path, watch: Callable[..., Seen]) -> None:
    seen = watch(file)
    for text in ("# Gulls\n", "# Terns\n"):
        other = file.with_suffix(".tmp")
        other.write_text(text)
        other.replace(file)
        seen.wait_for(file)


def test_a_file_that_vanishes_and_comes_back(file: Path, watch: Callable[..., Seen]) -> None:
    seen = watch(file)
    file.rename(file.with_suffix(".bak"))
    seen.wait_for(file)
    file.with_suffix(".bak").rename(file)
    seen.wait_for(file)


def test_a_file_that_is_cut_off(file: Path, watch: Callable[..., Seen]) -> None:
    seen = watch(file)
    with file.open("r+") as stream:
        stream.truncate(0)
    seen.wait_for(file)


def test_other_files_of_the_folder_are_not_reported(file: Path, watch: Callable[..., Seen]) -> None:
    seen = watch(file)
    (file.parent / "other.md").write_text("# Other\n")
    file.write_text("# Changed\n")
    seen.wait_for(file)


def test_the_target_of_a_symbolic_link(
    file: Path, tmp_path: Path, watch: Callable[..., Seen]
) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "birds.md"
    link.symlink_to(file)
    seen = watch(link)
    file.write_text("# Changed\n")
    seen.wait_for(link)


def test_a_folder(file: Path, watch: Callable[..., Seen]) -> None:
    below = file.parent / "a" / "b"
    below.mkdir(parents=True)
    (file.parent / ".git").mkdir()
    seen = watch(file.parent)
    (below / "new.md").write_text("# New\n")
    seen.wait_for(below / "new.md")
    (file.parent / ".git" / "index.md").write_text("")
    (below / "picture.png").write_text("")
    file.unlink()
    seen.wait_for(file)
    (file.parent / "later").mkdir()
    (file.parent / "later" / "page.md").write_text("# Page\n")
    seen.wait_for(file.parent / "later" / "page.md")


def test_a_change_before_the_start_is_reported(file: Path) -> None:
    seen = Seen()
    watcher = Watcher([file], seen)
    file.write_text("# Changed\n")
    watcher.start()
    seen.wait_for(file)
    watcher.close()


def test_nothing_is_reported_after_the_end(file: Path) -> None:
    seen = Seen()
    watcher = Watcher([file], seen)
    watcher.start()
    watcher.close()
    watcher._thread.join(HANG)
    assert not watcher._thread.is_alive()
    file.write_text("# Changed\n")
    assert seen.paths == set()
