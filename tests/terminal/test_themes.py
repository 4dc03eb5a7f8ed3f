"""The theme that is chosen in the app, in the settings and on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.system


def current_theme(terminal: Any) -> str:
    """The theme that the list of themes begins at; the list is left again."""
    terminal.press("T")
    terminal.wait_for("Search themes")
    (theme,) = re.findall(r"([a-z-]+) +current", terminal.screen())
    terminal.press("Escape")
    terminal.wait_for("SYMI", gone="Search themes")
    return str(theme)


def start(terminal: Any, *arguments: str) -> None:
    terminal.clear()
    terminal.nsdi_tui(*arguments)
    terminal.wait_for("SYMI", "26 papers")


def leave(terminal: Any) -> None:
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_the_theme_chosen_last_is_used_unless_another_is_set(terminal: Any, tmp_path: Path) -> None:
    start(terminal)
    assert current_theme(terminal) == "textual-dark"
    terminal.press("T")
    terminal.wait_for("Search themes")
    terminal.type("nord")
    terminal.wait_for("nord", gone="dracula")
    terminal.press("Enter")
    terminal.wait_for("SYMI", gone="Search themes")
    leave(terminal)

    start(terminal)
    assert current_theme(terminal) == "nord"
    leave(terminal)

    start(terminal, "--theme", "Solarized-LIGHT")
    assert current_theme(terminal) == "solarized-light"
    leave(terminal)

    settings = tmp_path / "settings.toml"
    settings.write_text('theme = "Dracula"\n')
    start(terminal, "--config", str(settings))
    assert current_theme(terminal) == "dracula"
    terminal.press("T")
    terminal.wait_for("Search themes")
    terminal.type("nord")
    terminal.wait_for("nord", gone="dracula")
    terminal.press("Enter")
    terminal.wait_for("until you quit; the settings file sets dracula")
    leave(terminal)
