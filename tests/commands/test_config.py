"""--config and --print-config."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.system.settings import SETTINGS, Settings, read_settings
from nsdi_tui.tui.commands import COMMANDS
from nsdi_tui.tui.keymap import check_keymap

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def printed(nsdi_tui: Any) -> str:
    """What --print-config prints."""
    done = nsdi_tui("--print-config")
    assert (done.returncode, done.stderr) == (0, "")
    return str(done.stdout)


def test_the_printed_settings_change_nothing(printed: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(printed)
    assert read_settings(file) == Settings(path=str(file))


def test_each_printed_setting_is_valid_and_the_default(printed: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(re.sub(r"^#(?=\w)", "", printed, flags=re.MULTILINE))
    settings = read_settings(file)
    assert settings.problems == ()
    assert settings.theme == "textual-dark"
    for setting in SETTINGS:
        assert getattr(settings, setting.name) == setting.default
    assert set(settings.keys) == {command.id for command in COMMANDS}
    keymap, problems = check_keymap(settings.keys, settings.preset)
    assert problems == []
    assert keymap == {command.id: command.keys for command in COMMANDS}


def test_a_settings_file_that_is_named_must_exist(nsdi_tui: Any) -> None:
    done = nsdi_tui("--config", "missing.toml", "--doctor")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"nsdi-tui: Cannot read settings .*missing.toml: no such file\n", done.stderr
    )


def test_a_settings_file_can_be_named(nsdi_tui: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('\nclipboard = "no"\n')
    done = nsdi_tui("--config", "mine.toml", "--doctor")
    assert done.returncode == 0
    assert "mine.toml:2: clipboard must be one of auto, native, osc52, off" in done.stdout
