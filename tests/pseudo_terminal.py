"""A program in a pseudo-terminal: bytes in, bytes out, sizes and signals."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Any

from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")


class PseudoTerminal:
    """A program in its terminal; a context that ends the program.

    `output` is everything that it has written so far. Questions of the program get no answer, as
    from a simple terminal. A variable of the environment that is None is not set.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str | None],
        cwd: Path,
        size: tuple[int, int] = (120, 40),
    ) -> None:
        self.output = b""
        self.master, slave = os.openpty()
        self.slave_name = os.ttyname(slave)
        self.resize(*size)
        self.settings = termios.tcgetattr(slave)
        variables = {"TERM": "xterm-256color", **environ}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={name: value for name, value in variables.items() if value is not None},
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        # Kept open: its settings can be read after the program has ended.
        self._slave = slave

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(HANG)
        for descriptor in (self.master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)

    def resize(self, width: int, height: int) -> None:
        """Resize the terminal, which sends the program a signal."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def write(self, data: bytes) -> None:
        """Type bytes, and read what comes in between: nobody waits for the other for ever."""
        end = time.monotonic() + HANG
        while data and self.process.poll() is None:
            assert time.monotonic() < end, "the program no longer reads its keys"
            _, writable, _ = select.select([], [self.master], [], 0.05)
            if writable:
                # The terminal's input holds 4 KB.
                written = os.write(self.master, data[:512])
                data = data[written:]
            self.read(0)

    def read(self, seconds: float) -> bool:
        """Read what comes within this time; False when nothing did."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.master, 1 << 16)
        except OSError:
            piece = b""
        self.output += piece
        return bool(piece)

    def read_all(self, quiet: float = 0.1) -> None:
        """Read until nothing has come for so long."""
        end = time.monotonic() + HANG
        while self.read(quiet):
            assert time.monotonic() < end, "the output never ended"

    def wait_for(self, *texts: str, since: int = 0) -> None:
        """Wait until all of these texts were written after so many bytes of output."""

        def are_shown() -> bool:
            shown = self.output[since:]
            return all(text.encode() in shown for text in texts)

        self.wait_until(are_shown, f"{texts} shown")

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until something holds; fail when it never does."""
        end = time.monotonic() + HANG
        while not condition():
            shown = self.output[-2000:]
            assert time.monotonic() < end, f"did not happen: {what}\n{shown!r}"
            assert self.process.poll() is None or self.read(0), f"ended before {what}\n{shown!r}"
            self.read(0.05)

    def wait(self) -> int:
        """Wait for the end of the program, read the rest of its output, and return its status."""
        end = time.monotonic() + HANG
        while self.process.poll() is None:
            assert time.monotonic() < end, f"the program never ended: {self.output[-2000:]!r}"
            self.read(0.02)
        while self.read(0):
            pass
        return self.process.returncode

    def quit(self) -> int:
        """Press ctrl+q until the program ends, and return its status.

        A key right behind an escape is taken for one with alt.
        """
        end = time.monotonic() + HANG
        while self.process.poll() is None:
            assert time.monotonic() < end, f"ctrl+q ends nothing: {self.output[-2000:]!r}"
            self.write(b"\x11")
            self.read_all(0.2)
        return self.wait()

    def vanish(self) -> None:
        """Close the terminal, as when its window crashes."""
        os.close(self._slave)
        os.close(self.master)
        self.master = self._slave = -1

    def current_settings(self) -> list[Any]:
        """Return what `stty -a` would print, as numbers."""
        return termios.tcgetattr(self._slave)

    def modes_left_on(self) -> set[int]:
        """Return the private modes that the program has changed and not restored."""
        first: dict[int, bytes] = {}
        last: dict[int, bytes] = {}
        for numbers, way in _MODE.findall(self.output):
            for number in map(int, numbers.split(b";")):
                first.setdefault(number, way)
                last[number] = way
        return {number for number, way in last.items() if way == first[number]}


def _take_terminal() -> None:
    # As in a shell's children: Python, from which the tests run, may ignore some of them.
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
