"""A program in a pseudo-terminal of 120x40: keys in, frames out, each with its time.

The terminal announces support for synchronized output, so the program marks where each frame
ends. Output is timed as it arrives and parsed only after it has ended, so that parsing does not
distort the measurement. Times are seconds of `time.perf_counter`.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
import tty
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COLUMNS, ROWS = 120, 40
TREE_COLUMNS = 48
"""The columns in which nsdi-tui shows the rows of its tree, without their scrollbar."""
ROOT = Path(__file__).resolve().parent.parent

_QUESTIONS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}

Look = TypeVar("Look")


class Terminal:
    """A running program and its screen; a context that ends the program."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.screen = Screen(COLUMNS, ROWS)
        self._chunks: list[tuple[float, bytes]] = []
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        """Return the terminal."""
        return self

    def __exit__(self, *exception: object) -> None:
        """End the program, by force if need be."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._finish(5)
        os.close(self._master)

    def quit(self, key: bytes = b"\x11") -> None:
        """Let the program end itself; ctrl+q by default."""
        self.press(key)
        self._finish(60)

    def _finish(self, limit: float) -> None:
        deadline = time.perf_counter() + limit
        while self._process.poll() is None:
            self._read(0.02)
            if time.perf_counter() > deadline:
                self._process.kill()
                self._process.wait()

    def press(self, keys: bytes) -> float:
        """Write keys and return when that was."""
        now = time.perf_counter()
        os.write(self._master, keys)
        return now

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        if not data:  # The program has ended and nobody holds the other side.
            time.sleep(0.01)
            return False
        self._chunks.append((time.perf_counter(), data))
        for question, answer in _QUESTIONS.items():
            if question in data:
                os.write(self._master, answer)
        return True

    def read_until(self, moment: float) -> None:
        """Gather output up to this moment."""
        while (left := moment - time.perf_counter()) > 0:
            self._read(left)

    def read_for(self, seconds: float) -> None:
        """Gather output for so long."""
        self.read_until(time.perf_counter() + seconds)

    def gather(self, quiet: float, limit: float = 60) -> None:
        """Gather output until some has come and then none for `quiet` seconds."""
        deadline = time.perf_counter() + limit
        while not self._chunks:
            self._read(0.05)
            self._check()
            if time.perf_counter() > deadline:
                raise TimeoutError("The program says nothing.")
        while self._read(quiet) and time.perf_counter() < deadline:
            pass

    @property
    def size(self) -> int:
        """The number of bytes gathered and not yet drawn."""
        return sum(len(data) for _, data in self._chunks)

    def frames(self, look: Callable[[Screen], Look]) -> list[tuple[float, Look]]:
        """Draw what was gathered; return what `look` saw after each frame, and when that was."""
        seen = []
        for moment, data in self._chunks:
            seen += [(moment, look(self.screen)) for _ in self.screen.feed(data)]
        self._chunks.clear()
        return seen

    def wait_until(self, is_so: Callable[[Screen], bool], limit: float = 600) -> float:
        """Read until the screen is as wanted; return when it became so."""
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            for moment, wanted in self.frames(is_so):
                if wanted:
                    return moment
            if not self._read(0.2):
                self._check()
        raise TimeoutError("\n".join(["The screen never came; it shows:", *self.screen.text()]))

    def _check(self) -> None:
        if self._process.poll() is not None and not self._read(0):
            for _ in self.frames(lambda _: None):
                pass
            shown = "\n".join(line.rstrip() for line in self.screen.text() if line.strip())
            raise RuntimeError(f"The program has ended with {self._process.returncode}:\n{shown}")

    @property
    def peak_memory(self) -> float | None:
        """The most memory that the program ever held, in MB; None where the system does not say."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return None


def _take_terminal() -> None:
    # A program that owns its terminal gets SIGHUP when the terminal goes, also if the measures are
    # killed.
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
