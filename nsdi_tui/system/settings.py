"""The reader's settings: a TOML file, checked line by line, never in the way.

```toml
theme = "textual-light"
clipboard = "auto"     # auto, native, osc52 or off
mouse = true
advance = true         # after *, r and v the cursor goes to the next paper

[keys]                 # a command's name and its keys; the help shows both
star = "asterisk,s"
```
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.system.clipboard import Mode

CLIPBOARD_MODES = ("auto", "native", "osc52", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says; None where it says nothing. `problems` has a line for each mistake."""

    theme: str | None = None
    clipboard: Mode | None = None
    mouse: bool | None = None
    advance: bool | None = None
    keys: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read the settings file; a file that does not exist says nothing, and mistakes are told."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        return Settings(problems=(f"{path}: the settings cannot be read ({_reason(error)})",))
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(problems=(f"{path}: not valid TOML: {clean(str(error))}",))
    return _checked(said, path)


def _checked(said: dict[str, Any], path: Path) -> Settings:
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, value in said.items():
        problem = _problem(name, value)
        if problem:
            problems.append(f"{path}: {problem}")
        else:
            values[name] = value
    keys = values.pop("keys", {})
    for name, value in list(keys.items()):
        if not isinstance(value, str):
            problems.append(f'{path}: keys.{clean(name)} must be text, such as "j,down"')
            del keys[name]
    return Settings(**values, keys=keys, problems=tuple(problems))


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
    return f"there is no setting {clean(name)}"


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
