"""The terminal the app runs in: its input, its signals, and restoring it at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Protocol

from nsdi_tui.system.streams import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXIT_SECONDS = 4.0
"""How long an exit after a signal may take; saving marks may wait two seconds for other writers."""

_LAST_RESORT_SECONDS = 2.0
# What Textual switches on, switched off: mouse, focus, paste, resize reports, keyboard protocol,
# alternate screen, hidden cursor, colors.
_RESET = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[?2048l"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"
)


class ExitsWithStatus(Protocol):
    """A Textual App, as a signal handler sees it."""

    def exit(self, *, return_code: int) -> None:
        """Ask for an orderly exit with this status."""


class _Settings:
    """The settings of the terminal as they were before the app started."""

    def __init__(self) -> None:
        self._attributes: list[Any] | None = None

    def remember(self) -> None:
        import termios

        with contextlib.suppress(termios.error, OSError):
            self._attributes = termios.tcgetattr(0)

    def restore(self) -> None:
        """Leave the modes of the app, without waiting for a terminal that does not read."""
        import termios

        if self._attributes is None:
            return
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSANOW, self._attributes)
        with contextlib.suppress(OSError):
            if select.select([], [2], [], 0.2)[1]:
                os.write(2, _RESET.encode("ascii"))


_settings = _Settings()


def terminal_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return in one line why no app can be shown here, None when it can.

    Standard output need not be a terminal: the app is drawn on standard error.
    """
    if not is_terminal(2):
        return "Standard error is not a terminal, and the app is drawn through it"
    if environ.get("TERM") == "dumb":
        return "This terminal cannot draw an app (TERM=dumb)"
    return None


def attach_terminal_stdin() -> str | None:
    """Make the terminal standard input again after a pipe or a file; return why that fails.

    To be called before the App is made: Textual reads keys from `sys.__stdin__`, takes the bytes
    of a pipe for keys, and spins at the end of a file.
    """
    if not is_terminal(0):
        try:
            terminal = os.open("/dev/tty", os.O_RDWR)
        except OSError:
            return "There is no terminal to read keys from"
        if terminal == 0:
            os.set_inheritable(0, True)
        else:
            os.dup2(terminal, 0)
            os.close(terminal)
        stream = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        sys.stdin = stream
        vars(sys)["__stdin__"] = stream
    _settings.remember()
    return None


@contextlib.contextmanager
def terminal_as_stdout() -> Iterator[None]:
    """Make the terminal standard output while the app runs, where that is a pipe or a file.

    Textual draws on standard error, but takes the terminal's size from standard output. Raises
    OSError without a terminal.
    """
    if is_terminal(1):
        yield
        return
    # Programs that the app starts and that stay behind must not keep the pipe open.
    kept = os.dup(1)
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 1)
    os.close(terminal)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def write_to_terminal(text: str) -> None:
    """Write a string unchanged to the controlling terminal. Raises OSError when there is none.

    For use without the app; inside it, Textual's driver writes.
    """
    terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY)
    try:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(terminal, data) :]
    finally:
        os.close(terminal)


def install_signal_exits(app: ExitsWithStatus) -> None:
    """Exit in order, with status 128 + the signal, on SIGINT, SIGTERM, SIGHUP and SIGQUIT.

    To be called in the running event loop of the app (on mount). Unhandled, these signals leave
    the terminal raw, in the alternate screen and with the mouse on. A terminal that disappears
    without a signal counts as SIGHUP. An exit that hangs is ended by a watchdog, which restores
    the terminal.
    """
    from nsdi_tui.system.editor import stop_running

    loop = asyncio.get_running_loop()

    def leave(number: int, _: object) -> None:
        # Not by the handlers of the loop: it may hang in a write to a terminal that is gone.
        _start_watchdog(128 + number)
        stop_running()
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: app.exit(return_code=128 + number))

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        try:
            signal.signal(number, leave)
        except ValueError:
            # Not the main thread: the app is embedded, and its host handles signals.
            return
    threading.Thread(target=_watch_terminal, name="terminal", daemon=True).start()


def _start_watchdog(status: int) -> None:
    def end() -> None:
        time.sleep(EXIT_SECONDS)
        _settings.restore()
        os._exit(status)

    threading.Thread(target=end, name="watchdog", daemon=True).start()
    # The thread cannot run while code outside Python holds the interpreter.
    signal.setitimer(signal.ITIMER_REAL, EXIT_SECONDS + _LAST_RESORT_SECONDS)


def _watch_terminal() -> None:
    """Send SIGHUP to this process when the terminal has disappeared."""
    poll = getattr(select, "poll", None)
    if poll is None:
        return
    watched = poll()
    # Without wanted events, only hang-ups and errors end the wait.
    watched.register(0, 0)
    for _, events in watched.poll():
        if events & select.POLLHUP:
            os.kill(os.getpid(), signal.SIGHUP)
