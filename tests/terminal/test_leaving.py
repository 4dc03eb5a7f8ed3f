"""Leaving the app in a real shell: the terminal is restored, and marks are saved."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.system

PROGRAM = f"{shlex.quote(sys.executable)} -m nsdi_tui"


def assert_restored(terminal: Any, tmp_path: Path) -> None:
    """Check that the settings of the shell and the modes of the terminal are as before."""
    terminal.wait_until(lambda: not terminal.left_on(), "all modes switched off again")
    assert terminal.facts("alternate_on", "cursor_flag", "mouse_any_flag") == ["0", "1", "0"]
    terminal.type("stty -g > after; mv after after.whole")
    terminal.wait_until(lambda: "stty -g > after;" in terminal.screen(), "the typed command")
    terminal.press("Enter")
    terminal.wait_until((tmp_path / "after.whole").exists, "the settings")
    assert (tmp_path / "after.whole").read_text() == (tmp_path / "before").read_text()


def test_one_interrupt_does_not_quit(terminal: Any) -> None:
    terminal.nsdi_tui(program=PROGRAM)
    terminal.wait_for("SYMI")
    assert terminal.left_on() >= {"25", "1049"}
    terminal.press("C-c")
    terminal.wait_for("SYMI", "Press ctrl+c again to quit")


def test_a_signal_while_the_editor_runs_saves_the_marks(terminal: Any, tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(
        "# Birds\n\n* Owls at Night \\[[Paper](https://x.example/owls)]\n"
    )
    terminal.enter("export EDITOR='sh -c \"echo editing; sleep 600\"'; stty -g > before")
    terminal.enter("clear")
    program = f"sh -c {shlex.quote(f'echo $$ > pid; exec {PROGRAM} --marks m.db birds.md')}"
    terminal.nsdi_tui(program=program)
    terminal.wait_for("Owls")
    terminal.press("n", "*")
    terminal.wait_for("★")
    terminal.press("e")
    terminal.wait_for("editing")
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
    assert terminal.wait_for_status() == 128 + signal.SIGTERM
    assert_restored(terminal, tmp_path)
    terminal.clear()
    terminal.enter(f"{PROGRAM} --marks m.db -e links -f is:starred birds.md")
    terminal.wait_for("https://x.example/owls")


def test_marks_that_cannot_be_saved_are_rescued(terminal: Any, tmp_path: Path) -> None:
    home = Path(os.environ["HOME"])
    (tmp_path / "blocked").write_text("a file where the folder of the marks should be")
    program = f"sh -c {shlex.quote(f'echo $$ > pid; exec {PROGRAM} --marks blocked/marks.db')}"
    terminal.nsdi_tui(program=program)
    terminal.wait_for("SYMI")
    terminal.press("n", "*")
    terminal.wait_for("★")
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
    assert terminal.wait_for_status() == 128 + signal.SIGTERM
    output = terminal.history()
    assert "nsdi-tui: Could not save the marks of 1 paper: " in output
    (rescued,) = home.glob("nsdi-tui-marks-*.jsonl")
    assert f"import them later with: nsdi-tui --import-marks {rescued}" in output
    assert "SYMI" in rescued.read_text()


def test_what_another_program_wrote_goes_when_the_screen_is_redrawn(terminal: Any) -> None:
    terminal.enter(PROGRAM)
    terminal.wait_for("SYMI")
    terminal.press("n")
    terminal.wait_for("Propose SYMI")
    terminal.wait_for_quiet()
    before = terminal.screen()
    (tty,) = terminal.facts("pane_tty")
    with Path(tty).open("w") as other:
        other.write("\x1b[3;20Hnew mail has arrived\x1b[12;1H\x1b[7mrouter: link down\x1b[0m")
    terminal.wait_for("new mail has arrived", "router: link down")
    terminal.press("C-l")
    terminal.wait_for("Propose SYMI", gone="new mail has arrived")
    terminal.wait_until(lambda: terminal.screen() == before, "the screen as before")


def test_stopped_and_brought_back(terminal: Any, tmp_path: Path) -> None:
    terminal.enter("stty -g > before")
    terminal.enter(PROGRAM)
    terminal.wait_for("SYMI")
    terminal.press("n")
    terminal.wait_for("Propose SYMI")
    terminal.wait_for_quiet()
    before = terminal.screen()
    terminal.press("C-z")
    terminal.wait_for("ready>", gone="Propose SYMI")
    terminal.wait_until(lambda: not terminal.left_on(), "all modes switched off again")
    terminal.shell("fg")
    terminal.wait_for("Propose SYMI", "26 papers", gone="ready>")
    terminal.wait_until(lambda: terminal.screen() == before, "the screen as before")
    terminal.press("q")
    assert terminal.wait_for_status() == 0
    assert_restored(terminal, tmp_path)
