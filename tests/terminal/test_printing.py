"""What --print and --select write to a terminal and into a pipe."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.terminal.conftest import PROGRAM

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.system


@pytest.mark.parametrize(("variable", "in_color"), [("", True), ("NO_COLOR=1", False)])
def test_colors_on_a_terminal(variable: str, in_color: bool, terminal: Any) -> None:
    terminal.shell(f"{variable} {PROGRAM} --print '{{name}}.' -f symi")
    assert terminal.wait_for_status() == 0
    written = terminal.raw.read_bytes()
    assert (b"\x1b[1mSYMI\x1b[0m." in written) == in_color
    assert (b"\nSYMI." in written) != in_color


def test_selected_papers_go_into_the_pipe(terminal: Any, tmp_path: Path) -> None:
    terminal.shell(f"{PROGRAM} --select --print '{{name}}' -f moe > chosen")
    terminal.wait_for("Select papers with v; q quits and prints them")
    terminal.press("G", "v", "n", "g", "n", "v", "q")
    assert terminal.wait_for_status() == 0
    assert (tmp_path / "chosen").read_text() == "SYMI\nFAST\n"
    assert terminal.left_on() == set()


def test_without_a_selection_nothing_is_written(terminal: Any, tmp_path: Path) -> None:
    terminal.shell(f"{PROGRAM} --select > chosen")
    terminal.wait_for("Select papers with v")
    terminal.press("q")
    assert terminal.wait_for_status() == 1
    assert (tmp_path / "chosen").read_text() == ""


def test_an_app_ended_by_a_signal_writes_nothing(terminal: Any, tmp_path: Path) -> None:
    terminal.shell(f"sh -c 'echo $$ > pid; exec {PROGRAM} --select -f symi > chosen'")
    terminal.wait_for("Select papers with v")
    terminal.press("n", "v")
    terminal.wait_for("1 selected")
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
    assert terminal.wait_for_status() == 128 + signal.SIGTERM
    assert (tmp_path / "chosen").read_text() == ""
