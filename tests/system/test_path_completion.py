"""Paths of lists, completed as in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system.path_completion import candidates, completed, looks_like_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("owls/barn.md", "owls/snowy.markdown", "otters.md", "oak.txt", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["otters.md", "owls/"]),
        ("ow", ["owls/"]),
        ("owls/", ["owls/barn.md", "owls/snowy.markdown"]),
        ("owls/b", ["owls/barn.md"]),
        (".h", [".hidden.md"]),
        ("oak", []),
        ("missing/", []),
        ("~nobody-of-that-name/", []),
        ("\0", []),
    ],
)
def test_folders_and_markdown_files(text: str, found: list[str]) -> None:
    assert candidates(text) == found


def test_absolute_paths_and_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert candidates("~/ot") == ["~/otters.md"]
    assert candidates(f"{tmp_path}/ot") == [f"{tmp_path}/otters.md"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("o", "o"),
        ("ot", "otters.md"),
        ("ow", "owls/"),
        ("owls/s", "owls/snowy.markdown"),
        ("x", "x"),
    ],
)
def test_a_path_is_completed_as_far_as_there_is_no_choice(text: str, result: str) -> None:
    assert completed(text) == result


def test_words_are_no_path() -> None:
    assert looks_like_path("notes/owls")
    assert looks_like_path("owls.md")
    assert not looks_like_path("snowy owls")
