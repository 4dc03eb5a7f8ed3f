"""The terminal the program runs in: standard input brought back to it, and left in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS_TO_EXIT = 2.0


class ExitsWithStatus(Protocol):
    """What a Textual App is to a signal: something that can be asked to exit."""

    def exit(self, *, return_code: int) -> None:
        """Ask for an orderly exit with this status."""


def terminal_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Say in one line why no app can be shown here, None when it can. `tell` prints it."""
    if not _is_terminal(1):
        return "standard output is not a terminal; to write the papers, use --export"
    if not _is_terminal(2):
        return "standard error is not a terminal, and the app is drawn through it"
    if environ.get("TERM") == "dumb":
        return "this terminal cannot draw an app (TERM=dumb)"
    return None


def tell(line: str) -> None:
    """Print a line where it can be seen: standard error, or standard output if only that can."""
    stream = sys.stdout if _is_terminal(1) and not _is_terminal(2) else sys.stderr
    print(line, file=stream, flush=True)


def attach_terminal_stdin() -> str | None:
    """Make the terminal standard input again, after a pipe or a file was; say why it cannot be.

    To be called before the App is made: Textual reads keys from `sys.__stdin__`, takes a pipe's
    bytes for keys, and spins at the end of a file.
    """
    if _is_terminal(0):
        return None
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return "there is no terminal to read keys from"
    if terminal == 0:
        os.set_inheritable(0, True)
    else:
        os.dup2(terminal, 0)
        os.close(terminal)
    stream = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stdin = stream
    vars(sys)["__stdin__"] = stream
    return None


def write_to_terminal(text: str) -> None:
    """Write a string as it is to the controlling terminal. Raises OSError when there is none.

    For what runs without the app; inside it, Textual's driver does the writing.
    """
    terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY)
    try:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(terminal, data) :]
    finally:
        os.close(terminal)


def install_signal_exits(app: ExitsWithStatus) -> None:
    """Let SIGTERM, SIGHUP and SIGQUIT end the app in order, with status 128 + the signal.

    To be called in the app's running event loop (on mount). Unhandled, they leave the terminal raw,
    in the alternate screen and with the mouse on. An exit that hangs is cut off by SIGALRM.
    """
    loop = asyncio.get_running_loop()

    def leave(number: int, _: object) -> None:
        # Not by the loop's own handlers: where the terminal is gone, the loop may hang in a write.
        signal.setitimer(signal.ITIMER_REAL, _SECONDS_TO_EXIT)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: app.exit(return_code=128 + number))

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        # Raised outside the main thread, where an embedded app may run: then the host handles them.
        with contextlib.suppress(ValueError):
            signal.signal(number, leave)


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
