"""The file of the last choices: damage, several writers, folders that cannot be written."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.choices import Choices, RememberedChoices
from nsdi_tui.system.paths import choices_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "choices.json"


def test_a_choice_is_kept_beside_others(file: Path) -> None:
    choices = RememberedChoices(file)
    assert choices.read() == Choices()
    assert choices.remember(theme="nord")
    assert choices.remember(export_format="bibtex", export_papers="starred")
    assert choices.remember(theme="dracula")
    assert choices.read() == Choices("dracula", "bibtex", "starred")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b"\xff", b'{"theme": 3, "export_format": ["csv"]}', b"[" * 100_000]
)
def test_what_is_damaged_is_forgotten(file: Path, damage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    choices = RememberedChoices(file)
    assert choices.read() == Choices()
    assert choices.remember(theme="nord")
    assert choices.read() == Choices(theme="nord")


def test_texts_of_the_file_have_no_control_characters(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"theme": "no\x1b[2Jrd", "export_folder": "x" * 5000}))
    read = RememberedChoices(file).read()
    assert read.theme.isprintable()
    assert len(read.export_folder) <= 1000


def test_a_folder_that_cannot_be_written_is_no_error(file: Path) -> None:
    file.parent.write_text("a file in the place of the folder")
    assert not RememberedChoices(file).remember(theme="nord")
    assert RememberedChoices(file).read() == Choices()


WRITER = """
import sys
from pathlib import Path
from nsdi_tui.system.choices import RememberedChoices
for _ in range(10):
    assert RememberedChoices(Path(sys.argv[1])).remember(**{sys.argv[2]: "x"})
"""


def test_two_windows_keep_each_others_choices(file: Path) -> None:
    names = ("theme", "export_format", "export_papers")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(file), name]) for name in names]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert RememberedChoices(file).read() == Choices("x", "x", "x")


def test_the_file_is_beside_that_of_recent_lists(tmp_path: Path) -> None:
    moved = choices_file({"NSDI_TUI_RECENT": str(tmp_path / "lists.json")})
    assert moved == tmp_path / "choices.json"
