"""Copying text, and reporting only what is known about the result.

In order: the native clipboard (pyperclip, read back), except over SSH, where it is that of the
wrong machine; tmux, which can pass text on to the outer terminal; OSC 52, which no terminal
acknowledges. The first method that confirms ends it. Text that no method confirmed is saved to a
file.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import WriteError
from nsdi_tui.system import clipboard_backends, paths
from nsdi_tui.system.files import make_private_folder, write_whole
from nsdi_tui.system.host import over_ssh

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nsdi_tui.system.settings import ClipboardMode

Method: TypeAlias = Literal["native", "tmux", "osc52", "none"]

_NATIVE_SECONDS = 2.0
_ALL_SECONDS = 2.7

# A second copy would change the clipboard between writing and reading back the first.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class CopyResult:
    """The result of a copy.

    `mechanism` names what did it (`xclip`, `tmux`, `the terminal`), empty for the method `none`.
    `confirmed` means that the text was read back; in tmux, from its buffer, because the outer
    terminal cannot be asked. `detail` lists what failed, empty when nothing did. `saved` is the
    file with an unconfirmed text, None when it is not needed or could not be written.
    """

    method: Method
    mechanism: str
    confirmed: bool
    detail: str
    saved: Path | None = None


def methods(mode: ClipboardMode, environ: Mapping[str, str] = os.environ) -> tuple[Method, ...]:
    """Return the methods that a copy would try here, in order.

    `osc52` includes tmux, which by default drops the plain sequence but sends its own on request.
    """
    if mode == "off":
        return ()
    if mode == "native":
        return ("native",)
    found: list[Method] = []
    if mode == "auto" and not over_ssh(environ):
        found.append("native")
    if environ.get("TMUX"):
        found.append("tmux")
    found.append("osc52")
    return tuple(found)


def copy(
    text: str,
    mode: ClipboardMode = "auto",
    *,
    osc52: Callable[[str], None] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> CopyResult:
    """Copy text and report what happened; blocks for up to 3 seconds, never raises.

    To be called in a thread; copies that overlap wait for each other. `osc52` writes a string
    unchanged to the terminal, or schedules that without waiting for it (Textual:
    `loop.call_soon_threadsafe(driver.write, …)`), and raises OSError or RuntimeError when it
    cannot; without it, OSC 52 is not tried.
    """
    if mode == "off":
        return CopyResult("none", "", False, "the clipboard is off")
    if not text:
        return CopyResult("none", "", False, "the text is empty")
    with _one_at_a_time:
        return _copy(text.encode("utf-8", "replace"), mode, osc52, environ)


def summary(what: str, result: CopyResult) -> str:
    """Return the notice for a copy; `what` is its object, such as `arXiv link for SYMI`."""
    if result.confirmed:
        return f"Copied {what} ({result.mechanism})"
    saved = f"; saved to {_short(result.saved)}" if result.saved else ""
    if result.method == "osc52":
        return f"Sent {what} to the terminal, which does not confirm it{saved}"
    return f"Could not copy {what}: {result.detail}{saved}"


def _copy(
    data: bytes,
    mode: ClipboardMode,
    osc52: Callable[[str], None] | None,
    environ: Mapping[str, str],
) -> CopyResult:
    deadline = time.monotonic() + _ALL_SECONDS
    problems: list[str] = []
    for method in methods(mode, environ):
        if method == "osc52":
            problem = _send(data, osc52, environ)
            if problem is None:
                saved = _save(data, problems, environ)
                return CopyResult("osc52", "the terminal", False, "; ".join(problems), saved)
            problems.append(problem)
            continue
        left = deadline - time.monotonic()
        if method == "native":
            outcome = clipboard_backends.copy_native(data, min(_NATIVE_SECONDS, left), environ)
        else:
            outcome = clipboard_backends.copy_tmux(data, left, environ)
        if outcome.problem is None:
            return CopyResult(method, outcome.mechanism, True, "; ".join(problems))
        problems.append(outcome.problem)
    saved = _save(data, problems, environ)
    return CopyResult("none", "", False, "; ".join(problems), saved)


def _send(
    data: bytes, osc52: Callable[[str], None] | None, environ: Mapping[str, str]
) -> str | None:
    """Send the whole text by OSC 52; return why that failed, None if it did not."""
    if osc52 is None:
        return "no terminal"
    if len(data) > clipboard_backends.OSC52_LIMIT:
        most = clipboard_backends.OSC52_LIMIT
        return f"{len(data):,} bytes are more than terminals accept ({most:,})"
    try:
        osc52(clipboard_backends.osc52_sequence(data, environ))
    except (OSError, RuntimeError) as error:
        return f"cannot write to the terminal ({clean(str(error))})"
    return None


def _save(data: bytes, problems: list[str], environ: Mapping[str, str]) -> Path | None:
    """Save the text to a file that only its owner can read; add to the problems if that fails."""
    path = paths.last_copy_file(environ)
    try:
        make_private_folder(path.parent)
        write_whole(path, data, overwrite=True, mode=0o600)
    except OSError as error:
        problems.append(f"cannot create {clean(str(path.parent))}: {error.strerror}")
    except WriteError as error:
        problems.append(str(error))
    else:
        return path
    return None


def _short(path: Path) -> str:
    """Return the path with `~` for the home folder."""
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111
    written = clean(str(path))
    return "~" + written[len(home) :] if home and written.startswith(home + "/") else written
