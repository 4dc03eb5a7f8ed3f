"""Paths of marks, settings, cache and the last copy, and the variables that change them.

`NSDI_TUI_MARKS`, `NSDI_TUI_CONFIG` and `NSDI_TUI_RECENT` name files, `NSDI_TUI_CACHE` a folder;
without them, the folders are those of the platform (on Linux, the XDG base directories). Nothing is
created here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_APP = "nsdi-tui"


def data_dir() -> Path:
    """Return the folder of the marks."""
    import platformdirs

    return platformdirs.user_data_path(_APP, appauthor=False)


def config_dir() -> Path:
    """Return the folder of the settings."""
    import platformdirs

    return platformdirs.user_config_path(_APP, appauthor=False)


def state_dir() -> Path:
    """Return the folder of what the program remembers by itself."""
    import platformdirs

    return platformdirs.user_state_path(_APP, appauthor=False)


def cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the cache folder: `NSDI_TUI_CACHE`, else that of the platform."""
    moved = _moved("NSDI_TUI_CACHE", environ)
    if moved is not None:
        return moved
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False)


def marks_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the marks file: `NSDI_TUI_MARKS`, else `marks.sqlite3` in the data folder."""
    return _moved("NSDI_TUI_MARKS", environ) or data_dir() / "marks.sqlite3"


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the settings file: `NSDI_TUI_CONFIG`, else `config.toml` in the config folder."""
    return _moved("NSDI_TUI_CONFIG", environ) or config_dir() / "config.toml"


def recent_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file of recent lists: `NSDI_TUI_RECENT`, else `lists.json` in the state folder."""
    return _moved("NSDI_TUI_RECENT", environ) or state_dir() / "lists.json"


def choices_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file of the last choices: `choices.json` beside that of recent lists."""
    return recent_file(environ).with_name("choices.json")


def last_copy_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file for text that no clipboard is known to have accepted."""
    return cache_dir(environ) / "last-copy.txt"


def _moved(variable: str, environ: Mapping[str, str]) -> Path | None:
    value = environ.get(variable)
    if not value:
        return None
    # os.path leaves the `~` of an unknown user as it is, where Path.expanduser raises.
    return Path(os.path.expanduser(value)).absolute()  # noqa: PTH111
