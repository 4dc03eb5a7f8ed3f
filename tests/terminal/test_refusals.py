"""What cannot be opened or drawn is refused with one line and exit status 2."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.system

COMMAND = f"{shlex.quote(sys.executable)} -m nsdi_tui"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
PAPER = "# Mine\n\n* First: A Paper \\[[Paper](https://mine.example/1)]\n"


@pytest.fixture
def refused(terminal: Any) -> Callable[[str], str]:
    """Give the terminal's shell a command that must be refused; return all its output."""

    def run(command: str) -> str:
        terminal.shell(f"printf %s%s -SA ID-; {command}")
        assert terminal.wait_for_status() == 2
        assert terminal.left_on() == set()
        output: str = terminal.history().partition("-SAID-")[2].partition("status=")[0]
        return output

    return run


def test_a_missing_file(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} missing.md")
    assert output == "nsdi-tui: Cannot read missing.md: no such file or folder\n"


def test_an_empty_file(refused: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()
    output = refused(f"{COMMAND} empty.md")
    assert output == "nsdi-tui: Cannot read empty.md: it is empty\n"


def test_a_picture(refused: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "picture.md").write_bytes(PNG)
    output = refused(f"{COMMAND} picture.md")
    assert output == "nsdi-tui: Cannot read picture.md: it is not a text file\n"


@pytest.mark.parametrize("name", ["notes.txt", "notes.md"])
def test_a_folder_without_digests(name: str, refused: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / name).write_text("Nothing but a note.\n")
    output = refused(f"{COMMAND} papers")
    assert output.startswith("nsdi-tui: No ")
    assert " in papers" in output
    assert output.count("\n") == 1


def test_a_file_that_may_not_be_read(
    refused: Callable[[str], str], tmp_path: Path, without_privilege: str
) -> None:
    (tmp_path / "secret.md").write_text(PAPER)
    (tmp_path / "secret.md").chmod(0)
    output = refused(f"{without_privilege} {COMMAND} secret.md")
    assert output == "nsdi-tui: Cannot read secret.md: permission denied\n"


def test_an_unknown_option(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} --colour")
    assert output.startswith("nsdi-tui: ")
    assert "--colour" in output
    assert output.count("\n") == 1


def test_an_unknown_theme(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} --theme mauve")
    assert output.startswith("nsdi-tui: No theme named mauve; available: ")
    assert output.count("\n") == 1


def test_a_name_full_of_escape_sequences(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} \"$(printf '\\033]0;evil\\007\\033[2Jx.md')\"")
    assert "x.md: no such file" in output
    assert output.count("\n") == 1


def test_an_error_stream_that_is_no_terminal(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} 2> /dev/null")
    assert output.startswith("nsdi-tui: Standard error is not a terminal")


def test_standard_input_without_a_digest(refused: Callable[[str], str]) -> None:
    output = refused(f": | {COMMAND} -")
    assert output == "nsdi-tui: Cannot read standard input: it is empty\n"


@pytest.mark.parametrize("task", [["--export", "json"], ["--check"], []], ids=" ".join)
@pytest.mark.parametrize("name", ["missing.md", "picture.md", "empty.md", "."])
def test_without_a_terminal(
    task: list[str],
    name: str,
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    (tmp_path / "picture.md").write_bytes(PNG)
    (tmp_path / "empty.md").touch()
    done = nsdi_tui(*task, name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("nsdi-tui: ")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def without_privilege(untestable: Callable[[str], None]) -> str:
    """The prefix of a command that takes the privileges of root away; empty for other users."""
    if os.geteuid() != 0:
        return ""
    prefix = "setpriv --bounding-set -dac_override,-dac_read_search"
    trial = subprocess.run([*prefix.split(), "true"], capture_output=True, check=False)
    if trial.returncode != 0:
        untestable("root may read everything, and setpriv cannot change that")
    return prefix


def test_a_terminal_in_the_place_of_a_digest(refused: Callable[[str], str]) -> None:
    output = refused(f"{COMMAND} -")
    assert output.startswith("nsdi-tui: Standard input is the terminal; pipe a digest to -")
    assert output.count("\n") == 1
