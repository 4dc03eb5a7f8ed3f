"""Which papers of the opened digests are new or changed, until somebody looks at them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from nsdi_tui.marks.faults import StoreError, explained
from nsdi_tui.marks.snapshots import (
    Contents,
    begin_snapshot,
    end_snapshot,
    find_snapshot,
    freshness_of,
    is_placed,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from threading import RLock

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.model import Freshness
    from nsdi_tui.marks.store import Store

# So many papers are compared or written before others get the lock and the file.
_CHUNK = 2_000


class News:
    """The news of this session. A paper in two digests is new while it is new in one of them.

    What another instance looks at is not news any more at the next opening, not before.
    """

    def __init__(self, store: Store, lock: RLock) -> None:
        self._store = store
        self._lock = lock
        self._fresh: dict[int, dict[str, Freshness]] = {}
        self._contents: dict[int, Contents] = {}
        self._unsaved: list[tuple[int, int, int]] = []
        self._file = store.identity

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return what the paper is to the reader, None when it is known."""
        for fresh in tuple(self._fresh.values()):
            if fresh and (found := fresh.get(paper.key)) is not None:
                return found
        return None

    def opened(self, digest: Digest) -> bool:
        """Compare a digest with what was read of it; False when the file could not be used."""
        contents = Contents(digest.papers)
        try:
            with self._lock:
                number, is_first = self._snapshot(digest)
                file = self._store.identity
            fresh: dict[str, Freshness] = {}
            for chunk in _chunks(digest.papers):
                with self._lock:
                    if self._store.identity != file:
                        return False
                    if is_first:
                        rows = (row for paper in chunk for row in contents.rows(number, paper))
                        with self._store.transaction() as database:
                            write_rows(database, rows)
                    else:
                        fresh.update(self._compare(number, contents, chunk))
            with self._lock:
                if is_first:
                    with self._store.transaction() as database:
                        end_snapshot(database, number, digest)
                self._contents[number] = contents
                self._fresh[number] = fresh
        except StoreError:
            return False
        return True

    def seen(self, papers: Iterable[Paper]) -> None:
        """Let these papers be known from now on; what cannot be written waits for `save`."""
        with self._lock:
            for paper in papers:
                for number, fresh in self._fresh.items():
                    if fresh.pop(paper.key, None) is not None:
                        self._unsaved += self._contents[number].rows(number, paper)
            self.save()

    def save(self) -> None:
        """Write what was seen and is not written yet."""
        with self._lock:
            if self._store.identity != self._file:
                # Another file: the numbers of the snapshots mean nothing there.
                self._unsaved.clear()
            if not self._unsaved:
                return
            with suppress(StoreError):
                with self._store.transaction() as database:
                    write_rows(database, self._unsaved)
                self._unsaved.clear()

    def _snapshot(self, digest: Digest) -> tuple[int, bool]:
        """Return the number of the digest's snapshot and whether it was begun just now."""
        if self._store.identity != self._file:
            self._fresh.clear()
            self._contents.clear()
            self._unsaved.clear()
            self._file = self._store.identity
        try:
            number = find_snapshot(self._store.database, digest)
            if number is not None and is_placed(self._store.database, number, digest):
                return number, False
        except sqlite3.Error as error:
            raise explained(error) from error
        with self._store.transaction() as database:
            if number is None:
                return begin_snapshot(database, digest), True
            end_snapshot(database, number, digest)
            return number, False

    def _compare(
        self, number: int, contents: Contents, papers: Sequence[Paper]
    ) -> Iterator[tuple[str, Freshness]]:
        try:
            for paper in papers:
                found = freshness_of(self._store.database, contents.rows(number, paper))
                if found is not None:
                    yield paper.key, found
        except sqlite3.Error as error:
            raise explained(error) from error


def _chunks(papers: Sequence[Paper]) -> Iterator[Sequence[Paper]]:
    for start in range(0, len(papers), _CHUNK):
        yield papers[start : start + _CHUNK]
