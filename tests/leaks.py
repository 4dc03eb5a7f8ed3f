"""Finding what must never reach a terminal: control and invisible characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MARKS_IN_A_ROW = 4
_MARKS = re.compile(rf"[\u0300-\u036f\u20d0-\u20f0]{{{MARKS_IN_A_ROW + 1}}}")
# What the app writes: colors and cursor (CSI), the shape of the pointer, hyperlinks, keypad modes.
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\](?:22|8);[ -~]*(?:\x07|\x1b\\)|\x1b[=>78]")
_WRITTEN = "\r\n\x08\x0f"


def leaks(text: str, allowed: str = "\n") -> list[str]:
    """Return the characters of a text that could act on a terminal, or hide, each once.

    Line breaks are allowed, and the joiner that emoji need.
    """
    found = {character for character in set(text) if _acts(character)} - set(allowed)
    stacks = {"stacked marks"} if _MARKS.search(text) else set()
    return sorted(map(ascii, found)) + sorted(stacks)


def leaks_of_terminal(output: str) -> list[str]:
    """Return what a terminal's output has beside text and the sequences that draw an app."""
    return leaks(_SEQUENCE.sub("", output), _WRITTEN)


@cache
def _acts(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character != "\u200d")
