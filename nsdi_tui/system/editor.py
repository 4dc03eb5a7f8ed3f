"""Running the user's editor on a file, at a line, or on a text."""

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

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import EditorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STOP_SECONDS = 1.0
_FALLBACKS = ("sensible-editor", "nano", "vim", "vi")

# How each family takes a line, and the option that makes those with windows wait.
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


@dataclass(frozen=True, slots=True)
class EditResult:
    """The edited text, None when there is none; `problem` is the notice to show."""

    text: str | None
    problem: str | None = None


def editor_command(
    path: Path, line: int | None = None, environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Return the command that opens the file, at this line (from 1) if the editor can do that.

    `VISUAL`, else `EDITOR`, split as a shell does; without both, the first that exists of
    sensible-editor, nano, vim and vi. Raises EditorError.
    """
    words = _editor_words(environ)
    name = _known_name(words[0], environ)
    # An absolute path cannot be mistaken for an option or a `+line`.
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
    """Run the editor on the file until it exits; return what went wrong, None if nothing did.

    The app must be suspended: the editor needs the terminal. Never raises for a missing or failing
    editor, because an exception during a suspension hangs Textual.
    """
    try:
        command = editor_command(path, line, environ)
    except EditorError as error:
        return str(error)
    name = Path(command[0]).name
    try:
        with _interrupts_go_to_the_editor():
            status = _running.run(command, environ)
    except (OSError, ValueError) as error:
        return f"Cannot start {clean(name)}: {clean(str(error))}"
    if status < 0:
        return f"{clean(name)} was killed by signal {-status}"
    return f"{clean(name)} exited with status {status}" if status else None


def edit_text(text: str, environ: Mapping[str, str] = os.environ) -> EditResult:
    """Edit a text in a temporary file; otherwise like `edit_file`.

    When the editor fails after the text was changed, the file is kept and `problem` names it.
    """
    try:
        handle, written = tempfile.mkstemp(prefix="nsdi-tui-", suffix=".md")
        path = Path(written)
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8", "replace"))
    except OSError as error:
        return EditResult(None, f"Cannot create a temporary file: {error.strerror}")
    problem = edit_file(path, None, environ)
    try:
        edited = path.read_bytes().decode("utf-8", "replace")
        if problem is not None and edited != text:
            return EditResult(None, f"{problem}; the text is in {clean(str(path))}")
        path.unlink()
    except OSError as error:
        return EditResult(None, problem or f"Cannot read {clean(str(path))}: {error.strerror}")
    return EditResult(edited if problem is None else None, problem)


def stop_running() -> None:
    """Ask an editor that is running to exit, and kill it if it does not. For signal handlers."""
    _running.stop()


class _RunningEditor:
    """The one editor that may be running."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._must_stop = False

    def run(self, command: list[str], environ: Mapping[str, str]) -> int:
        """Run a command to its end and return its status."""
        self._process = subprocess.Popen(command, env=dict(environ))
        try:
            if self._must_stop:
                # The signal came while the process was being started.
                self.stop()
            return self._process.wait()
        finally:
            self._process = None

    def stop(self) -> None:
        self._must_stop = True
        process = self._process
        if process is None:
            return
        process.terminate()
        timer = threading.Timer(_STOP_SECONDS, process.kill)
        timer.daemon = True
        timer.start()


_running = _RunningEditor()


@contextlib.contextmanager
def _interrupts_go_to_the_editor() -> Iterator[None]:
    """Ignore ctrl+c, which reaches every process of the terminal, while the editor runs.

    By a handler that does nothing: the editor would inherit SIG_IGN.
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
            raise EditorError(f"Cannot parse ${variable}: {clean(str(error)).lower()}") from error
        if not words or shutil.which(words[0], path=environ.get("PATH")) is None:
            raise EditorError(f"Editor not found: ${variable} is {clean(value)}")
        return words
    for name in _FALLBACKS:
        if shutil.which(name, path=environ.get("PATH")):
            return [name]
    raise EditorError("No editor found; set $EDITOR")


def _known_name(word: str, environ: Mapping[str, str]) -> str:
    """Return the family of the command: `vim` for `/usr/bin/vim.basic` and for a link to it."""
    name = Path(word).name
    if name in _LINE_ARGUMENTS:
        return name
    found = shutil.which(word, path=environ.get("PATH")) or word
    return Path(os.path.realpath(found)).name.partition(".")[0]
