"""Handing the terminal to the editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from nsdi_tui.digest.model import Digest

Result = TypeVar("Result")


def run_in_terminal(app: App[Any], task: Callable[[], Result]) -> Result | None:
    """Run a task that needs the terminal for itself; None where it cannot have it.

    The task must not raise: an exception while the app is suspended hangs it.
    """
    try:
        with app.suspend():
            result = task()
    except SuspendNotSupported:
        app.notify("Cannot hand this terminal to an editor", severity="warning")
        return None
    app.refresh(layout=True)
    return result


def edit_digest(app: App[Any], digest: Digest, line: int) -> bool:
    """Open a digest's file in the editor at a line; return whether it may have been edited."""
    from nsdi_tui.system.editor import edit_file

    path = digest.path
    if path is None:
        app.notify("Read from standard input; nothing to edit", severity="warning")
        return False
    problem = run_in_terminal(app, lambda: edit_file(Path(path), line))
    if problem:
        app.notify(problem, severity="warning")
    return True
