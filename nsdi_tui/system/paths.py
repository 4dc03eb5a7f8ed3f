"""Where marks, settings and the last copy live, and the variables that move them.

`NSDI_TUI_MARKS` and `NSDI_TUI_CONFIG` name files, `NSDI_TUI_CACHE` a folder; without them the
places are those of the platform (on Linux those of the XDG base directories). Nothing is created
here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_APP = "nsdi-tui"


def data_dir() -> Path:
    """The folder of what the reader made: the marks."""
    import platformdirs

    return platformdirs.user_data_path(_APP, appauthor=False)


def config_dir() -> Path:
    """The folder of what the reader set: the settings and the key map."""
    import platformdirs

    return platformdirs.user_config_path(_APP, appauthor=False)


def cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of what may be lost: `NSDI_TUI_CACHE`, else the platform's."""
    moved = _moved("NSDI_TUI_CACHE", environ)
    if moved is not None:
        return moved
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False)


def marks_file(environ: Mapping[str, str] = os.environ) -> Path:
    """The file of the marks: `NSDI_TUI_MARKS`, else `marks.sqlite3` in the data folder."""
    return _moved("NSDI_TUI_MARKS", environ) or data_dir() / "marks.sqlite3"


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """The file of the settings: `NSDI_TUI_CONFIG`, else `config.toml` in the config folder."""
    return _moved("NSDI_TUI_CONFIG", environ) or config_dir() / "config.toml"


def last_copy_file(environ: Mapping[str, str] = os.environ) -> Path:
    """The file that keeps a text which no clipboard is known to have taken."""
    return cache_dir(environ) / "last-copy.txt"


def _moved(variable: str, environ: Mapping[str, str]) -> Path | None:
    value = environ.get(variable)
    if not value:
        return None
    # os.path keeps a `~nobody` that names no user as it is, where Path.expanduser raises.
    return Path(os.path.expanduser(value)).absolute()  # noqa: PTH111
