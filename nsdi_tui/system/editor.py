"""The reader's editor: its command for a line of a file, and text edited by it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FALLBACKS = ("sensible-editor", "nano", "vim", "vi")

# How each family is told a line, and what those with a window of their own need to wait for it.
_PLUS = ("+{line}", "{path}")
_COLON = ("{path}:{line}",)
_GOTO = ("--goto", "{path}:{line}")
_LINE_ARGUMENTS = {
    **dict.fromkeys(("vi", "vim", "nvim", "view", "ex", "nvi", "vile", "elvis", "gvim"), _PLUS),
    **dict.fromkeys(("nano", "rnano", "pico", "micro", "joe", "jed", "ne", "mcedit"), _PLUS),
    **dict.fromkeys(("emacs", "emacsclient", "mg", "kak", "gedit", "sensible-editor"), _PLUS),
    **dict.fromkeys(("hx", "helix", "subl", "zed", "zeditor"), _COLON),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor"), _GOTO),
}
_WAIT = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor"), "--wait"),
    **dict.fromkeys(("subl", "zed", "zeditor", "gedit"), "--wait"),
    "gvim": "--nofork",
}


class EditorError(Exception):
    """There is no editor to be had; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class EditResult:
    """The text as it was left, None when there is none; `problem` is a line for the reader."""

    text: str | None
    problem: str | None = None


def editor_command(
    path: Path, line: int | None = None, environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Return the command that opens the file, at this line (from 1) where the editor can.

    `VISUAL`, else `EDITOR`, split as a shell would; without both, the first that exists of
    sensible-editor, nano, vim and vi. Raises EditorError.
    """
    words = _editor_words(environ)
    name = _known_name(words[0], environ)
    # An absolute path is never taken for an option or a `+line`.
    target = os.path.abspath(path)  # noqa: PTH100
    wait = _WAIT.get(name)
    if wait is not None and wait not in words:
        words.append(wait)
    placed = _LINE_ARGUMENTS.get(name)
    if line is None or placed is None:
        return [*words, target]
    return words + [part.format(line=line, path=target) for part in placed]


def edit_file(
    path: Path, line: int | None = None, environ: Mapping[str, str] = os.environ
) -> str | None:
    """Run the editor on the file until it ends; return what went wrong, None if nothing did.

    It needs the terminal for itself: the app suspends around it. Never raises for a missing or
    failing editor, since an exception inside a suspension hangs Textual.
    """
    try:
        command = editor_command(path, line, environ)
    except EditorError as error:
        return str(error)
    name = Path(command[0]).name
    try:
        with _interrupts_are_the_editors():
            status = subprocess.run(command, env=dict(environ), check=False).returncode
    except (OSError, ValueError) as error:
        return f"{name} could not be started: {error}"
    if status < 0:
        return f"{name} was ended by signal {-status}"
    return f"{name} ended with status {status}" if status else None


def edit_text(
    text: str, environ: Mapping[str, str] = os.environ, *, suffix: str = ".md"
) -> EditResult:
    """Let the reader edit a text in a file of its own; as `edit_file` otherwise.

    When the editor fails, what was written by then is kept and the problem says where.
    """
    try:
        handle, written = tempfile.mkstemp(prefix="nsdi-tui-", suffix=suffix)
        path = Path(written)
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8", "replace"))
    except OSError as error:
        return EditResult(None, f"no file could be made to edit: {error.strerror}")
    problem = edit_file(path, None, environ)
    try:
        edited = path.read_bytes().decode("utf-8", "replace")
        if problem is not None and edited != text:
            return EditResult(None, f"{problem}; what was written is in {path}")
        path.unlink()
    except OSError as error:
        return EditResult(None, problem or f"{path} cannot be read back: {error.strerror}")
    return EditResult(edited if problem is None else None, problem)


@contextlib.contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Let ctrl+c, which reaches every process of the terminal, be the editor's matter alone.

    A handler that does nothing, not SIG_IGN, which the editor would inherit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _editor_words(environ: Mapping[str, str]) -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        value = environ.get(variable, "").strip()
        if not value:
            continue
        try:
            words = shlex.split(value)
        except ValueError as error:
            raise EditorError(f"${variable} cannot be understood: {error}") from error
        if not words or shutil.which(words[0], path=environ.get("PATH")) is None:
            raise EditorError(f"${variable} names an editor that was not found: {value}")
        return words
    for name in _FALLBACKS:
        if shutil.which(name, path=environ.get("PATH")):
            return [name]
    raise EditorError("no editor was found: set $EDITOR to the one you like")


def _known_name(word: str, environ: Mapping[str, str]) -> str:
    """The family name of the command: `vim` for `/usr/bin/vim.basic` and for a link to it."""
    name = Path(word).name
    if name in _LINE_ARGUMENTS:
        return name
    found = shutil.which(word, path=environ.get("PATH")) or word
    return Path(os.path.realpath(found)).name.partition(".")[0]
