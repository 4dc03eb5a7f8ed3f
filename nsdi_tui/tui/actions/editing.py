"""Editing a digest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.terminal_handoff import run_in_terminal

if TYPE_CHECKING:
    from textual.app import App

    from nsdi_tui.digest.model import Digest


def edit_digest(app: App[Any], digest: Digest, line: int) -> bool:
    """Open a digest's file in the editor at a line; return whether it may have been edited."""
    from nsdi_tui.system.editor import edit_file

    path = digest.path
    if path is None:
        where = f"Fetched from {digest.address}" if digest.address else "Read from standard input"
        app.notify(f"{where}; nothing to edit", severity="warning")
        return False
    problem = run_in_terminal(app, lambda: edit_file(Path(path), line))
    if problem:
        app.notify(problem, severity="warning")
    return True
