"""The legend of a list: what its emoji in front of titles mean."""

from __future__ import annotations

import re
from typing import TypeAlias

from nsdi_tui.digest.text import clean

# Each sign with its meaning.
Legend: TypeAlias = tuple[tuple[str, str], ...]

NONE: Legend = ()
_LEAST = 2
# How often a sign appears, the legend included.
_USES = 2
_SIGN = r"(?::[a-z][a-z0-9_+-]*:|[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?)"
# Both begin with the line break before the line: a search for that is much faster than `^`. Blanks
# are limited: with two unlimited runs of them, long blank text would take quadratic time.
_LINE = re.compile(
    rf"\n[ \t]{{0,20}}(?:[*+-]|\|)?[ \t]{{0,20}}({_SIGN})[ \t]{{0,20}}[:=–—|-]?[ \t]{{0,20}}"
    r"([^\W\d_][\w &/-]{1,40}?)[ \t]{0,20}\|?[ \t]*$",
    re.M,
)
_KEY = re.compile(
    r"\n[^\w\n]{0,20}(?:legend|key|icons?|symbols?|图例)\*{0,2}\s{0,20}[:：]?\*{0,2}\s{0,20}(.{4,400})$",
    re.M | re.I,
)
_PAIR = re.compile(rf"({_SIGN})\s*[:=–—-]?\s*([^\W\d_][\w &/-]{{1,40}})")


def legend_of(text: str) -> Legend:
    """Return what the signs of a list mean, where it says so: a line each, or all in one line.

    A sign that is not used again says nothing about entries and is left out.
    """
    text = "\n" + text
    pairs = _LINE.findall(text)
    for match in _KEY.finditer(text):
        pairs += _PAIR.findall(match[1])
    found = {
        sign.rstrip("\ufe0f"): clean(meaning.strip(), 60)
        for sign, meaning in pairs
        if len(meaning.split()) <= 4
    }
    used = tuple(pair for pair in found.items() if text.count(pair[0]) >= _USES)
    return used if len(used) >= _LEAST else NONE
