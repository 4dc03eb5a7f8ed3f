"""Completion of the command line, in a real bash, and by the protocol of the other shells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.recent_lists import RecentList, RecentLists

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
COMP_WORDS=({words}) COMP_CWORD={last} COMP_LINE="{words}" COMP_POINT=${{#COMP_LINE}}
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
    done = bash("nsdi-tui", COMP_WORDS=words, _NSDI_TUI_COMPLETE="bash_complete")
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


@pytest.fixture
def recent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lists from the network that were opened, a file, one that is gone, and two at once."""
    (tmp_path / "owls.md").write_text("# Owls\n")
    monkeypatch.setenv("NSDI_TUI_RECENT", str(tmp_path / "lists.json"))
    lists = RecentLists(tmp_path / "lists.json")
    for arguments in (
        ("github:heron/birds",),
        ("https://birds.example.org/list.md",),
        (str(tmp_path / "owls.md"),),
        (str(tmp_path / "gone.md"),),
        ("github:heron/gulls", "a,b"),
    ):
        assert lists.remember(RecentList(arguments, f"Title of {arguments[0]}", 1, "2026-01-01"))


def offered(line: str, bash: Run) -> list[str]:
    done = bash("nsdi-tui", COMP_WORDS=line, _NSDI_TUI_COMPLETE="bash_complete")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_recent_lists_are_offered_beside_files(bash: Run, recent: None, tmp_path: Path) -> None:
    assert offered("nsdi-tui ", bash) == [
        "file,",
        "plain,github:heron/gulls",
        f"plain,{tmp_path}/owls.md",
        "plain,https://birds.example.org/list.md",
        "plain,github:heron/birds",
    ]
    assert offered("nsdi-tui -f moe github:heron/b", bash)[1:] == ["plain,github:heron/birds"]
    # What a file is called in the folder that is being named, the shell knows.
    assert offered(f"nsdi-tui {tmp_path}/ow", bash) == [f"file,{tmp_path}/ow"]
    assert offered(f"nsdi-tui {tmp_path.parent}/", bash)[1:] == [f"plain,{tmp_path}/owls.md"]


def test_zsh_and_fish_show_the_titles_of_recent_lists(bash: Run, recent: None) -> None:
    for name in ("zsh", "fish"):
        variables = {
            "COMP_WORDS": "nsdi-tui github:heron/b",
            "_NSDI_TUI_COMPLETE": f"{name}_complete",
        }
        done = bash("nsdi-tui", COMP_CWORD="1" if name == "zsh" else "github:heron/b", **variables)
        assert "Title of github:heron/birds" in done.stdout


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
