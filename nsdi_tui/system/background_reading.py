"""Reading digests in another process while the app runs; what arrives goes into an `Opening`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from nsdi_tui.digest.slots import absolute
from nsdi_tui.digest.text import clean
from nsdi_tui.system.channel import Channel
from nsdi_tui.system.growing_digest import DigestReceiver
from nsdi_tui.system.paths import cache_dir
from nsdi_tui.system.reading_process import (
    Failed,
    Finished,
    Job,
    Message,
    Part,
    Progress,
    Stop,
    serve,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.opening import Opening
    from nsdi_tui.system.digest_cache import DigestCache


def in_process() -> Channel:
    """Start the process that reads; return the connection to it. Raises OSError."""
    # A copy of this process has everything imported; with other threads it would not be safe.
    if sys.platform == "linux" and threading.active_count() == 1:
        return _forked()
    process = subprocess.Popen(
        [sys.executable, "-m", "nsdi_tui.system.reading_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        # `-m` searches the working folder first, which may belong to anybody.
        cwd="/",
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
            "NSDI_TUI_CACHE": str(cache_dir()),
        },
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    channel = Channel(os.dup(process.stdout.fileno()), os.dup(process.stdin.fileno()))
    process.stdin.close()
    process.stdout.close()
    # It ends by itself; waiting for it in a thread leaves no zombie.
    threading.Thread(target=process.wait, name="end-of-reading", daemon=True).start()
    return channel


def _forked() -> Channel:
    here, there = Channel.pair()
    if os.fork():
        there.close()
        return here
    try:
        here.close()
        os.setsid()
        work(there)
    finally:
        os._exit(0)


def in_thread() -> Channel:
    """Read in a thread of this process; return the connection to it. Raises OSError."""
    here, there = Channel.pair()
    threading.Thread(target=serve, args=(there,), name="reading", daemon=True).start()
    return here


class BackgroundReader:
    """Reads what is unread in an opening, without being waited for.

    `progress` is how much of that is read, from 0 to 1, and None while nothing is being read. When
    the other process cannot be started or dies, a thread reads instead.
    """

    def __init__(
        self,
        opening: Opening,
        cache: DigestCache | None = None,
        start: Callable[[], Channel] = in_process,
    ) -> None:
        self.opening = opening
        self.progress: float | None = None
        self._cache = cache
        self._start = start
        self._messages: SimpleQueue[Job | Stop | None] | None = None
        self._job = 0
        self._receivers: dict[int, DigestReceiver] = {}
        self._on_change: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._is_done = threading.Event()

    def listen(self, on_change: Callable[[], None]) -> None:
        """Have a function called, in another thread, whenever there is more to show."""
        self._on_change = on_change

    def read(self) -> None:
        """Read what is unread in the opening, in place of what is being read."""
        with self._lock:
            self._begin(0.0)
            job = self._new_job()
            if self._messages is None:
                self._messages = self._started()
            messages = self._messages
        messages.put(job)

    def stop(self) -> None:
        """Stop reading; what is read so far stays."""
        with self._lock:
            self._begin(None)
            if self._messages is not None:
                self._messages.put(Stop())

    def wait(self, seconds: float) -> bool:
        """Wait until everything is read, at most so long; return whether it is."""
        return self._is_done.wait(seconds)

    def close(self) -> None:
        """Stop reading for good; the other process ends when the cache is written."""
        with self._lock:
            self._begin(None)
            if self._messages is not None:
                self._messages.put(None)
                self._messages = None

    def _begin(self, progress: float | None) -> None:
        """Ignore from now on what belongs to an earlier job."""
        self._job += 1
        self._receivers.clear()
        self.progress = progress
        self._is_done.clear()

    def _new_job(self) -> Job:
        digests = []
        for unread in self.opening.unread:
            place, file = None, unread.path or unread.copy
            if file is not None and unread.source is not None and self._cache is not None:
                place = self._cache.place_of(file)
            # The other process has another working folder.
            path = absolute(unread.path)
            digests.append((replace(unread, path=Path(path) if path else None), place))
        return Job(self._job, tuple(digests))

    # The threads that send and receive

    def _started(self) -> SimpleQueue[Job | Stop | None]:
        messages: SimpleQueue[Job | Stop | None] = SimpleQueue()
        try:
            channel = self._start()
        except OSError:
            channel = in_thread()
        for task in (self._send, self._receive):
            threading.Thread(target=task, args=(channel, messages), daemon=True).start()
        return messages

    @staticmethod
    def _send(channel: Channel, messages: SimpleQueue[Job | Stop | None]) -> None:
        while (message := messages.get()) is not None:
            try:
                channel.send(message)
            except OSError:
                break  # The other end is gone, which the other thread sees, too.
        channel.close_writing()

    def _receive(self, channel: Channel, messages: SimpleQueue[Job | Stop | None]) -> None:
        try:
            while True:
                self._take(channel.receive())
        except (EOFError, OSError):
            pass
        channel.close_reading()
        messages.put(None)
        with self._lock:
            if self._messages is messages:
                self._messages = None
            job, is_reading = self._job, self.progress is not None
        if is_reading:
            self._read_here(job)

    def _take(self, message: Message) -> None:
        with self._lock:
            if message.job != self._job:
                return
            opening = self.opening
            if isinstance(message, Progress):
                self.progress = message.fraction
            elif isinstance(message, Failed):
                opening.fail(message.number, message.error)
            elif isinstance(message, Part):
                receiver = self._receivers.setdefault(message.number, DigestReceiver())
                digest = receiver.take(message.message)
                if digest is None:
                    return
                opening.update(message.number, digest, message.notices, is_whole=message.is_whole)
            elif isinstance(message, Finished):
                self._finish()
        self._on_change()

    def _finish(self) -> None:
        self.progress = None
        self._is_done.set()

    def _read_here(self, job: int) -> None:
        """Read in this thread what the other process did not."""
        for unread in self.opening.unread:
            error = ""
            try:
                self.opening.read(unread)
            except Exception as problem:
                error = f"Cannot read {unread.name}: {clean(repr(problem), 200)}"
            with self._lock:
                if job != self._job:
                    return
                if error:
                    self.opening.fail(unread.number, error)
            self._on_change()
        with self._lock:
            if job == self._job:
                self._finish()
        self._on_change()
