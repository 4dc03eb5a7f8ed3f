"""Marks in a real terminal, over several sessions and in two windows."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.system


def starred(terminal: Any) -> int:
    return int(terminal.screen().count("★"))


def test_marks_persist_and_can_be_undone(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    # Three papers in a row: after a star the cursor goes on.
    terminal.press("n", "*", "*", "*")
    terminal.wait_until(lambda: starred(terminal) == 3, "three stars")
    terminal.press("a")
    terminal.wait_for("ctrl+e edit in $EDITOR")
    terminal.type("to be read twice")
    terminal.press("Escape")
    terminal.wait_for("✎", "to be read twice")
    terminal.press("q")
    assert terminal.wait_for_status() == 0

    terminal.clear()
    terminal.nsdi_tui("-f", "is:starred")
    terminal.wait_for("3 of 26", "SYMI", "Di-PS")
    terminal.press("q")
    assert terminal.wait_for_status() == 0

    terminal.clear()
    terminal.nsdi_tui("-f", "note:twice")
    terminal.wait_for("1 of 26", "Attack of the Bubbles")
    terminal.press("Escape")
    terminal.wait_for("26 papers")
    terminal.press("g", "n", "*", "*", "*")
    terminal.wait_until(lambda: starred(terminal) == 0, "no stars")
    for left in (1, 2, 3):
        terminal.press("u")
        terminal.wait_until(lambda left=left: starred(terminal) == left, f"{left} brought back")
    terminal.press("u")
    terminal.wait_for("Nothing to undo")
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_two_windows_see_each_others_marks(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.tmux("split-window", "-v", "exec sh")
    terminal.tmux("resize-pane", "-y", "18")
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.press("n", "*")
    terminal.wait_until(lambda: starred(terminal) == 1, "the star in its own window")
    terminal.tmux("select-pane", "-t", ":.0")
    terminal.wait_until(lambda: starred(terminal) == 1, "the star in the other window")
