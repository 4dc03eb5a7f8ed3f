"""Showing digests as they are read, and reading them again."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from nsdi_tui.errors import DigestError
from nsdi_tui.tui.view.reading_state import ReadingState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.opening import Opening
    from nsdi_tui.digest.sources.addresses import FetchedList
    from nsdi_tui.system.addition_dates import AdditionDates
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.tui.screens.browse import BrowseScreen
    from nsdi_tui.tui.view.replacement import Replacement

SHOW_EVERY = 0.2
"""Least seconds between two libraries that are shown."""
# At most one part in so many of the time goes into libraries that are not the last.
_SHARE = 5


class ReadingActions:
    """Shows what a reader has read, one library after the other.

    Each is prepared in a thread, which then waits until it is shown. `call` runs a function in
    the app, called from another thread; `fail` ends the app with an error.
    """

    def __init__(
        self,
        app: App[Any],
        screen: BrowseScreen,
        reader: BackgroundReader,
        call: Callable[..., None],
        fail: Callable[[str], None],
    ) -> None:
        self._app = app
        self._screen = screen
        self._reader = reader
        self._call = call
        self._fail = fail
        self._news = threading.Event()
        self._shown = threading.Event()
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self._reloaded: list[int] = []
        self._is_live = False
        self._dates: AdditionDates | None = None
        self._dated: list[Digest] = []
        self.gives_notices = False
        """Whether the notices about all digests are to be shown when they are read."""
        self.finds_dates = False
        """Whether to find out when papers were added to their lists."""

    @property
    def opening(self) -> Opening:
        """The digests that are read."""
        return self._reader.opening

    def begin(self) -> None:
        """Follow what is being read until all of it is."""
        if self._thread is None:
            known = self._screen.view.library.digests
            self._thread = threading.Thread(target=self._follow, args=(known,), daemon=True)
            self._thread.start()
            self._reader.listen(self._news.set)
        self._show_state(self._reader.progress)
        self._news.set()

    def _show_state(self, progress: float | None, *, is_stopped: bool = False) -> None:
        # A list that is read again has all its papers meanwhile.
        is_growing = not self.opening.whole_digests
        self._screen.show_reading(ReadingState(progress, is_stopped, is_growing))

    def find_details(self) -> None:
        """Find out in threads what was not read with the lists, and show it."""
        if not self._screen.view.library.can_show_places:
            threading.Thread(target=self._find_repeats, daemon=True).start()
        self.find_dates_added()

    def _find_repeats(self) -> None:
        library = self._screen.view.library
        library.prepare_places()
        if not self._is_closed:
            self._call(self._screen.repeats_found)

    def find_dates_added(self) -> None:
        """Find out in a thread when papers were added to their lists, and show it."""
        digests = self.opening.whole_digests
        if not self.finds_dates:
            return
        has_history = any(digest.path or digest.address for digest in digests)
        if has_history and [*map(id, digests)] != [*map(id, self._dated)]:
            self._dated = digests
            threading.Thread(target=self._find_dates, args=(digests,), daemon=True).start()

    def _find_dates(self, digests: Sequence[Digest]) -> None:
        from nsdi_tui.system.addition_dates import addition_dates

        library = self._screen.view.library
        dates = addition_dates(digests)
        if not self._is_closed and dates != (library.added, library.first_seen):
            self._dates = dates
            self._call(self.begin)

    def close(self) -> None:
        """End reading."""
        self._is_closed = True
        self._reader.close()
        self._news.set()
        self._shown.set()

    def stop(self) -> None:
        """Stop reading; what is read so far stays."""
        self._reader.stop()
        self._show_state(None, is_stopped=True)
        self._screen.reading_ended(is_whole=False)

    def reload(self, digest: Digest) -> None:
        """Read on where reading was stopped, else read a digest again: its file or its address."""
        unread = {unread.number for unread in self.opening.unread}
        number = self.opening.number_of(digest)
        if number is not None and number not in unread and digest.path is not None:
            self.opening.read_again(number)
            self._reloaded.append(number)
        elif number is not None and number not in unread and digest.address is not None:
            self._app.notify(f"Fetching {digest.address} …")
            task = threading.Thread(target=self._fetch, args=(number, digest.address), daemon=True)
            task.start()
            return
        elif not unread:
            self._app.notify("Read from standard input; nothing to reload", severity="warning")
            return
        self._reader.read()
        self.begin()

    def _fetch(self, number: int, address: str) -> None:
        """Fetch a list again, in a thread."""
        from nsdi_tui.system.fetching import fetch

        try:
            fetched = fetch(address)
        except DigestError as error:
            warn = partial(self._app.notify, severity="warning")
            self._call(warn, f"{error}; showing the previous version")
            return
        if fetched is not None:
            self._call(self._fetched, number, fetched)

    def _fetched(self, number: int, fetched: FetchedList) -> None:
        if self._is_closed:
            return
        if fetched.notices:  # It could not be fetched: the copy is what is shown.
            self._app.notify("\n".join(fetched.notices), severity="warning")
            return
        self._app.notify(f"Fetched {fetched.name}")
        self.opening.read_fetched(number, fetched)
        self._reader.read()
        self.begin()

    def read_changed(self, numbers: Sequence[int]) -> None:
        """Read the files of digests again that have changed, unless that is under way."""
        for number in numbers:
            self.opening.read_again(number)
        self._reloaded += numbers
        self._is_live = True
        self._reader.read()
        self.begin()

    # In the thread

    def _follow(self, shown: Sequence[Digest]) -> None:
        while not self._is_closed:
            self._news.wait()
            self._news.clear()
            begun = perf_counter()
            # In this order: when all is read, the digests are the last ones.
            progress = self._reader.progress
            digests = self.opening.digests
            prepared = None
            dates, self._dates = self._dates, None
            if dates is not None or [*map(id, digests)] != [*map(id, shown)]:
                view = self._screen.view
                library = replace(view.library, digests=digests)
                if dates is not None:
                    library = replace(library, added=dates.added, first_seen=dates.first_seen)
                prepared = view.prepare(library)
                shown = digests
            self._shown.clear()
            self._call(self._show, prepared, progress)
            self._shown.wait()
            spent = perf_counter() - begun
            # The user waits for the first part; only those after it have to wait.
            has_papers = any(digest.papers for digest in shown)
            if has_papers and self._reader.progress is not None:
                self._reader.wait(max(SHOW_EVERY - spent, (_SHARE - 1) * spent))

    # In the app

    def _show(self, prepared: Replacement | None, progress: float | None) -> None:
        try:
            if self._is_closed:
                return
            if prepared is not None:
                self._screen.show_library(prepared, self.opening.whole_digests)
            is_stopped = self._reader.progress is None and bool(self.opening.unread)
            self._show_state(None if is_stopped else progress, is_stopped=is_stopped)
            # What has begun meanwhile reports all notices when it ends.
            if progress is None and self._reader.progress is None and not is_stopped:
                self._finish()
        finally:
            self._shown.set()

    def _finish(self) -> None:
        """Show the notices about what was read, at the place where the user was."""
        self._screen.reading_ended(is_whole=True)
        self.find_dates_added()
        numbers, self._reloaded = self._reloaded, []
        notices = [text for each in numbers for text in self.opening.slot(each).all_notices]
        if self.gives_notices:
            self.gives_notices = False
            try:
                notices = [*self.opening.result().notices]
            except DigestError as error:
                self._fail(str(error))
        if notices:
            self._app.notify("\n".join(notices), severity="warning")
        elif self._is_live and numbers:
            names = ", ".join(self.opening.slot(each).unread.name for each in numbers[:3])
            self._app.notify(f"Reloaded {names}{', …' if len(numbers) > 3 else ''}")
        self._is_live = False
