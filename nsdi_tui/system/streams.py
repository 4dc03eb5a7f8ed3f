"""Standard streams that may be closed, full or not a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

LINE_LIMIT = 2_000


def open_closed_streams() -> None:
    """Connect closed standard streams to the null device.

    Otherwise the next file that is opened, such as the marks file, gets the number of a standard
    stream, and what is printed is written into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number, which is this one.
            os.open(os.devnull, os.O_RDWR)


def report_error(line: str) -> None:
    """Print a line where it can be seen: on standard error, or standard output if it is not."""
    stream = sys.stdout if is_terminal(1) and not is_terminal(2) else sys.stderr
    _print(stream, [line])


def warn(messages: Iterable[str]) -> None:
    """Print messages on standard error, one line each."""
    _print(sys.stderr, messages)


def is_terminal(descriptor: int) -> bool:
    """Return whether a standard stream, by number, is a terminal."""
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def use_utf8(stream: TextIO) -> None:
    """Let a stream write UTF-8 whatever the locale, also half a surrogate pair of a file name."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def discard_rest(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, or Python reports at exit that it cannot write it."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def finish_errors() -> None:
    """Write what is left for standard error, such as the last screen; ignore that nobody reads it.

    Left to Python, a terminal that is gone makes the exit status 120.
    """
    _print(sys.stderr, ())


def _print(stream: TextIO | None, messages: Iterable[str]) -> None:
    """Print messages with the name of the program; a stream that is closed or full is ignored."""
    if stream is None:
        return
    try:
        use_utf8(stream)
        for message in messages:
            stream.write(f"nsdi-tui: {clean(message, LINE_LIMIT)}\n")
        stream.flush()
    except OSError:
        discard_rest(stream)
