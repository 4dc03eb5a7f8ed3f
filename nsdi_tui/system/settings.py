"""The settings: a TOML file, of which mistakes are reported and the rest is used.

```toml
theme = "textual-light"
clipboard = "auto"     # auto, native, osc52 or off
mouse = true
advance = true         # after *, r and v, move to the next paper

[keys]                 # the name of a command and its keys; the help shows both
star = "asterisk,s"
```
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean
from nsdi_tui.system.files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.system.clipboard import Mode

SIZE_LIMIT = 1_000_000
CLIPBOARD_MODES = ("auto", "native", "osc52", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in the file, None for those not set; `problems` has a line for each mistake."""

    theme: str | None = None
    clipboard: Mode | None = None
    mouse: bool | None = None
    advance: bool | None = None
    keys: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read the settings file; one that does not exist sets nothing."""
    try:
        with open_regular(path) as stream:
            text = stream.read(SIZE_LIMIT).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, ValueError) as error:
        return Settings(problems=(f"Cannot read settings {clean(str(path))}: {_reason(error)}",))
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(problems=(f"{clean(str(path))}: not valid TOML: {clean(str(error))}",))
    return _checked(values, clean(str(path)))


def _checked(values: dict[str, Any], path: str) -> Settings:
    problems: list[str] = []
    valid: dict[str, Any] = {}
    for name, value in values.items():
        problem = _problem(name, value)
        if problem:
            problems.append(f"{path}: {problem}")
        else:
            valid[name] = value
    keys = valid.pop("keys", {})
    for name, value in list(keys.items()):
        if not isinstance(value, str):
            problems.append(f'{path}: keys.{clean(name)} must be text, such as "j,down"')
            del keys[name]
    return Settings(**valid, keys=keys, problems=tuple(problems))


def _problem(name: str, value: Any) -> str | None:
    if name == "keys":
        return None if isinstance(value, dict) else "keys must be a table: [keys]"
    if name == "theme":
        return None if isinstance(value, str) else "theme must be a name in quotes"
    if name == "clipboard":
        modes = ", ".join(CLIPBOARD_MODES)
        return None if value in CLIPBOARD_MODES else f"clipboard must be one of {modes}"
    if name in ("mouse", "advance"):
        return None if isinstance(value, bool) else f"{name} must be true or false"
    return f"unknown setting {clean(name)}"


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    strerror = getattr(error, "strerror", None)
    return clean(strerror).lower() if strerror else "not a valid path"
