"""What the terminal can do, guessed from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Guess: TypeAlias = Literal["yes", "if allowed", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The name of a terminal, its number of colors, and its support for OSC 8 and OSC 52.

    `osc8` is links, `osc52` is the clipboard; `if allowed` means that a setting decides.
    """

    name: str
    colors: int
    osc8: Guess
    osc52: Guess


# Name, OSC 8, OSC 52, with the default settings; `unknown` where versions differ.
_KNOWN: dict[str, tuple[str, Guess, Guess]] = {
    "kitty": ("kitty", "yes", "yes"),
    "alacritty": ("Alacritty", "yes", "yes"),
    "foot": ("foot", "yes", "yes"),
    "ghostty": ("Ghostty", "yes", "yes"),
    "wezterm": ("WezTerm", "yes", "yes"),
    "iterm": ("iTerm2", "yes", "if allowed"),
    "vscode": ("VS Code", "yes", "yes"),
    "windows": ("Windows Terminal", "yes", "yes"),
    "konsole": ("Konsole", "if allowed", "unknown"),
    "vte": ("a VTE terminal", "yes", "unknown"),
    "apple": ("Terminal.app", "no", "no"),
    "tmux": ("tmux", "if allowed", "if allowed"),
    "screen": ("GNU screen", "unknown", "if allowed"),
    "xterm": ("xterm-compatible", "unknown", "if allowed"),
    "console": ("the Linux console", "no", "no"),
}

_PROGRAMS = {
    "WezTerm": "wezterm",
    "iTerm.app": "iterm",
    "vscode": "vscode",
    "ghostty": "ghostty",
    "Apple_Terminal": "apple",
}

_MARKERS = {
    "KITTY_WINDOW_ID": "kitty",
    "ALACRITTY_WINDOW_ID": "alacritty",
    "WT_SESSION": "windows",
    "KONSOLE_VERSION": "konsole",
    "VTE_VERSION": "vte",
}

_TERMS = {
    "xterm-kitty": "kitty",
    "alacritty": "alacritty",
    "foot": "foot",
    "xterm-ghostty": "ghostty",
    "wezterm": "wezterm",
    "linux": "console",
    "tmux": "tmux",
    "screen": "screen",
    "xterm": "xterm",
}


def terminal_capabilities(environ: Mapping[str, str] = os.environ) -> Capabilities:
    """Guess the terminal and what it supports; inside tmux or screen, these are the terminal."""
    kind = _kind(environ)
    name, osc8, osc52 = _KNOWN.get(kind, ("unknown", "unknown", "unknown"))
    return Capabilities(name, _colors(environ), osc8, osc52)


def _kind(environ: Mapping[str, str]) -> str:
    if environ.get("TMUX"):
        return "tmux"
    if environ.get("STY"):
        return "screen"
    program = _PROGRAMS.get(environ.get("TERM_PROGRAM", ""))
    if program is not None:
        return program
    for variable, kind in _MARKERS.items():
        if environ.get(variable):
            return kind
    term = environ.get("TERM", "")
    for prefix, kind in _TERMS.items():
        if term == prefix or term.startswith(prefix + "-"):
            return kind
    return ""


def _colors(environ: Mapping[str, str]) -> int:
    """Return the number of colors according to the environment; NO_COLOR means none."""
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term in ("", "dumb"):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in term:
        return 1 << 24
    if "256color" in term or term in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty"):
        return 256
    return 8 if term == "linux" else 16
