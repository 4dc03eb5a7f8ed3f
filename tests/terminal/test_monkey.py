"""Random and broken input never ends the app.

A failing seed is repeated with `python -m tests.terminal.monkey --seed N`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.pseudo_terminal import PseudoTerminal
from tests.terminal.monkey import Monkey, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.system

BROKEN = [b"\xff\xfe", b"\x1b[M\xff\xff\xff", b"\xe9l\xe9", b"\x1b[999999999999u", b"\x1b[9999999u"]


def test_input_that_means_nothing_is_dropped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nsdi_tui", "--clipboard", "off"]
    with PseudoTerminal(command, environment(tmp_path), tmp_path) as terminal:
        terminal.wait_for("SYMI")
        for piece in BROKEN:
            terminal.write(piece)
            terminal.read_all()
        # Those that come next count again.
        terminal.write(b"/JITServe")
        terminal.wait_for("1 of 26")
        assert terminal.quit() == 0
        assert not terminal.modes_left_on()


@pytest.mark.parametrize("seed", range(2))
def test_random_bytes(seed: int, tmp_path: Path) -> None:
    Monkey(seed).run(200, tmp_path)
