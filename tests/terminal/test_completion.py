"""Completion by the tab key, in real shells."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.paths import recent_file
from nsdi_tui.system.recent_lists import RecentList, RecentLists
from tests.terminal.conftest import PROGRAM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.conftest import Terminal

pytestmark = pytest.mark.system

SHELLS = {
    "bash": ("bash --norc -i", 'eval "$(nsdi-tui --completion bash)"'),
    "zsh": ("zsh -f -i", 'autoload -Uz compinit; compinit -u; eval "$(nsdi-tui --completion zsh)"'),
    "fish": ("fish --no-config", "nsdi-tui --completion fish | source"),
}


@pytest.mark.parametrize("name", SHELLS)
def test_tab_completes_recent_lists_and_files(
    terminal: Terminal, tmp_path: Path, name: str
) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"NOT TESTED: {name} is not installed")
    recent_file().parent.mkdir(parents=True)
    lists = RecentLists(recent_file())
    lists.remember(RecentList(("github:heron/birds",), "Birds", 3, "2026-01-01"))
    (tmp_path / "gulls").mkdir()
    program = tmp_path / "bin" / "nsdi-tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {PROGRAM} "$@"\n')
    program.chmod(0o755)
    shell, set_up = SHELLS[name]
    terminal.enter(f"PATH={program.parent}:$PATH exec {shell}")
    terminal.enter(f"{set_up}; echo set up")
    terminal.wait_until(lambda: "\nset up" in terminal.screen(), "the script is loaded")
    terminal.type("nsdi-tui github:her")
    terminal.press("Tab")
    terminal.wait_for("nsdi-tui github:heron/birds")
    # What follows is another list, of which one is offered, and one folder.
    terminal.type(" g")
    terminal.press("Tab", "Tab")
    terminal.wait_for("gulls/", "birds")
