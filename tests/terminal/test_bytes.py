"""What a key writes to the terminal: over a slow line, that is the time until it is answered.

The numbers depend on the digest and the size of the terminal, not on the machine.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START, CURSOR, LETTER, IN_PAGE = 30_000, 4_000, 8_000, 2_000
QUIET, STARTED = 0.3, 1.0
"""Seconds without output after which a key has been answered, and the app has started."""


class Meter:
    """The app in a terminal of 120x40 that counts what it writes."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.started = self.written(STARTED)

    def written(self, quiet: float = QUIET) -> int:
        """Return the number of bytes written until nothing more comes."""
        self.terminal.gather(quiet)
        size = self.terminal.size
        self.frames = len(self.terminal.frames(lambda _: None))
        return size

    def press(self, key: str) -> int:
        """Press a key, and return how many bytes answer it."""
        self.terminal.press(key.encode())
        return self.written()


@pytest.fixture
def meter(tmp_path: Path) -> Iterator[Meter]:
    environ = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }
    marks = str(tmp_path / "marks.sqlite3")
    command = [sys.executable, "-m", "nsdi_tui", "--marks", marks]
    with Terminal(command, environ) as terminal:
        yield Meter(terminal)


def test_the_start_writes_the_screen_little_more_than_once(meter: Meter) -> None:
    assert meter.started <= START


def test_a_cursor_key_writes_what_it_changes(meter: Meter) -> None:
    meter.press("n")
    written = {key: meter.press(key) for key in ("n", "j", "j", "k", "N", "\x1b[B")}
    assert max(written.values()) <= CURSOR, written


def test_a_letter_in_the_filter_writes_what_it_changes(meter: Meter) -> None:
    meter.press("/")
    written = {letter: meter.press(letter) for letter in "moe tr"}
    assert max(written.values()) <= LETTER, written


def test_a_key_is_painted_once(meter: Meter) -> None:
    painted = {}
    for name, key in (("/", "/"), ("letter", "m"), ("backspace", "\x7f"), ("escape", "\x1b")):
        meter.press(key)
        painted[name] = meter.frames
    assert set(painted.values()) == {1}, painted


def test_links_and_matches_of_a_page_are_painted_once_with_what_they_change(meter: Meter) -> None:
    meter.press("n")
    meter.press("\t")
    painted = {}
    for name, key in (("link", "f"), ("back", "F"), ("/", "/"), ("letter", "t"), ("more", "r")):
        written = meter.press(key)
        painted[name] = meter.frames
        assert written <= IN_PAGE, name
    meter.press("\r")
    for name, key in (("match", "n"), ("previous match", "N")):
        written = meter.press(key)
        painted[name] = meter.frames
        assert written <= IN_PAGE, name
    assert set(painted.values()) == {1}, painted
