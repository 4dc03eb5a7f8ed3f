"""Which papers of the opened digests are new or changed, until they are viewed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from nsdi_tui.errors import MarksError
from nsdi_tui.marks.errors import DATABASE_ERRORS, explained
from nsdi_tui.marks.snapshots import (
    MISSING,
    OUTDATED,
    Fingerprints,
    begin_snapshot,
    end_snapshot,
    find_snapshot,
    freshness_of,
    is_placed,
    listed_before,
    place_of,
    rows_with,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from threading import RLock

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.model import Freshness
    from nsdi_tui.marks.records import Record
    from nsdi_tui.marks.store import Store

# Papers compared or written before other threads and processes get the lock and the file.
_CHUNK = 2_000


class FreshnessTracker:
    """The new and changed papers of this session.

    A paper in two digests is new while it is new in one of them. What is viewed in another window
    stays new here until the digest is opened again.
    """

    def __init__(self, store: Store, lock: RLock) -> None:
        self._store = store
        self._lock = lock
        self._fresh: dict[int, dict[str, Freshness]] = {}
        self._fingerprints: dict[int, Fingerprints] = {}
        self._numbers: dict[str, int] = {}
        self._unsaved: list[tuple[int, int, int]] = []
        self._file = store.identity

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return whether the paper is new or changed, None when it is known."""
        for fresh in tuple(self._fresh.values()):
            if fresh and (state := fresh.get(paper.key)) is not None:
                return state
        return None

    @property
    def all(self) -> dict[str, Freshness]:
        """The new and changed papers of all digests that were opened, by their best keys."""
        merged: dict[str, Freshness] = {}
        for fresh in reversed(tuple(self._fresh.values())):
            merged |= fresh
        return merged

    def opened(self, digest: Digest) -> bool:
        """Compare a digest with its snapshot; False when the file could not be used."""
        fingerprints = Fingerprints(digest.papers)
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
                        rows = (row for paper in chunk for row in fingerprints.rows(number, paper))
                        with self._store.transaction() as database:
                            write_rows(database, rows)
                    else:
                        fresh.update(self._compare(number, fingerprints, chunk))
            with self._lock:
                if is_first:
                    with self._store.transaction() as database:
                        end_snapshot(database, number, digest)
                self._fingerprints[number] = fingerprints
                self._fresh[number] = fresh
                self._numbers[place_of(digest)] = number
        except MarksError:
            return False
        return True

    def seen(self, papers: Iterable[Paper]) -> None:
        """Treat these papers as known; what cannot be written now waits for `save`."""
        with self._lock:
            for paper in papers:
                for number, fresh in self._fresh.items():
                    if fresh.pop(paper.key, None) is not None:
                        self._unsaved += self._fingerprints[number].rows(number, paper)
            self.save()

    def save(self) -> None:
        """Write what was viewed and is not written yet."""
        with self._lock:
            if self._store.identity != self._file:
                # Another file: the numbers of the snapshots mean nothing there.
                self._unsaved.clear()
            if not self._unsaved:
                return
            with suppress(MarksError):
                with self._store.transaction() as database:
                    write_rows(database, self._unsaved)
                self._unsaved.clear()

    # Papers that left a digest

    def missing(self, digest: Digest, unlisted: Iterable[Record]) -> list[Record]:
        """Return, of records without a paper in this digest, those that had one before.

        Leaves out those that `reported_missing` was called for.
        """
        number = self._numbers.get(place_of(digest))
        if number is None:
            return []
        with self._lock:
            try:
                database = self._store.database
                return [r for r in unlisted if listed_before(database, number, r.keys)]
            except DATABASE_ERRORS as error:
                raise explained(error) from error

    def fresh_papers(self, digest: Digest) -> list[Paper]:
        """Return the new and changed papers of this digest."""
        fresh = self._fresh.get(self._numbers.get(place_of(digest), -1), {})
        return [paper for paper in digest.papers if paper.key in fresh]

    def followed(self, digest: Digest, papers: Sequence[Paper]) -> None:
        """Treat new papers as changed, because they turned out to be known under other keys."""
        number = self._numbers[place_of(digest)]
        with self._lock:
            for paper in papers:
                self._fresh[number][paper.key] = "changed"
                self._unsaved += rows_with(number, paper.keys, OUTDATED)
            self.save()

    def reported_missing(self, digest: Digest, records: Sequence[Record]) -> None:
        """Remember that it was reported that these papers left the digest."""
        number = self._numbers[place_of(digest)]
        with self._lock:
            for record in records:
                self._unsaved += rows_with(number, record.keys, MISSING)
            self.save()

    def _snapshot(self, digest: Digest) -> tuple[int, bool]:
        """Return the number of the digest's snapshot and whether it was just begun."""
        if self._store.identity != self._file:
            self._fresh.clear()
            self._fingerprints.clear()
            self._numbers.clear()
            self._unsaved.clear()
            self._file = self._store.identity
        try:
            number = find_snapshot(self._store.database, digest)
            if number is not None and is_placed(self._store.database, number, digest):
                return number, False
        except DATABASE_ERRORS as error:
            raise explained(error) from error
        with self._store.transaction() as database:
            if number is None:
                return begin_snapshot(database, digest), True
            end_snapshot(database, number, digest)
            return number, False

    def _compare(
        self, number: int, fingerprints: Fingerprints, papers: Sequence[Paper]
    ) -> Iterator[tuple[str, Freshness]]:
        try:
            for paper in papers:
                state = freshness_of(self._store.database, fingerprints.rows(number, paper))
                if state is not None:
                    yield paper.key, state
        except DATABASE_ERRORS as error:
            raise explained(error) from error


def _chunks(papers: Sequence[Paper]) -> Iterator[Sequence[Paper]]:
    for start in range(0, len(papers), _CHUNK):
        yield papers[start : start + _CHUNK]
