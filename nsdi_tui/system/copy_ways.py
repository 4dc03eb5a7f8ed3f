"""The ways a text can reach a clipboard: a native mechanism, tmux, OSC 52.

Each takes bytes and says what is known afterwards; which are tried, and in which order, is
decided in `clipboard`.
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

from nsdi_tui.system._pyperclip_child import CONFIRMED, NO_MECHANISM, NOT_TAKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

OSC52_LIMIT = 74_994
"""The longest text, in bytes, that terminals are known to take: 99,992 bytes of base64."""

_SCREEN_CHUNK = 240
"""What fits into one DCS string of every GNU screen in use; the oldest stop at 256 bytes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way came to: by what (may be empty), and why it failed (None: confirmed)."""

    mechanism: str
    problem: str | None


def copy_native(data: bytes, seconds: float, environ: Mapping[str, str]) -> Outcome:
    """Copy UTF-8 by pyperclip in a process of its own, which reads it back and compares."""
    mechanism, status = _run_child("copy", data, seconds, environ)
    if status == CONFIRMED:
        return Outcome(mechanism, None)
    if status == NO_MECHANISM:
        return Outcome("", "no clipboard program was found for this display")
    subject = mechanism or "the clipboard program"
    if status is None:
        return Outcome(mechanism, f"{subject} did not answer in {seconds:.0f} seconds")
    if status == NOT_TAKEN:
        return Outcome(mechanism, f"{subject} did not take the text")
    return Outcome(mechanism, f"{subject} failed")


def native_mechanism(environ: Mapping[str, str], seconds: float = 2.0) -> str | None:
    """Name the mechanism that pyperclip would use here, None without one; nothing is copied."""
    mechanism, status = _run_child("probe", b"", seconds, environ)
    return mechanism if status == CONFIRMED else None


def copy_tmux(data: bytes, seconds: float, environ: Mapping[str, str]) -> Outcome:
    """Put bytes into tmux's newest buffer and, by `-w`, into the outer terminal's clipboard.

    Only the buffer can be confirmed. The option came with tmux 3.2.
    """
    deadline = time.monotonic() + seconds
    try:
        _tmux(["load-buffer", "-w", "-"], data, seconds, environ)
        # Half a moment is left for reading back even when loading took all there was.
        rest = max(deadline - time.monotonic(), 0.2)
        taken = _tmux(["show-buffer"], b"", rest, environ)
    except FileNotFoundError:
        return Outcome("tmux", "tmux was not found")
    except subprocess.TimeoutExpired:
        return Outcome("tmux", "tmux did not answer")
    except subprocess.CalledProcessError as error:
        lines = bytes(error.stderr).decode("utf-8", "replace").split("\n")
        return Outcome("tmux", f"tmux refused: {lines[0].strip() or error.returncode}")
    except OSError as error:
        return Outcome("tmux", f"tmux could not be started: {error.strerror}")
    return Outcome("tmux", None if taken == data else "tmux did not keep the text")


def osc52_sequence(data: bytes, environ: Mapping[str, str]) -> str:
    """Return what must be written to the terminal to offer it these bytes for its clipboard.

    GNU screen passes on nothing but DCS strings, and only short ones: there the sequence comes in
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

    Files, not pipes, on both sides: a clipboard program that stays behind as a daemon keeps what it
    inherited open, and one that hangs would block whoever writes to it.
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
                # `-m` looks for modules in the working folder first, and that may be anybody's.
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
    """Wait for the child; past the limit kill it with all that it started."""
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
