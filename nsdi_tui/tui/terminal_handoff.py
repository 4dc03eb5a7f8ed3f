"""Handing the terminal to another program, such as the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

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
