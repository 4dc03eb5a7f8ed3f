"""The settings: a TOML file, of which mistakes are reported and the rest is used.

`SETTINGS` is the one list of what may be set; `--print-config` prints it.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from nsdi_tui.digest.text import clean
from nsdi_tui.system.files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nsdi_tui.digest.model import LinkKind

SIZE_LIMIT = 1_000_000
ClipboardMode: TypeAlias = Literal["auto", "native", "osc52", "off"]
CLIPBOARD_MODES: tuple[ClipboardMode, ...] = get_args(ClipboardMode)
Layout: TypeAlias = Literal["auto", "side", "stacked"]
PRESETS = ("vim", "arrows", "emacs")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the file outside its tables; `accepted` are the only texts allowed, if any."""

    name: str
    default: str | bool
    meaning: str
    accepted: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The meaning as a sentence, with the accepted values."""
        accepted = f" ({', '.join(self.accepted)})" if self.accepted else ""
        return f"{self.meaning[0].upper()}{self.meaning[1:]}{accepted}."

    def problem(self, value: object) -> str | None:
        """Return what is wrong with a value, None if it can be used."""
        if isinstance(self.default, bool):
            expected, is_valid = "true or false", isinstance(value, bool)
        elif self.accepted:
            expected, is_valid = f"one of {', '.join(self.accepted)}", value in self.accepted
        else:
            expected, is_valid = "text in quotes", isinstance(value, str)
        return None if is_valid else f"{self.name} must be {expected}, not {_shown(value)}"


SETTINGS = (
    Setting("theme", "textual-dark", "color theme; T in the app lists them"),
    Setting(
        "layout",
        "auto",
        "two columns where there is room, two columns always, or one pane above the other",
        ("auto", "side", "stacked"),
    ),
    Setting("clipboard", "auto", "how copying reaches the clipboard", CLIPBOARD_MODES),
    Setting("mouse", True, "whether the mouse works; off, the terminal selects text itself"),
    Setting("advance", True, "move to the next paper after *, r and v"),
    Setting(
        "copy",
        "arxiv",
        "the link that y copies, if the paper has it",
        ("arxiv", "paper", "doi", "pdf", "code", "homepage"),
    ),
    Setting("browser", "", 'command that opens links, such as "firefox %s"; empty: found by name'),
    Setting("pdf", "", "command that opens links to PDF files; empty: the browser"),
    Setting("editor", "", "editor for digests and notes; empty: $VISUAL, $EDITOR"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file sets; `theme` is None if it does not, and everything else has its default.

    `keys` are the keys of commands, by the command's id, on top of the `preset`; none unbinds the
    command. `problems` has a line for each mistake.
    """

    theme: str | None = None
    layout: Layout = "auto"
    clipboard: ClipboardMode = "auto"
    mouse: bool = True
    advance: bool = True
    copy: LinkKind = "arxiv"
    browser: str = ""
    pdf: str = ""
    editor: str = ""
    preset: str = PRESETS[0]
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    path: str = ""
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict, compare=False)

    def problem(self, message: str, *name: str) -> str:
        """Return a message with the place in the file that sets this value."""
        line = self.lines.get(name)
        return f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}"


def read_settings(path: Path) -> Settings:
    """Read the settings file; one that does not exist sets nothing."""
    name = clean(str(path))
    try:
        with open_regular(path) as stream:
            text = stream.read(SIZE_LIMIT).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path=name)
    except (OSError, ValueError) as error:
        problem = f"Cannot read settings {name}: {_reason(error)}"
        return Settings(path=name, problems=(problem,))
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = f"{name}: not valid TOML: {clean(str(error))}"
        return Settings(path=name, problems=(problem,))
    return _checked(values, Settings(path=name, lines=dict(_lines(text))))


def _checked(values: dict[str, Any], empty: Settings) -> Settings:
    """Return the settings with the valid values; `empty` knows the places of all."""
    problems: list[str] = []
    valid: dict[str, Any] = {}
    keys: dict[str, tuple[str, ...]] = {}
    preset = PRESETS[0]
    for name, value in values.items():
        if name == "keys" and isinstance(value, dict):
            for command, wanted in value.items():
                if command == "preset":
                    problem = Setting("keys.preset", preset, "", PRESETS).problem(wanted)
                    preset = preset if problem else wanted
                elif (listed := _key_list(wanted)) is None:
                    problem = f'keys.{clean(command)} must be text or a list, such as "j,down"'
                else:
                    problem, keys[command] = None, listed
                problems += [empty.problem(problem, name, command)] if problem else []
            continue
        if problem := _problem(name, value):
            problems.append(empty.problem(problem, name))
        else:
            valid[name] = value
    return Settings(
        **valid,
        preset=preset,
        keys=keys,
        problems=tuple(problems),
        path=empty.path,
        lines=empty.lines,
    )


def _problem(name: str, value: object) -> str | None:
    if name == "keys":
        return "keys must be a table: [keys]"
    setting = _BY_NAME.get(name)
    if setting is None:
        return f"unknown setting {clean(name)}; available: {', '.join(_BY_NAME)}, keys"
    return setting.problem(value)


def _key_list(value: object) -> tuple[str, ...] | None:
    """Return the keys in a text such as `j,down`, or in a list; None for anything else."""
    if isinstance(value, str):
        # A comma alone is the key of that name.
        return (value,) if value == "," else tuple(key.strip() for key in value.split(",") if key)
    if isinstance(value, list) and all(isinstance(key, str) for key in value):
        return tuple(value)
    return None


_TABLE = re.compile(r"[ \t]*\[([^\[\]]+)\]")
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_VALUE = re.compile(rf"[ \t]*((?:{_NAME.pattern})(?:[ \t]*\.[ \t]*(?:{_NAME.pattern}))*)[ \t]*=")


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the names in a TOML text with their lines, which no TOML parser reports."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TABLE.match(line):
            table = _names(match[1])
        elif match := _VALUE.match(line):
            yield (*table, *_names(match[1])), number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _NAME.findall(text))


def default_config(keys: Mapping[str, str], meanings: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a settings file with every setting, its default and its meaning.

    Values are comments, so that the file changes nothing until one of them is edited. `keys` are
    the default keys of each command, by its id, and `meanings` what the commands do.
    """
    yield "# Settings of nsdi-tui, with their defaults. To change one, remove the # before it."
    for setting in SETTINGS:
        yield ""
        yield f"# {setting.sentence}"
        yield f"#{setting.name} = {json.dumps(setting.default)}"
    yield ""
    yield "[keys]"
    yield f"# The keys of all commands ({', '.join(PRESETS)})."
    yield f'#preset = "{PRESETS[0]}"'
    yield ""
    yield '# The keys of one command: "a" is one key, "a,b" or ["a", "b"] are two, "" is none.'
    width = max(len(f"{name} = {json.dumps(value)}") for name, value in keys.items())
    for name, value in keys.items():
        yield f"#{f'{name} = {json.dumps(value)}':{width}}  # {meanings[name]}"


def _shown(value: object) -> str:
    return clean(json.dumps(value, default=str, ensure_ascii=False), 80)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    strerror = getattr(error, "strerror", None)
    return clean(strerror).lower() if strerror else "not a valid path"
