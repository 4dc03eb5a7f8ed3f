"""Clipboard backends: a native mechanism, tmux, OSC 52.

Each takes bytes and returns what is known about the result; `clipboard` decides which are tried,
and in which order.
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.text import clean
from nsdi_tui.system._pyperclip_child import CONFIRMED, NO_MECHANISM, NOT_TAKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

OSC52_LIMIT = 74_994
"""The longest text, in bytes, that terminals are known to accept: 99,992 bytes of base64."""

PROBE_SECONDS = 2.0

_SCREEN_CHUNK = 240
"""Bytes that fit into one DCS string of every GNU screen; the oldest stop at 256."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mechanism of a backend (may be empty), and why it failed, None if it did not."""

    mechanism: str
    problem: str | None


def copy_native(data: bytes, seconds: float, environ: Mapping[str, str]) -> Outcome:
    """Copy UTF-8 with pyperclip in a child process, which reads it back and compares."""
    mechanism, status = _run_child("copy", data, seconds, environ)
    if status == CONFIRMED:
        return Outcome(mechanism, None)
    if status == NO_MECHANISM:
        return Outcome("", "no clipboard program found for this display")
    subject = mechanism or "the clipboard program"
    if status is None:
        return Outcome(mechanism, f"{subject} did not respond within {seconds:.0f} seconds")
    if status == NOT_TAKEN:
        return Outcome(mechanism, f"{subject} did not accept the text")
    return Outcome(mechanism, f"{subject} failed")


def native_mechanism(environ: Mapping[str, str]) -> str | None:
    """Return the mechanism that pyperclip would use here, None without one; copies nothing."""
    mechanism, status = _run_child("probe", b"", PROBE_SECONDS, environ)
    return mechanism if status == CONFIRMED else None


def copy_tmux(data: bytes, seconds: float, environ: Mapping[str, str]) -> Outcome:
    """Copy to the newest tmux buffer and, with `-w`, to the clipboard of the outer terminal.

    Only the buffer can be confirmed. The mechanism is `tmux buffer only` when the outer terminal
    accepts no clipboard. `-w` requires tmux 3.2.
    """
    deadline = time.monotonic() + seconds
    try:
        _tmux(["load-buffer", "-w", "-"], data, seconds, environ)
        # Some time is left for reading back even when loading took all of it.
        rest = max(deadline - time.monotonic(), 0.2)
        taken = _tmux(["show-buffer"], b"", rest, environ)
    except FileNotFoundError:
        return Outcome("tmux", "tmux not found")
    except subprocess.TimeoutExpired:
        return Outcome("tmux", "tmux did not respond")
    except subprocess.CalledProcessError as error:
        lines = bytes(error.stderr).decode("utf-8", "replace").split("\n")
        return Outcome("tmux", f"tmux failed: {clean(lines[0]) or error.returncode}")
    except OSError as error:
        return Outcome("tmux", f"cannot start tmux: {error.strerror}")
    if taken != data:
        return Outcome("tmux", "tmux did not accept the text")
    reaches_terminal = tmux_reaches_terminal(environ, max(deadline - time.monotonic(), 0.2))
    return Outcome("tmux buffer only" if reaches_terminal is False else "tmux", None)


def tmux_reaches_terminal(environ: Mapping[str, str], seconds: float = 1.0) -> bool | None:
    """Return whether `load-buffer -w` reaches the outer terminal's clipboard; None: unknown.

    It does so whatever `set-clipboard` is, if tmux knows that the terminal has a clipboard.
    """
    try:
        query = ["display-message", "-p", "#{client_termfeatures}"]
        features = _tmux(query, b"", seconds, environ).decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return None
    return "clipboard" in features.strip().split(",")


def osc52_sequence(data: bytes, environ: Mapping[str, str]) -> str:
    """Return the sequence that asks the terminal to put these bytes on its clipboard.

    GNU screen passes on only DCS strings, and only short ones: there the sequence is sent in
    pieces, which screen unwraps and the terminal joins.
    """
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07"
    if not environ.get("STY"):
        return sequence
    pieces = range(0, len(sequence), _SCREEN_CHUNK)
    return "".join(f"\x1bP{sequence[at : at + _SCREEN_CHUNK]}\x1b\\" for at in pieces)


def _tmux(arguments: list[str], data: bytes, seconds: float, environ: Mapping[str, str]) -> bytes:
    done = subprocess.run(
        ["tmux", *arguments],
        input=data,
        capture_output=True,
        timeout=max(seconds, 0.01),
        env=dict(environ),
        check=True,
        start_new_session=True,
    )
    return done.stdout


def _run_child(
    task: Literal["copy", "probe"], data: bytes, seconds: float, environ: Mapping[str, str]
) -> tuple[str, int | None]:
    """Run the pyperclip child; return the mechanism's name and the status, None for a timeout.

    Files, not pipes, on both sides: a clipboard program that stays behind as a daemon keeps
    inherited pipes open, and one that hangs would block a writer.
    """
    try:
        with tempfile.TemporaryFile() as text, tempfile.TemporaryFile() as answer:
            text.write(data)
            text.seek(0)
            process = subprocess.Popen(
                [sys.executable, "-m", "nsdi_tui.system._pyperclip_child", task],
                stdin=text,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                # `-m` searches the working folder first, which may belong to anybody.
                cwd="/",
                env={**environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                start_new_session=True,
            )
            status = _wait(process, seconds)
            answer.seek(0)
            mechanism = answer.readline(200).decode("utf-8", "replace").strip()
            return mechanism, status
    except OSError:
        return "", 1


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Wait for the child; after the limit, kill it with everything that it started."""
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
