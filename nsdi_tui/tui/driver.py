"""Textual's driver for Unix terminals, made to answer `esc` at once and to write less."""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

# Textual has no public parser of keys; `terminal_driver` copes with its absence.
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.messages import InBandWindowResize

from nsdi_tui.system.frame_diff import FrameDiff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.message import Message

POLL_SECONDS = 0.01
"""How often to look whether an `esc` was the whole key, for a while after each key."""
IDLE_POLL_SECONDS = 0.1
"""How often to look for the end of the app without keys; as Textual's driver always does."""
FAST_POLLS = 8
READ_SIZE = 4096


class TerminalDriver(LinuxDriver):
    """Polls more often than its base, and writes only the cells that a frame changes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._frames = FrameDiff(erases=_erases_in_color(os.environ))

    def write(self, data: str) -> None:
        """Write what these data change on the terminal."""
        if reduced := self._frames.reduce(data):
            super().write(reduced)

    def start_application_mode(self) -> None:
        """Start application mode; after a change of size, nothing counts as shown."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        resized = signal.getsignal(signal.SIGWINCH)

        def forget(number: int, frame: Any) -> None:
            self._frames.forget()
            if callable(resized):
                resized(number, frame)

        signal.signal(signal.SIGWINCH, forget)

    def process_message(self, message: Message) -> None:
        """Pass on a message of the terminal."""
        if isinstance(message, (InBandWindowResize, Resize)):
            self._frames.forget()
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read keys until the app exits."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            fast_polls = 0
            while not self.exit_event.is_set():
                fast_polls = max(0, fast_polls - 1)
                if selector.select(POLL_SECONDS if fast_polls else IDLE_POLL_SECONDS):
                    data = os.read(self.fileno, READ_SIZE)
                    if not data:
                        return  # The terminal has gone, which its watcher reports.
                    fast_polls = FAST_POLLS
                    try:
                        for message in parser.feed(decode(data)):
                            self.process_message(message)
                    except (OverflowError, ValueError):
                        # The sequence of a key with an impossible number, which ends the parser.
                        parser = XTermParser(self._debug)
                for message in parser.tick():
                    self.process_message(message)


def _erases_in_color(environ: Mapping[str, str]) -> bool:
    """Return whether erasing uses the current background color: not in GNU Screen."""
    return "TMUX" in environ or not environ.get("TERM", "").startswith("screen")
