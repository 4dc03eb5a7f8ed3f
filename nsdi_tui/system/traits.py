"""What the terminal can do, as far as its environment tells: guesses, and called so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Guess: TypeAlias = Literal["yes", "if allowed", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Traits:
    """A terminal's name, its number of colours, and whether it takes OSC 8 and OSC 52.

    `osc8` is links, `osc52` is the clipboard; `if allowed` means that a setting decides.
    """

    name: str
    colours: int
    osc8: Guess
    osc52: Guess


# Name, OSC 8, OSC 52, as the terminals come configured; `unknown` where their versions differ.
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
    "xterm": ("xterm or alike", "unknown", "if allowed"),
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


def terminal_traits(environ: Mapping[str, str] = os.environ) -> Traits:
    """Guess the terminal and what it supports; inside tmux and screen, theirs is what counts."""
    kind = _kind(environ)
    name, osc8, osc52 = _KNOWN.get(kind, ("unknown", "unknown", "unknown"))
    return Traits(name, _colours(environ), osc8, osc52)


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


def _colours(environ: Mapping[str, str]) -> int:
    """Count the colours that the environment promises; NO_COLOR (no-color.org) means none."""
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term in ("", "dumb"):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in term:
        return 1 << 24
    if "256color" in term or term in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty"):
        return 256
    return 8 if term == "linux" else 16
