"""Each place can be moved by its variable, and by those of the platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nsdi_tui.system import paths


@pytest.mark.parametrize(
    ("variable", "function"),
    [
        ("NSDI_TUI_MARKS", paths.marks_file),
        ("NSDI_TUI_CONFIG", paths.settings_file),
        ("NSDI_TUI_CACHE", paths.cache_dir),
    ],
)
def test_a_variable_moves_its_place(
    variable: Any, function: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/reader")
    usual = function({})
    assert usual.is_absolute()
    assert function({variable: ""}) == usual
    assert function({variable: "/elsewhere/it"}) == Path("/elsewhere/it")
    assert function({variable: "~/it"}) == Path("/home/reader/it")
    assert function({variable: "it"}) == tmp_path / "it"
    assert function({variable: "~nobody-of-that-name/it"}).is_absolute()


def test_the_last_copy_is_in_the_cache() -> None:
    assert paths.last_copy_file({"NSDI_TUI_CACHE": "/c"}) == Path("/c/last-copy.txt")


def test_asking_for_a_place_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for function in (paths.data_dir, paths.config_dir, paths.cache_dir):
        assert "nsdi-tui" in str(function())
    assert list(tmp_path.iterdir()) == []
