"""The screenful of `--doctor`: what this program finds around it, and what a copy would do."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.system import clipboard
from nsdi_tui.system.browser import browser_commands
from nsdi_tui.system.copy_ways import native_mechanism
from nsdi_tui.system.editor import EditorError, editor_command
from nsdi_tui.system.session import has_display, over_ssh
from nsdi_tui.system.traits import terminal_traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_LABEL = 11
_CLIPBOARD_PROGRAMS = ("xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "clip.exe")


def report(
    version: str,
    paths: Iterable[tuple[str, Path]],
    *,
    mode: clipboard.Mode = "auto",
    try_copy: bool = False,
    osc52: Callable[[str], None] | None = None,
    environ: Mapping[str, str] = os.environ,
    width: int = 80,
) -> list[str]:
    """Return the lines of the report, at most `width` columns each and 24 with usual paths.

    `paths` are labels with the files or folders whose state is told. `try_copy` copies a line for
    real, which replaces what the clipboard holds; `osc52` as in `clipboard.copy`. Takes up to
    some seconds where a clipboard does not answer.
    """
    rows = [
        ("nsdi-tui", f"{version}, Python {platform.python_version()}, {_system()}"),
        *_terminal(environ),
        *_clipboard(mode, environ),
    ]
    if try_copy:
        result = clipboard.copy("nsdi-tui can copy", mode, osc52=osc52, environ=environ)
        told = clipboard.summary("a line of text", result)
        rows.append(("  tried", f"{told} ({result.detail})" if result.detail else told))
    rows += [
        ("browser", _browser(environ)),
        ("editor", _editor(environ)),
        ("tmux", _tmux(environ)),
        *((label, _state(path)) for label, path in paths),
    ]
    return [line for label, text in rows for line in _lines(label, text, width)]


def _system() -> str:
    return f"{platform.system()} {platform.release()}"


def _terminal(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    size = shutil.get_terminal_size((0, 0))
    known = f"{size.columns}x{size.lines}" if size.columns else "size unknown"
    traits = terminal_traits(environ)
    colours = {0: "no colours", 1 << 24: "16 million colours"}.get(
        traits.colours, f"{traits.colours} colours"
    )
    where = "over SSH" if over_ssh(environ) else "not over SSH"
    return [
        ("terminal", f"{known}, TERM={environ.get('TERM', '')}, {colours}, {where}"),
        (
            "  guessed",
            f"{traits.name}; OSC 8 links: {traits.osc8}; OSC 52 copies: {traits.osc52}",
        ),
    ]


def _clipboard(mode: clipboard.Mode, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    search = environ.get("PATH")
    found = [name for name in _CLIPBOARD_PROGRAMS if shutil.which(name, path=search)]
    planned = clipboard.ways(mode, environ)
    native = native_mechanism(environ) if "native" in planned else None
    names = {"native": native or "", "tmux": "tmux", "osc52": "the terminal (OSC 52)"}
    steps = [names[way] for way in planned if names[way]]
    order = ", else ".join(steps) if steps else "nothing: it would be kept in a file"
    if mode == "off":
        order = "nothing: it is switched off"
    return [
        ("clipboard", f"mode {mode}; programs found: {', '.join(found) or 'none'}"),
        ("  copies by", order),
    ]


def _browser(environ: Mapping[str, str]) -> str:
    if over_ssh(environ):
        return "none over SSH: addresses are copied instead"
    if not has_display(environ):
        return "none, there is no graphical display: addresses are copied instead"
    commands = browser_commands(environ)
    return commands[0][0] if commands else "no graphical one was found: addresses are copied"


def _editor(environ: Mapping[str, str]) -> str:
    try:
        command = editor_command(Path("FILE"), None, environ)
    except EditorError as error:
        return str(error)
    source = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    return f"{' '.join(command[:-1])} ({f'from ${source}' if source else 'found'})"


def _tmux(environ: Mapping[str, str]) -> str:
    version = _ask(["tmux", "-V"], environ)
    if version is None:
        return "not found"
    if not environ.get("TMUX"):
        return f"{version}, not inside it"
    setting = _ask(["tmux", "show-options", "-gv", "set-clipboard"], environ)
    if setting is None:
        return f"{version}, inside it, but its server does not answer"
    note = "; only tmux itself gets a copy" if setting == "off" else ""
    return f"{version}, inside it, set-clipboard {setting}{note}"


def _ask(command: list[str], environ: Mapping[str, str]) -> str | None:
    """Return a command's output, None when it fails or does not answer."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=1,
            env=dict(environ),
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()


def _state(path: Path) -> str:
    return f"{_access(path)}: {path}"


def _access(path: Path) -> str:
    """What can be done with a file or folder, or with the place where it would be made."""
    try:
        if not path.exists():
            parent = next(folder for folder in path.parents if folder.exists())
            usable = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
            return "not there yet" if usable else "not there, and cannot be made"
        kind = "folder" if path.is_dir() else f"{path.stat().st_size:,} bytes"
    except OSError as error:
        return f"cannot be looked at ({error.strerror})"
    if not os.access(path, os.R_OK):
        return f"{kind}, not readable"
    return f"{kind}, writable" if os.access(path, os.W_OK) else f"{kind}, read-only"


def _lines(label: str, text: str, width: int) -> list[str]:
    """Lay out one row; what the environment says may hold anything, so only print is kept."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return textwrap.wrap(
        plain,
        width - 1,
        initial_indent=f"{label:<{_LABEL}} ",
        subsequent_indent=" " * (_LABEL + 1),
        break_on_hyphens=False,
    )
