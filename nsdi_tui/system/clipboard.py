"""Copying text, and saying no more about it than is known.

In order: the native clipboard (by pyperclip, read back), unless the session is an SSH one, whose
native clipboard is the wrong machine's; tmux, which can pass a text on to the terminal around it;
OSC 52, which no terminal acknowledges. The first way that confirms ends it. A text that no way
has confirmed is kept in a file.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.system import copy_ways, paths
from nsdi_tui.system.files import WriteError, write_whole
from nsdi_tui.system.session import over_ssh

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Mode: TypeAlias = Literal["auto", "native", "osc52", "off"]
Way: TypeAlias = Literal["native", "tmux", "osc52", "none"]

_NATIVE_SECONDS = 2.0
_ALL_SECONDS = 2.7

# A second copy would change the clipboard between the first one's writing and reading back.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What became of a copy.

    `mechanism` names what did it (`xclip`, `tmux`, `the terminal`), empty for the way `none`.
    `confirmed` means that the text was read back; for tmux that is its buffer, not the terminal
    around it. `detail` says what failed on the way, empty when nothing did. `saved` is the file
    that keeps an unconfirmed text, None when it is not needed or could not be written.
    """

    way: Way
    mechanism: str
    confirmed: bool
    detail: str
    saved: Path | None = None


def ways(mode: Mode, environ: Mapping[str, str] = os.environ) -> tuple[Way, ...]:
    """Return the ways that a copy would try here, in order.

    `osc52` includes tmux, which drops the plain sequence as it comes configured but sends it by
    itself when asked.
    """
    if mode == "off":
        return ()
    if mode == "native":
        return ("native",)
    found: list[Way] = []
    if mode == "auto" and not over_ssh(environ):
        found.append("native")
    if environ.get("TMUX"):
        found.append("tmux")
    found.append("osc52")
    return tuple(found)


def copy(
    text: str,
    mode: Mode = "auto",
    *,
    osc52: Callable[[str], None] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> CopyResult:
    """Copy the text and report what truly happened; blocks for up to 3 seconds, never raises.

    Call it in a thread; copies that overlap wait for each other. `osc52` writes a string as it is
    to the terminal, or has it written by the thread that must do it without waiting for that
    (Textual: `loop.call_soon_threadsafe(driver.write, …)`), and raises OSError or RuntimeError when
    it cannot; without it OSC 52 is not tried.
    """
    if mode == "off":
        return CopyResult("none", "", False, "copying is switched off")
    if not text:
        return CopyResult("none", "", False, "there is no text")
    with _one_at_a_time:
        return _copy(text.encode("utf-8", "replace"), mode, osc52, environ)


def summary(what: str, result: CopyResult) -> str:
    """Phrase the notice for a copy; `what` is its subject, such as `arXiv link of SYMI`."""
    if result.confirmed:
        return f"{what} copied, by {result.mechanism}"
    kept = f" – it is in {_short(result.saved)}" if result.saved else ""
    if result.way == "osc52":
        return f"{what} sent to the terminal, which cannot confirm it{kept}"
    return f"{what} could not be copied: {result.detail}{kept}"


def _copy(
    data: bytes, mode: Mode, osc52: Callable[[str], None] | None, environ: Mapping[str, str]
) -> CopyResult:
    deadline = time.monotonic() + _ALL_SECONDS
    problems: list[str] = []
    for way in ways(mode, environ):
        if way == "osc52":
            problem = _send(data, osc52, environ)
            if problem is None:
                saved = _save(data, problems, environ)
                return CopyResult("osc52", "the terminal", False, "; ".join(problems), saved)
            problems.append(problem)
            continue
        left = deadline - time.monotonic()
        if way == "native":
            outcome = copy_ways.copy_native(data, min(_NATIVE_SECONDS, left), environ)
        else:
            outcome = copy_ways.copy_tmux(data, left, environ)
        if outcome.problem is None:
            return CopyResult(way, outcome.mechanism, True, "; ".join(problems))
        problems.append(outcome.problem)
    saved = _save(data, problems, environ)
    return CopyResult("none", "", False, "; ".join(problems), saved)


def _send(
    data: bytes, osc52: Callable[[str], None] | None, environ: Mapping[str, str]
) -> str | None:
    """Send by OSC 52, or say why not. Never a part: half a text is no copy."""
    if osc52 is None:
        return "there is no terminal to send it to"
    if len(data) > copy_ways.OSC52_LIMIT:
        most = copy_ways.OSC52_LIMIT
        return f"{len(data):,} bytes are too much for the terminal, which takes {most:,}"
    try:
        osc52(copy_ways.osc52_sequence(data, environ))
    except (OSError, RuntimeError) as error:
        return f"the terminal could not be written to ({error})"
    return None


def _save(data: bytes, problems: list[str], environ: Mapping[str, str]) -> Path | None:
    """Keep the text in the last-copy file, for its owner alone; note down why not."""
    path = paths.last_copy_file(environ)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, overwrite=True, mode=0o600)
    except OSError as error:
        problems.append(f"{path.parent} cannot be made: {error.strerror}")
    except WriteError as error:
        problems.append(str(error))
    else:
        return path
    return None


def _short(path: Path) -> str:
    """The path as a reader writes it, with `~` for the home folder."""
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111
    written = str(path)
    return "~" + written[len(home) :] if home and written.startswith(home + "/") else written
