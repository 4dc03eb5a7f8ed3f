"""The process that reads digests for the app: what it is sent and what it answers.

It reads one job after the other. A message that arrives while it reads ends the job; what was
read so far is kept for the next one. It ends when the app does.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.errors import DigestError
from nsdi_tui.system.growing_digest import DigestSender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.pieces import ReadPiece
    from nsdi_tui.digest.slots import Unread
    from nsdi_tui.digest.sources.files import Source
    from nsdi_tui.system.channel import Channel
    from nsdi_tui.system.digest_cache import DigestCache
    from nsdi_tui.system.growing_digest import DigestMessage, PapersMessage
    from nsdi_tui.system.piece_cache import PieceCache

SHOW_EVERY = 0.2
"""Least seconds between two states of a digest that is being read."""
REPORT_EVERY = 0.1
"""Least seconds between two reports of the progress."""
LARGE, SMALL = 500_000, 50_000
"""Characters of digests that are read side by side, each as a whole; of small ones, four times as
many: every such batch needs other processes."""
# At most one part in so many of the time goes into states that are not the last.
_SHARE = 5


@dataclass(frozen=True, slots=True)
class Job:
    """Digests to read, each with its cache file as far as that is known."""

    number: int
    digests: tuple[tuple[Unread, Path | None], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """End the job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of the job that is read, from 0 to 1."""

    job: int
    fraction: float


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a digest; see `growing_digest`."""

    job: int
    number: int
    message: PapersMessage | DigestMessage
    notices: Sequence[str] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A digest could not be read."""

    job: int
    number: int
    error: str


@dataclass(frozen=True, slots=True)
class Finished:
    """All digests of the job are read."""

    job: int


Message: TypeAlias = "Progress | Part | Failed | Finished"


class _Interrupted(Exception):
    """Another message has arrived."""


def serve(channel: Channel) -> None:
    """Carry out the jobs that arrive, until the other end is closed."""
    from nsdi_tui.system.digest_cache import DigestCache
    from nsdi_tui.system.piece_cache import PieceCache

    kept, cache = PieceCache(), DigestCache()
    # The other end may be gone at any time.
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = channel.receive()
            if isinstance(job, Job):
                with contextlib.suppress(_Interrupted):
                    _Reading(channel, kept, cache, job).run()
    channel.close()
    # What the end of the app interrupted: its next start is then faster.
    kept.store()


class _Reading:
    """One job while it is carried out."""

    def __init__(self, channel: Channel, kept: PieceCache, cache: DigestCache, job: Job) -> None:
        self._channel = channel
        self._kept = kept
        self._cache = cache
        self._job = job
        self._reported_at = 0.0
        self._sizes = [_size(unread) for unread, _ in job.digests]
        self._done = 0

    def run(self) -> None:
        """Read all digests, then write them into the cache."""
        batch: list[tuple[Unread, Source, int]] = []
        for (unread, place), size in zip(self._job.digests, self._sizes, strict=True):
            self._look()
            # A text that was read before has no cache file but the one found then.
            file = unread.path or unread.copy
            if file is not None and (place is not None or unread.source is None):
                self._cache.expect(file, place)
            try:
                source = unread.text()
            except DigestError as error:
                self._channel.send(Failed(self._job.number, unread.number, str(error)))
                continue
            lengths = [len(source.text), *(len(each.text) for _, each, _ in batch)]
            if sum(lengths) > (LARGE if max(lengths) > SMALL else 4 * LARGE):
                self._read_batch(batch)
                batch = []
            batch.append((unread, source, size))
        self._read_batch(batch)
        self._channel.send(Finished(self._job.number))
        # Also when the app is gone already: its next start is then faster.
        self._cache.store()
        self._kept.store(self._look)

    def _read_batch(self, batch: Sequence[tuple[Unread, Source, int]]) -> None:
        """Read some digests: a single one piece by piece, several of them side by side."""
        from nsdi_tui.system.parallel_reading import read_documents

        if not batch:
            return
        if len(batch) == 1:
            unread, source, size = batch[0]
            self._take(unread, source, size, self._read(unread, source, size))
            return
        digests = read_documents([source for _, source, _ in batch])
        try:
            for (unread, source, size), digest in zip(batch, digests, strict=True):
                self._send(unread.number, DigestSender(), digest, source, is_whole=True)
                self._take(unread, source, size, digest)
                self._report(self._done)
        finally:
            digests.close()

    def _take(self, unread: Unread, source: Source, size: int, digest: Digest) -> None:
        self._done += size
        file = unread.path or unread.copy
        if file is not None:
            self._cache.add(file, digest, source.notices)

    def _read(self, unread: Unread, source: Source, size: int) -> Digest:
        """Read a digest, sending what there is of it from time to time, and all of it at last."""
        from nsdi_tui.digest.reading.document import Document
        from nsdi_tui.system.parallel_reading import read_pieces

        document = Document(source.text, source.name, str(source.path) if source.path else None)
        sender = DigestSender()
        total = sum(piece.size for piece in document.pieces) or 1
        done = 0
        read: list[ReadPiece] = []
        next_at = 0.0
        pieces = read_pieces(document, kept=self._kept)
        try:
            for piece in pieces:
                done += document.pieces[len(read)].size
                read.append(piece)
                self._look()
                self._report(self._done + size * done / total)
                if len(read) < len(document.pieces) and perf_counter() >= next_at:
                    begun = perf_counter()
                    partial = document.digest(read)
                    self._send(unread.number, sender, partial, source, is_whole=False)
                    spent = perf_counter() - begun
                    next_at = perf_counter() + max(SHOW_EVERY, _SHARE * spent)
        finally:
            pieces.close()
        digest = document.digest(read)
        self._send(unread.number, sender, digest, source, is_whole=True)
        # Standard input stays off the disk.
        if unread.path is not None or unread.copy is not None:
            self._kept.write_later(document)
        return digest

    def _send(
        self, number: int, sender: DigestSender, digest: Digest, source: Source, *, is_whole: bool
    ) -> None:
        for message in sender.messages(digest):
            self._look()
            part = Part(self._job.number, number, message, source.notices, is_whole)
            self._channel.send(part)

    def _report(self, done: float) -> None:
        now = perf_counter()
        if now - self._reported_at >= REPORT_EVERY:
            self._reported_at = now
            fraction = done / (sum(self._sizes) or 1)
            self._channel.send(Progress(self._job.number, fraction))

    def _look(self) -> None:
        """End the job if there is a message, or if the app is gone."""
        if self._channel.has_input():
            raise _Interrupted


def _size(unread: Unread) -> int:
    if unread.source is not None:
        return len(unread.source.text)
    try:
        return unread.path.stat().st_size if unread.path is not None else 1
    except OSError:
        return 1


def work(channel: Channel) -> None:
    """Be the process: nothing of this is on the terminal, whatever happens."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Reading makes many values and next to no cycles.
    gc.set_threshold(100_000, 50, 100)
    serve(channel)


def main() -> None:
    """Serve on standard input and output."""
    from nsdi_tui.system.channel import Channel

    work(Channel(os.dup(0), os.dup(1)))


if __name__ == "__main__":
    # Values that are sent are of the classes of the module under its own name.
    from nsdi_tui.system import reading_process

    reading_process.main()
