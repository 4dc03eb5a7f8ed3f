"""Lists that change while they are open, and going from one list to another, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.system.git_repository import Repository, listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.terminal.conftest import Terminal

pytestmark = pytest.mark.system


def test_every_kind_of_edit_shows_in_the_open_list(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "birds.md"
    file.write_text(listed("Heron", "Wren"))
    terminal.nsdi_tui("birds.md")
    terminal.wait_for("2 papers")
    terminal.press("G")
    terminal.wait_for("birds.example.org/wren.pdf")

    # Saved in place, as by nano: the cursor stays on Wren.
    file.write_text(listed("Owl", "Heron", "Wren"))
    terminal.wait_for("3 papers", "1 new", "Owl", "birds.example.org/wren.pdf")

    # Written beside it and renamed, as by vim.
    written = tmp_path / "birds.md~"
    written.write_text(listed("Finch", "Owl", "Heron", "Wren"))
    written.replace(file)
    terminal.wait_for("4 papers", "2 new", "Finch")

    # Cut to nothing, broken, and gone: the last good state stays, and it recovers by itself.
    file.write_text("")
    terminal.wait_for("it is empty", "4 papers")
    file.write_text(listed("Heron", "Wren"))
    terminal.wait_for("2 papers", gone="Finch")
    file.write_bytes(bytes(range(256)) * 40)
    terminal.wait_for("it is not a text file", "2 papers")
    file.unlink()
    terminal.wait_for("no such file", "2 papers")
    file.write_text(listed("Heron", "Dove", "Wren"))
    terminal.wait_for("3 papers", "Dove", "birds.example.org/wren.pdf")

    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_a_pull_shows_in_the_open_folder(
    terminal: Terminal, tmp_path: Path, needs: Callable[..., None]
) -> None:
    needs("git")
    origin = Repository.create(tmp_path / "origin")
    origin.commit("2026-01-05", waders_md=listed("Heron"), owls_md=listed("Barn"))
    origin.git("clone", "-q", str(origin.folder), str(tmp_path / "birds"))
    terminal.nsdi_tui("birds")
    terminal.wait_for("2 papers")
    terminal.press("G", "l", "G")
    terminal.wait_for("birds.example.org/heron.pdf")

    origin.git("mv", "owls.md", "night.md")
    origin.commit("2026-02-06", waders_md=listed("Heron", "Curlew"), gulls_md=listed("Kittiwake"))
    Repository(tmp_path / "birds").git("pull", "-q")
    terminal.wait_for("4 papers", "Curlew", "birds.example.org/heron.pdf")

    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_to_another_list_and_back(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "waders.md").write_text(listed("Heron", "Curlew", "Stilt"))
    (tmp_path / "owls.md").write_text(listed("Barn", "Tawny"))
    terminal.nsdi_tui("waders.md")
    terminal.wait_for("3 papers")
    terminal.press("j", "s", "t", "/")
    terminal.type("notes -stilt")
    terminal.press("Enter", "G")
    terminal.wait_for("2 of 3", "sorted by title", "birds.example.org/heron.pdf")

    terminal.press("C-o")
    terminal.wait_for("path or address")
    terminal.type("owls.md")
    terminal.press("Enter")
    terminal.wait_for("2 papers", "Tawny", gone="Curlew")

    terminal.press("C-o")
    terminal.wait_for("path or address", "waders.md")
    terminal.type("waders.md")
    terminal.press("Enter")
    terminal.wait_for("2 of 3", "sorted by title", "birds.example.org/heron.pdf", gone="Tawny")

    terminal.press("q")
    assert terminal.wait_for_status() == 0
