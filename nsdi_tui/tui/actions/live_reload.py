"""Showing edited files without being asked to."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from nsdi_tui.system.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.tui.actions.reading import ReadingActions

DELAY = 1.0
"""Seconds after which changes are noticed, also those since the files were first looked at."""
GRACE = 0.3
"""Seconds in which a file that has vanished may come back: some editors delete and write it."""


class LiveReload:
    """Watches the files of a reader, and has those read again that have changed.

    `call` runs a function in the app, called from another thread. `reopen` opens the lists of the
    command line again: what a folder that has gained or lost pages needs.
    """

    def __init__(
        self,
        reading: ReadingActions,
        call: Callable[..., None],
        reopen: Callable[[], None],
    ) -> None:
        self.reading = reading
        """What reads the lists now."""
        self._call = call
        self._reopen = reopen
        self._watcher: Watcher | None = None
        self._is_closed = threading.Event()

    def start(self) -> None:
        """Begin to watch; to be called in a thread, because it looks at all files once."""
        paths = self.reading.opening.watched
        if paths:
            self._watcher = Watcher(paths, self._changed)
            # Importing watchfiles would delay the first screen.
            if not self._is_closed.wait(DELAY):
                self._watcher.start()

    def close(self) -> None:
        """Stop watching."""
        self._is_closed.set()
        if self._watcher is not None:
            self._watcher.close()

    def _changed(self, paths: frozenset[Path]) -> None:
        if not all(map(os.path.exists, paths)):
            time.sleep(GRACE)
        opening = self.reading.opening
        numbers = opening.numbers_at(paths)
        has_pages_changed = len(numbers) < len(paths) or any(
            opening.slot(number).is_in_folder and not path.exists() for path, number in numbers
        )
        if has_pages_changed:
            self._call(self._reopen)
        else:
            self._call(self.reading.read_changed, [number for _, number in numbers])
