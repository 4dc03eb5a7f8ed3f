"""Noticing that opened files have changed, in a thread.

What has changed is decided by comparing time, size and identity of the files. watchfiles says when
to compare; where its events do not arrive, as on some network file systems, or where it cannot be
used, they are compared at intervals.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    State: TypeAlias = tuple[int, int, int] | None

INTERVAL, INTERVAL_WITH_EVENTS = 0.5, 2.0
"""Seconds between two comparisons, without and with the events of watchfiles."""
_SETTLE, _LONGEST_WAIT = 20, 100
"""Milliseconds without events after which they are reported, and the most to wait for that."""
_SUFFIXES = (".md", ".markdown")
_LISTED = (*_SUFFIXES, ".gitignore")


class Watcher:
    """Calls a function, in its own thread, with the files that have changed, come or gone.

    `paths` are files and folders; in a folder, Markdown files at any depth are watched, but for
    those in hidden directories. A symbolic link counts as changed when its target does.
    """

    def __init__(self, paths: Iterable[Path], on_change: Callable[[frozenset[Path]], None]) -> None:
        self._paths = tuple(paths)
        self._on_change = on_change
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._before = self._states()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch; what has changed since the watcher was made is reported too."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching. A call that is under way may still come to its end."""
        self._stop.set()
        self._wake.set()

    def _run(self) -> None:
        have_events = self._listen()
        while not self._stop.is_set():
            self._compare()
            self._wake.wait(INTERVAL_WITH_EVENTS if have_events else INTERVAL)
            self._wake.clear()

    def _compare(self) -> None:
        states = self._states()
        changed = {
            path
            for path in states.keys() | self._before.keys()
            if states.get(path) != self._before.get(path)
        }
        self._before = states
        if changed:
            self._on_change(frozenset(changed))

    def _states(self) -> dict[Path, State]:
        return {file: _state(file) for path in self._paths for file in _files(path)}

    # Events

    def _listen(self) -> bool:
        """Start threads that wake the comparison; return whether that is possible."""
        try:
            import watchfiles  # noqa: F401
        except ImportError:
            return False
        folders = {path for path in self._paths if path.is_dir()}
        # A program that replaces a file by renaming another is seen in the folder of the file.
        parents = {
            parent
            for path in self._paths
            if path not in folders
            for parent in (path.parent, Path(os.path.realpath(path)).parent)
            if parent.is_dir()
        }
        for watched, is_recursive in ((folders, True), (parents, False)):
            if watched:
                arguments = (watched, is_recursive)
                thread = threading.Thread(target=self._wake_at, args=arguments, daemon=True)
                thread.start()
        return True

    def _wake_at(self, folders: set[Path], is_recursive: bool) -> None:
        from watchfiles import watch

        # Without events, as on a system that has no watches left, the intervals remain.
        with contextlib.suppress(OSError, RuntimeError):
            for _ in watch(
                *folders,
                watch_filter=None,
                debounce=_LONGEST_WAIT,
                step=_SETTLE,
                stop_event=self._stop,
                rust_timeout=1000,
                raise_interrupt=False,
                recursive=is_recursive,
                ignore_permission_denied=True,
            ):
                self._wake.set()


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder that decide what its lists are."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder) / name for name in names if name.endswith(_LISTED))


def _state(path: Path) -> State:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
