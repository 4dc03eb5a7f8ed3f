"""Remembering the open list, and opening another one."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Protocol

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.text import clean, counted
from nsdi_tui.errors import DigestError, MissingFileError
from nsdi_tui.system.recent_lists import RecentList, absolute
from nsdi_tui.tui.view.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.tui.actions.live_reload import LiveReload
    from nsdi_tui.tui.actions.reading import ReadingActions
    from nsdi_tui.tui.options import Options
    from nsdi_tui.tui.screens.browse import BrowseScreen

LONGEST_WAIT = 10.0
"""Seconds to wait for a folder whose pages have changed."""
PATIENCE = 1.0
"""Seconds to wait for a list before it is shown as far as it is read."""


class ShowsLists(Protocol):
    """The app, as these actions use it."""

    def notify(self, message: str, *, severity: Any = "information") -> None:
        """Show a notice."""

    def push_screen(self, screen: Any, callback: Any = None) -> Any:
        """Show a dialog; the callback gets its result."""

    def run_worker(
        self, work: Any, *, group: str = "", exclusive: bool = False, thread: bool = False
    ) -> Any:
        """Run a coroutine, or a function in a thread."""

    def call_from_worker(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Run a function in the app, called from another thread."""

    def use_reader(self, reader: BackgroundReader, arguments: Sequence[str]) -> None:
        """Read the list of a command line from now on, in place of the present one."""


class ListActions:
    """Remembers where the user is in each list, and opens lists.

    `options` are those that the app starts with.
    """

    def __init__(self, app: ShowsLists, options: Options) -> None:
        self._app = app
        self._recent = options.recent
        self._live_reload: LiveReload | None = None
        self._watched: tuple[str, ...] = ()

    def remember(self, screen: BrowseScreen, arguments: Sequence[str]) -> None:
        """Store the list that a screen shows, and where the user is in it."""
        library = screen.view.library
        if self._recent is None or "-" in arguments or not library.papers:
            return
        before = self._recent.find(arguments)
        count = len(library.papers)
        if before and screen.view.reading.is_partial:
            count = max(count, before.papers)
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        title = library.title or ", ".join(digest.title for digest in library.digests)
        self._recent.remember(
            RecentList(
                absolute(arguments),
                clean(title, 300),
                count,
                now,
                screen.place.as_json(),
            )
        )

    def watch(
        self, screen: BrowseScreen, reading: ReadingActions, arguments: Sequence[str]
    ) -> None:
        """Show changes of the files that are read, from now on."""
        from nsdi_tui.tui.actions.live_reload import LiveReload

        def reopen() -> None:
            work = self._reopen(screen, arguments)
            self._app.run_worker(work, group="open-list", exclusive=True)

        if self._live_reload is not None and tuple(arguments) == self._watched:
            # A change between two watchers would be missed.
            self._live_reload.reading = reading
            return
        self.close()
        self._watched = tuple(arguments)
        self._live_reload = LiveReload(reading, self._app.call_from_worker, reopen)
        self._app.run_worker(self._live_reload.start, group="watch", thread=True)

    def close(self) -> None:
        """Stop watching files."""
        if self._live_reload is not None:
            self._live_reload.close()

    def choose(self, screen: BrowseScreen, arguments: Sequence[str]) -> None:
        """Ask which list to open, and open it in place of the one that the screen shows."""
        from nsdi_tui.tui.screens.open_list import ListChoice, OpenListScreen

        present = absolute(arguments)
        lists = [
            ListChoice(entry.title, _where(entry), entry.arguments)
            for entry in (self._recent.read() if self._recent else [])
            if entry.arguments != present
        ]
        if present and all(one.arguments for one in lists):
            lists.append(ListChoice("NSDI 2026", "bundled", ()))

        def chosen(result: tuple[str, ...] | None) -> None:
            if result is not None:
                self.remember(screen, arguments)
                self._app.run_worker(self._open(screen, result), group="open-list")

        self._app.push_screen(OpenListScreen(lists), chosen)

    async def _open(self, screen: BrowseScreen, arguments: tuple[str, ...]) -> None:
        arguments = tuple(map(os.path.expanduser, arguments))
        self._app.notify(f"Opening {clean(' '.join(arguments), 100) or 'NSDI 2026'} …")
        try:
            reader = await asyncio.to_thread(_begin, arguments)
        except (DigestError, MissingFileError) as error:
            self._app.notify(str(error), severity="warning")
            return
        entry = self._recent.find(arguments) if self._recent else None
        screen.clear(Place.of_json(entry.place) if entry else None)
        opening = reader.opening
        prepared = await asyncio.to_thread(screen.view.prepare, Library.of(opening.digests))
        is_read = reader.progress is None
        screen.show_library(prepared, opening.whole_digests)
        if is_read:
            screen.reading_ended(is_whole=True)
        self._app.use_reader(reader, arguments)

    async def _reopen(self, screen: BrowseScreen, arguments: Sequence[str]) -> None:
        """Open the present lists again: a folder has other pages."""
        try:
            reader = await asyncio.to_thread(_begin, tuple(arguments))
        except (DigestError, MissingFileError) as error:
            self._app.notify(f"{error}; showing the previous version", severity="warning")
            return
        if reader.progress is not None:
            await asyncio.to_thread(reader.wait, LONGEST_WAIT)
        opening = reader.opening
        library = replace(screen.view.library, digests=opening.digests)
        prepared = await asyncio.to_thread(screen.view.prepare, library)
        screen.show_library(prepared, opening.whole_digests)
        self._app.use_reader(reader, arguments)


def _begin(arguments: Sequence[str]) -> BackgroundReader:
    """Begin to read a list, and wait a moment for it. Raises DigestError, MissingFileError."""
    from nsdi_tui.digest.opening import Opening
    from nsdi_tui.resources import bundled_digest
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.system.digest_cache import DigestCache
    from nsdi_tui.system.fetching import fetch

    cache = DigestCache()
    opening = Opening(arguments or (str(bundled_digest()),), None, cache, fetch)
    reader = BackgroundReader(opening, cache)
    if opening.unread:
        reader.read()
        if not reader.wait(PATIENCE):
            return reader
    try:
        opening.result()
    except DigestError:
        reader.close()
        raise
    return reader


def _where(entry: RecentList) -> str:
    """Return the number of papers and where the list is, as short as fits beside its title."""
    names = ", ".join(
        argument if "://" in argument or ":" in argument else os.path.basename(argument)  # noqa: PTH119
        for argument in entry.arguments
    )
    return clean(f"{counted(entry.papers, 'paper')} · {names or 'bundled'}", 48)
