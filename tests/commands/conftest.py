"""Marks files for the command line, and a shell to redirect its streams."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import STAR
from nsdi_tui.resources import bundled_digest
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a shell command in which `nsdi-tui` stands for the program; no terminal is attached."""
    program = f"{shlex.quote(sys.executable)} -m nsdi_tui"

    def run(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.replace("nsdi-tui", program)],
            capture_output=True,
            text=True,
            errors="strict",
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            timeout=HANG,
            check=False,
        )

    return run


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A marks file with a star on the first paper of the bundled digest."""
    path = tmp_path / "marks.sqlite3"
    (digest,) = open_digests([str(bundled_digest())]).digests
    session = Marks.open(path)
    session.apply(STAR, digest.papers[:1])
    session.close()
    return path
