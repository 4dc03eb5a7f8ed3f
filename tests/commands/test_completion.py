"""Completion of the command line, in a real bash, and by the protocol of the other shells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def bash(tmp_path: Path) -> Run:
    """Run a script in bash, with the program on its path."""
    program = tmp_path / "bin" / "nsdi-tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nsdi_tui "$@"\n')
    program.chmod(0o755)

    def run(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-c", script],
            env={**os.environ, "PATH": path, **variables},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return run


IN_BASH = """
eval "$(nsdi-tui --completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last}
_nsdi_tui_completion nsdi-tui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("nsdi-tui --chec", ["--check"]),
        ("nsdi-tui --print-c", ["--print-config"]),
        ("nsdi-tui --export b", ["bibtex"]),
        ("nsdi-tui -e json --theme nor", ["nord"]),
        ("nsdi-tui --clipboard o", ["osc52", "off"]),
        ("nsdi-tui --completion ''", ["bash", "zsh", "fish"]),
    ],
)
def test_bash_completes_options_formats_and_themes(
    words: str, offered: list[str], bash: Run
) -> None:
    done = bash(IN_BASH.format(words=words, last=len(words.split()) - 1))
    assert (done.stdout.split(), done.stderr) == (offered, "")


@pytest.mark.parametrize("words", ["nsdi-tui ", "nsdi-tui --marks ", "nsdi-tui -f moe no"])
def test_files_are_left_to_the_shell(words: str, bash: Run) -> None:
    number = str(words.count(" "))
    done = bash("nsdi-tui", COMP_WORDS=words, COMP_CWORD=number, _NSDI_TUI_COMPLETE="bash_complete")
    assert done.stdout.startswith("file,")


@pytest.mark.parametrize(("name", "current"), [("zsh", "1"), ("fish", "--doc")])
def test_zsh_and_fish_get_options_with_their_help(name: str, current: str, bash: Run) -> None:
    done = bash(
        "nsdi-tui",
        COMP_WORDS="nsdi-tui --doc",
        COMP_CWORD=current,
        _NSDI_TUI_COMPLETE=f"{name}_complete",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "--doctor" in done.stdout
    assert "Print diagnostics." in done.stdout


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_is_valid_where_the_shell_is_installed(name: str, bash: Run) -> None:
    done = bash(f"nsdi-tui --completion {name} | tee script")
    assert (done.returncode, done.stderr) == (0, "")
    assert "_NSDI_TUI_COMPLETE" in done.stdout
    if shutil.which(name):
        assert bash(f"{name} -n script").returncode == 0


def test_an_unknown_shell_is_one_line(bash: Run) -> None:
    done = bash("nsdi-tui --completion tcsh")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'bash', 'zsh', 'fish'" in done.stderr


def test_the_help_fits_on_a_screen(bash: Run) -> None:
    lines = bash("nsdi-tui --help").stdout.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 80
