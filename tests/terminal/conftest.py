"""A real terminal: a private tmux server, a shell in it, and typed keys."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.resources import bundled_digest
from nsdi_tui.system.digest_cache import DigestCache
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nsdi_tui.digest.model import Digest

PROMPT = "ready>"
PROGRAM = f"{shlex.quote(sys.executable)} -m nsdi_tui"
ENDED = re.compile(r"status=([0-9]+)\.")


@dataclass
class Terminal:
    """A shell in a tmux pane of a given size, whose output is kept byte for byte."""

    folder: Path

    def __post_init__(self) -> None:
        self.raw = self.folder / "raw"
        self.environ = {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "PS1": f"{PROMPT} ",
            "SHELL": "/bin/sh",
            "TERM": "xterm-256color",
            "TMUX_TMPDIR": str(self.folder),
        }

    def tmux(self, *arguments: str) -> str:
        """Call the server and return its output."""
        done = subprocess.run(
            ["tmux", "-u", "-L", "nsdi", "-f", "/dev/null", *arguments],
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=HANG,
            check=False,
        )
        assert done.returncode == 0, f"tmux {arguments}: {done.stderr}"
        return done.stdout

    def open(self, width: int, height: int, cwd: Path) -> None:
        """Start the shell in a pane of this size."""
        self.raw.touch()
        self.tmux(
            *("new-session", "-d", "-x", str(width), "-y", str(height), "-c", str(cwd), "exec sh"),
            *(";", "set-option", "-g", "status", "off"),
            *(";", "set-option", "-g", "set-clipboard", "on"),
            *(";", "set-option", "-g", "default-terminal", "screen-256color"),
            *(";", "pipe-pane", "-O", f"cat > {self.raw}"),
        )
        self.wait_for(PROMPT)

    def close(self) -> None:
        """End the server and everything that runs in it."""
        with contextlib.suppress(AssertionError):
            self.tmux("kill-server")

    def resize(self, width: int, height: int) -> None:
        """Resize the pane."""
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def type(self, text: str) -> None:
        """Type text, letter by letter."""
        self.tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys, named as in tmux: `Enter`, `Escape`, `C-z`, `Down`."""
        self.tmux("send-keys", "--", *keys)

    def enter(self, line: str) -> None:
        """Enter a line in the shell."""
        self.type(line)
        self.press("Enter")

    def clear(self) -> None:
        """Clear the screen, and with it the status of the last command."""
        self.enter("clear")
        self.wait_until(lambda: not ENDED.search(self.screen()), "a clear screen")

    def shell(self, command: str) -> None:
        """Run a shell command; `wait_for_status` waits for its end."""
        self.enter(f"{command}; echo status=$?.")

    def nsdi_tui(self, *arguments: str, program: str = PROGRAM) -> None:
        """Start the app from the shell."""
        self.shell(" ".join([program, *map(shlex.quote, arguments)]))

    def screen(self) -> str:
        """Return the text on the screen, line by line, without trailing blanks."""
        return self.tmux("capture-pane", "-p")

    def history(self) -> str:
        """Return the screen and what was scrolled out of it, with wrapped lines joined."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def facts(self, *names: str) -> list[str]:
        """Return variables of the pane: `cursor_flag`, `alternate_on`, …"""
        return self.tmux("display-message", "-p", " ".join(f"#{{{n}}}" for n in names)).split()

    def wait_for(self, *texts: str, gone: str | None = None) -> str:
        """Wait until the screen shows all of these texts, and not the one that must go."""

        def reached() -> bool:
            screen = self.screen()
            assert not ENDED.search(screen), f"ended before {texts} was shown:\n{screen}"
            return all(text in screen for text in texts) and (gone is None or gone not in screen)

        self.wait_until(reached, f"{texts} shown, {gone!r} gone")
        return self.screen()

    def wait_for_quiet(self) -> None:
        """Wait until nothing has been drawn for a moment, so that the app is idle."""
        size = -1
        while size != (size := self.raw.stat().st_size):
            time.sleep(0.5)

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition; fail with the screen if it never holds."""
        end = time.monotonic() + HANG
        while not condition():
            assert time.monotonic() < end, f"did not happen: {what}\n{self.screen()}"
            time.sleep(0.05)

    def wait_for_status(self) -> int:
        """Wait for the end of the shell command and return its exit status."""
        self.wait_until(lambda: bool(ENDED.search(self.history())), "the end of the command")
        found = ENDED.search(self.history())
        assert found is not None
        return int(found[1])

    def clipboard(self) -> str:
        """Return the newest paste buffer, as soon as there is one."""
        self.wait_until(lambda: bool(self.tmux("list-buffers")), "something copied")
        return self.tmux("show-buffer")

    def left_on(self) -> set[str]:
        """Return the private modes of the terminal that were changed and not restored.

        That includes modes that are on from the start, such as the cursor (25).
        """
        now: dict[str, str] = {}
        at_first: dict[str, str] = {}
        for numbers, way in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.raw.read_bytes()):
            for number in numbers.decode().split(";"):
                at_first.setdefault(number, "l" if way == b"h" else "h")
                now[number] = way.decode()
        return {number for number, way in now.items() if way != at_first[number]}


def keep_bundled_digest(folder: Path) -> None:
    """Read the bundled digest into this folder of the cache, so that a start need not read it."""
    path = bundled_digest()
    kept = DigestCache({"NSDI_TUI_CACHE": str(folder)})
    if kept.find(path) is None:
        kept.add(path, _bundled(), ())
        kept.store()


@cache
def _bundled() -> Digest:
    (digest,) = open_digests([str(bundled_digest())]).digests
    return digest


@pytest.fixture(autouse=True)
def _kept_digest(_own_places: None) -> None:
    """Most sessions are not the first; that a first one works is tested by `test_terminals`."""
    keep_bundled_digest(Path(os.environ["XDG_CACHE_HOME"]) / "nsdi-tui")


@pytest.fixture
def open_terminal(
    needs: Callable[..., None], tmp_path: Path
) -> Iterator[Callable[[int, int], Terminal]]:
    """Open a terminal of a given size, with a shell in a temporary folder."""
    needs("tmux")
    # The path of a socket must be short, and the folders of pytest may be long.
    folder = Path(f"/tmp/nsdi-tui-terminal-{secrets.token_hex(4)}")
    folder.mkdir(mode=0o700)
    terminal = Terminal(folder)

    def open_one(width: int = 120, height: int = 40) -> Terminal:
        terminal.open(width, height, tmp_path)
        return terminal

    try:
        yield open_one
    finally:
        terminal.close()
        shutil.rmtree(folder)


@pytest.fixture
def terminal(open_terminal: Callable[[int, int], Terminal]) -> Terminal:
    """A terminal of 120x40."""
    return open_terminal(120, 40)
