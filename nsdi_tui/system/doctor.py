"""Diagnostics: what the program finds on this machine, and what a copy would do."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.errors import EditorError
from nsdi_tui.system import clipboard
from nsdi_tui.system.browser import browser_commands
from nsdi_tui.system.clipboard_backends import native_mechanism, tmux_reaches_terminal
from nsdi_tui.system.editor import editor_command
from nsdi_tui.system.host import has_display, over_ssh
from nsdi_tui.system.terminal_capabilities import terminal_capabilities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nsdi_tui.system.settings import ClipboardMode

_LABEL = 13
_CLIPBOARD_PROGRAMS = ("xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "clip.exe")


def report(
    version: str,
    paths: Iterable[tuple[str, Path]],
    *,
    problems: Mapping[str, str] | None = None,
    mode: ClipboardMode = "auto",
    try_copy: bool = False,
    osc52: Callable[[str], None] | None = None,
    environ: Mapping[str, str] = os.environ,
    width: int = 80,
) -> list[str]:
    """Return the lines of the report, at most `width` columns each and 24 with usual paths.

    `paths` are labels with the files or folders to examine; `problems` may name, by label, what is
    wrong with one. `try_copy` copies a line, which replaces the content of the clipboard; `osc52`
    as in `clipboard.copy`. Takes some seconds where a clipboard does not respond.
    """
    rows = [
        ("nsdi-tui", f"{version}, Python {platform.python_version()}, {_system()}"),
        *_terminal(environ),
        *_clipboard(mode, environ),
    ]
    if try_copy:
        result = clipboard.copy("nsdi-tui can copy", mode, osc52=osc52, environ=environ)
        notice = clipboard.summary("a test line", result)
        # The notice of a failed copy contains the reasons.
        detail = f" ({result.detail})" if result.detail and result.method != "none" else ""
        rows.append(("  test", notice + detail))
    rows += [
        ("browser", _browser(environ)),
        ("editor", _editor(environ)),
        ("tmux", _tmux(environ)),
        *((label, _state(path, (problems or {}).get(label))) for label, path in paths),
    ]
    return [line for label, text in rows for line in _lines(label, text, width)]


def _system() -> str:
    return f"{platform.system()} {platform.release()}"


def _terminal(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    size = shutil.get_terminal_size((0, 0))
    dimensions = f"{size.columns}x{size.lines}" if size.columns else "size unknown"
    terminal = terminal_capabilities(environ)
    colors = {0: "no colors", 1 << 24: "16 million colors"}.get(
        terminal.colors, f"{terminal.colors} colors"
    )
    where = "over SSH" if over_ssh(environ) else "not over SSH"
    return [
        ("terminal", f"{dimensions}, TERM={environ.get('TERM', '')}, {colors}, {where}"),
        ("  guessed", f"{terminal.name}; OSC 8: {terminal.osc8}; OSC 52: {terminal.osc52}"),
    ]


def _clipboard(mode: ClipboardMode, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    search = environ.get("PATH")
    programs = [name for name in _CLIPBOARD_PROGRAMS if shutil.which(name, path=search)]
    planned = clipboard.methods(mode, environ)
    native = native_mechanism(environ) if "native" in planned else None
    names = {"native": native or "", "tmux": "tmux", "osc52": "terminal (OSC 52)"}
    steps = [names[method] for method in planned if names[method]]
    order = ", then ".join(steps) if steps else "none; text is saved to a file"
    if mode == "off":
        order = "none; the clipboard is off"
    return [
        ("clipboard", f"mode {mode}; programs: {', '.join(programs) or 'none'}"),
        ("  method", order),
    ]


def _browser(environ: Mapping[str, str]) -> str:
    if over_ssh(environ):
        return "none over SSH; links are copied instead"
    if not has_display(environ):
        return "none without a graphical display; links are copied instead"
    commands = browser_commands(environ)
    return commands[0][0] if commands else "none found; links are copied instead"


def _editor(environ: Mapping[str, str]) -> str:
    try:
        command = editor_command(Path("FILE"), None, environ)
    except EditorError as error:
        return str(error)
    source = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    return f"{' '.join(command[:-1])} ({f'from ${source}' if source else 'found'})"


def _tmux(environ: Mapping[str, str]) -> str:
    version = _output(["tmux", "-V"], environ)
    if version is None:
        return "not found"
    if not environ.get("TMUX"):
        return f"{version}, not used here"
    setting = _output(["tmux", "show-options", "-gv", "set-clipboard"], environ)
    if setting is None:
        return f"{version}, in use, but its server does not respond"
    reach = {
        True: "; copies reach the outer terminal",
        False: "; copies stay in the tmux buffer",
        None: "",
    }[tmux_reaches_terminal(environ)]
    return f"{version}, in use, set-clipboard {setting}{reach}"


def _output(command: list[str], environ: Mapping[str, str]) -> str | None:
    """Return the output of a command, None when it fails or does not respond."""
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


def _state(path: Path, problem: str | None) -> str:
    return f"{problem or _access(path)}: {path}"


def _access(path: Path) -> str:
    """Return what can be done with a file or folder, or with where it would be created."""
    try:
        if not path.exists():
            parent = next(folder for folder in path.parents if folder.exists())
            usable = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
            return "not created yet" if usable else "missing, cannot be created"
        kind = "folder" if path.is_dir() else f"{path.stat().st_size:,} bytes"
    except OSError as error:
        return f"cannot be examined ({error.strerror})"
    if not os.access(path, os.R_OK):
        return f"{kind}, not readable"
    return f"{kind}, writable" if os.access(path, os.W_OK) else f"{kind}, read-only"


def _lines(label: str, text: str, width: int) -> list[str]:
    """Lay out one row; the environment may contain anything, so only printable text is shown."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return textwrap.wrap(
        plain,
        width - 1,
        initial_indent=f"{label:<{_LABEL}} ",
        subsequent_indent=" " * (_LABEL + 1),
        break_on_hyphens=False,
    )
