"""Real parts to copy with: an X server, a private tmux, a pseudo-terminal that is listened to."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.markdown.sections import split_sections
from nsdi_tui.digest.reading import pieces
from tests.waiting import HANG, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]

COPY = """
import json, os, sys
from dataclasses import asdict
from nsdi_tui.system.clipboard import copy
from nsdi_tui.system.terminal import write_to_terminal
answer, mode, terminal, text = sys.argv[1:]
result = copy(text, mode, osc52=write_to_terminal if terminal == "terminal" else None)
with open(answer + ".part", "w") as out:
    json.dump(asdict(result), out, default=str)
os.replace(answer + ".part", answer)
"""


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Split documents into pieces of 1,000 characters, so that short ones have several."""
    monkeypatch.setattr(pieces, "split_sections", partial(split_sections, size=1_000))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment with programs to run and nothing else: no display, tmux or SSH."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "NSDI_TUI_CACHE": str(tmp_path / "cache"),
    }


@pytest.fixture
def commands(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder of little shell scripts, by name, to be the PATH."""

    def make(**scripts: str) -> Path:
        folder = tmp_path / "commands"
        folder.mkdir(exist_ok=True)
        for name, body in scripts.items():
            path = folder / name.replace("_", "-")
            path.write_text(f"#!/bin/sh\nPATH={os.environ['PATH']}\n{body}\n")
            path.chmod(0o755)
        return folder

    return make


@pytest.fixture
def run_copy(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Copy in another process, as the app would, and return the result as a mapping.

    The process has its own session without a terminal, and must not print anything.
    """

    def run(text: str, mode: str = "auto", *, environ: Mapping[str, str]) -> dict[str, Any]:
        answer = tmp_path / "answer.json"
        done = subprocess.run(
            [sys.executable, "-c", COPY, str(answer), mode, "nothing", text],
            env=dict(environ),
            capture_output=True,
            text=True,
            timeout=HANG,
            check=False,
            start_new_session=True,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        result: dict[str, Any] = json.loads(answer.read_text())
        return result

    return run


@pytest.fixture
def x_display(needs: Callable[..., None]) -> Iterator[str]:
    """A display of an X server of our own; xclip's daemons end with it."""
    needs("Xvfb", "xclip")
    read, write = os.pipe()
    with subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "64x64x8",
            "-noreset",
            "-nolisten",
            "tcp",
        ],
        pass_fds=[write],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read, "rb") as numbers:
                ready, _, _ = select.select([numbers], [], [], HANG)
                assert ready, "Xvfb did not start"
                yield f":{int(numbers.readline())}"
        finally:
            server.terminate()


@pytest.fixture
def x_clipboard(x_display: str) -> Callable[[], str]:
    """Read what the display's clipboard holds, as another program would."""

    def read() -> str:
        done = subprocess.run(
            ["xclip", "-selection", "clipboard", "-o"],
            env={**os.environ, "DISPLAY": x_display},
            capture_output=True,
            timeout=HANG,
            check=False,
        )
        return done.stdout.decode()

    return read


@pytest.fixture
def silent_x_display() -> Iterator[str]:
    """A display whose server takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1] - 6000}"


@dataclass
class Tmux:
    """A tmux server of our own."""

    name: str
    environ: dict[str, str]

    def __call__(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self.name, "-f", "/dev/null", *arguments],
            env=self.environ,
            capture_output=True,
            check=True,
            timeout=HANG,
        ).stdout.decode()

    def start(self, set_clipboard: str) -> None:
        self("new-session", "-d", "-x", "80", "-y", "24", "sleep 600")
        self("set-option", "-g", "set-clipboard", set_clipboard)

    def run(self, *command: str) -> None:
        """Run a command in a new pane, inside the server's environment."""
        self("new-window", "-d", *command)

    def buffer(self) -> str | None:
        """The newest buffer, None when there is none."""
        try:
            return self("show-buffer")
        except subprocess.CalledProcessError:
            return None

    def wait_for_buffer(self) -> str | None:
        """The newest buffer, as soon as there is one."""
        wait_until(lambda: self.buffer() is not None)
        return self.buffer()


@pytest.fixture
def tmux(needs: Callable[..., None], environ: dict[str, str]) -> Iterator[Tmux]:
    """A tmux server, not started yet; it is ended afterwards."""
    needs("tmux")
    # A socket's path must be short, which pytest's folders are not everywhere.
    folder = Path(f"/tmp/nsdi-tui-tmux-{secrets.token_hex(4)}")
    folder.mkdir(mode=0o700)
    server = Tmux("test", {**environ, "TMUX_TMPDIR": str(folder), "TERM": "xterm-256color"})
    try:
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server("kill-server")
        shutil.rmtree(folder)


@pytest.fixture
def tmux_copy(tmux: Tmux, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Copy inside a pane of the server and return the result as a mapping."""

    def run(text: str, mode: str = "auto") -> dict[str, Any]:
        answer = tmp_path / "answer.json"
        tmux.run(sys.executable, "-c", COPY, str(answer), mode, "terminal", text)
        wait_until(answer.exists)
        result: dict[str, Any] = json.loads(answer.read_text())
        return result

    return run


@dataclass
class Terminal:
    """A pseudo-terminal, the process that has it as its controlling terminal, and its output."""

    master: int
    process: subprocess.Popen[bytes]
    output: bytes = field(default=b"")

    def read_until(self, wanted: bytes | None) -> bytes:
        """Collect output until it holds these bytes, or, for None, until the process is gone."""
        end = time.monotonic() + HANG
        while wanted is None or wanted not in self.output:
            assert time.monotonic() < end, f"{wanted!r} did not come: {self.output!r}"
            if not select.select([self.master], [], [], 0.1)[0]:
                if wanted is None and self.process.poll() is not None:
                    break
                continue
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                break
            if not piece:
                break
            self.output += piece
        return self.output

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)


@pytest.fixture
def terminal(environ: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Start a Python script on a pseudo-terminal; `stdin` replaces the terminal as its input."""
    started: list[Terminal] = []

    def start(script: str, *arguments: str, stdin: bytes | None = None, **more: str) -> Terminal:
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, b"\x18\x00\x50\x00\x00\x00\x00\x00")
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"import fcntl, termios; fcntl.ioctl(1, termios.TIOCSCTTY, 0)\n{script}",
                *arguments,
            ],
            stdin=slave if stdin is None else subprocess.PIPE,
            stdout=slave,
            stderr=slave,
            env={**environ, "TERM": "xterm-256color", **more},
            start_new_session=True,
        )
        os.close(slave)
        if process.stdin is not None:
            process.stdin.write(stdin or b"")
            process.stdin.close()
        started.append(Terminal(master, process))
        return started[-1]

    yield start
    for one in started:
        with contextlib.suppress(ProcessLookupError):
            one.process.send_signal(signal.SIGKILL)
        one.process.wait()
        os.close(one.master)
