"""Reading a document's pieces, or several documents, in this process and others at once."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from heapq import heapify, heappop, heappush
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from nsdi_tui.digest.reading.document import Document, parse

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from multiprocessing.process import BaseProcess

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.kept_pieces import KeptPieces
    from nsdi_tui.digest.reading.pieces import ReadPiece
    from nsdi_tui.digest.sources.files import Source

FORK_PAYS = 200_000
"""Characters of a document from which a forked process saves time."""

SPAWN_PAYS = 2_000_000
"""The same for a process that must import everything first."""

MOST_WORKERS = 3
# Pieces that a worker has before it, so that it need not wait for the next one.
_AHEAD = 3
# Seconds after which a piece is no longer expected from a worker.
_PATIENCE = 10.0


_Result = TypeVar("_Result")
_Read = TypeVar("_Read", covariant=True)


class _Readable(Protocol[_Read]):
    """What has numbered pieces that can be read in any order."""

    @property
    def pieces(self) -> Sequence[object]:
        """The pieces."""

    def read(self, number: int) -> _Read:
        """Read a piece."""


def parse_in_parallel(
    text: str,
    source: str = "digest.md",
    path: str | None = None,
    kept: KeptPieces | None = None,
) -> Digest:
    """Read a digest as `parse` does, with the help of other processes where that saves time."""
    document = Document(text, source, path)
    return document.digest(list(read_pieces(document, kept=kept)))


def read_pieces(
    document: Document, workers: int | None = None, kept: KeptPieces | None = None
) -> Generator[ReadPiece, None, None]:
    """Yield the pieces of a document in order, each as soon as it and those before it are read.

    `workers` is the number of other processes; by default as many as save time. Those found in
    `kept` are not read again, and all that were read are kept at the end. A worker that dies or
    hangs is not missed: its pieces are read here. Closing the iterator ends the workers.
    """
    done = kept.find(document) if kept is not None else {}
    todo = [number for number in range(len(document.pieces)) if number not in done]
    if workers is None:
        workers = _worker_count(sum(document.pieces[number].size for number in todo))
    read: list[ReadPiece] = []
    pieces = _in_order(document, todo, done, min(workers, len(todo) - 1))
    try:
        for piece in pieces:
            read.append(piece)
            yield piece
    finally:
        pieces.close()
        if kept is not None:
            kept.add(document, read)


class _Documents:
    """Documents that are read as wholes, in any order and by any process."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.pieces = sources

    def read(self, number: int) -> Digest:
        """Read one of the documents."""
        source = self.pieces[number]
        return parse(source.text, source.name, str(source.path) if source.path else None)


def read_documents(
    sources: Sequence[Source], workers: int | None = None
) -> Generator[Digest, None, None]:
    """Yield the digests of several texts in order, with the help of other processes.

    `workers` is the number of other processes; by default as many as save time. Closing the
    iterator ends them.
    """
    if workers is None:
        workers = _worker_count(sum(len(source.text) for source in sources))
    todo = list(range(len(sources)))
    yield from _in_order(_Documents(sources), todo, {}, min(workers, len(todo) - 1))


def _worker_count(size: int) -> int:
    """Return how many other processes save time for so many characters."""
    if size < FORK_PAYS or (size < SPAWN_PAYS and not _can_fork()):
        return 0
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores - 1, MOST_WORKERS)


def _can_fork() -> bool:
    """Whether a copy of this process is safe: macOS's frameworks and other threads forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Worker:
    """Another process that reads pieces, and those it was given and has not returned."""

    def __init__(self, document: _Readable[Any], others: list[_Worker]) -> None:
        self.waiting: set[int] = set()
        self.process: BaseProcess
        self.connection, theirs = multiprocessing.Pipe()
        if _can_fork():
            # A copy of this process has its ends of all pipes, too.
            inherited = [self.connection, *(worker.connection for worker in others)]
            self.process = multiprocessing.get_context("fork").Process(
                target=_work, args=(document, theirs, inherited), daemon=True
            )
        else:
            self.process = multiprocessing.get_context("spawn").Process(
                target=_work, args=(document, theirs, []), daemon=True
            )
        self.process.start()
        theirs.close()

    def give(self, number: int) -> None:
        """Ask for a piece. Raises OSError if the process is gone."""
        self.connection.send(number)
        self.waiting.add(number)

    def end(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.terminate()
        self.process.join(1)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _work(document: _Readable[Any], connection: Connection, inherited: list[Connection]) -> None:
    """Read the pieces whose numbers arrive, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()
    gc.disable()
    # What fails here fails in the other process too, which reports it.
    try:
        while True:
            number = connection.recv()
            connection.send((number, document.read(number)))
    except Exception:
        connection.close()


def _in_order(
    document: _Readable[_Result], todo: list[int], done: dict[int, _Result], count: int
) -> Generator[_Result, None, None]:
    workers: list[_Worker] = []
    heapify(todo)
    try:
        for number in range(len(document.pieces)):
            while number not in done:
                if todo:
                    # The next piece is read here, the ones after it by the workers meanwhile.
                    own = heappop(todo)
                    while len(workers) < count:
                        workers.append(_Worker(document, workers))
                    _give(workers, todo)
                    done[own] = document.read(own)
                    _take(workers, done, todo, 0)
                else:
                    _take(workers, done, todo, _PATIENCE)
            _give(workers, todo)
            yield done.pop(number)
    finally:
        for worker in workers:
            worker.end()


def _give(workers: list[_Worker], todo: list[int]) -> None:
    for worker in list(workers):
        while todo and len(worker.waiting) < _AHEAD:
            number = heappop(todo)
            try:
                worker.give(number)
            except OSError:
                heappush(todo, number)
                _give_up(worker, workers, todo)
                break


def _take(
    workers: list[_Worker], done: dict[int, _Result], todo: list[int], timeout: float
) -> None:
    """Take the pieces that workers have read; those of a worker that is gone are to be read."""
    by_connection = {worker.connection: worker for worker in workers}
    ready = wait(list(by_connection), timeout)
    if not ready and timeout:
        for worker in list(workers):
            _give_up(worker, workers, todo)
    for connection in ready:
        assert isinstance(connection, Connection)
        worker = by_connection[connection]
        try:
            while connection.poll():
                number, read = connection.recv()
                worker.waiting.discard(number)
                done[number] = read
        except (EOFError, OSError):
            _give_up(worker, workers, todo)


def _give_up(worker: _Worker, workers: list[_Worker], todo: list[int]) -> None:
    workers.remove(worker)
    for number in worker.waiting:
        heappush(todo, number)
    worker.end()
