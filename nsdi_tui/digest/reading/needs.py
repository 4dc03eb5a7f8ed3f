"""What rules need and units contain, so that only rules that may apply to a unit are called.

A rule declares what it needs: `@needs(LINKS, BRACKETS | STYLES)` means links, and brackets or
styles. A rule without needs is always called. What a unit contains is determined once, by tests
that may report too much but never too little.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

# In any of a unit's parts: links that lead somewhere, links that lead nowhere, brackets, styles
# other than code, code, pictures, figures, and marks that may enclose a title.
LINKS, EMPTY_LINKS, BRACKETS, STYLES, CODE, IMAGES, FIGURES, QUOTATION = (
    1 << bit for bit in range(8)
)
# More than the head: further lines, bullets, other cells of a row, and units below.
LINES, BULLETS, CELLS, CHILDREN = (1 << bit for bit in range(8, 12))
# Something that no claim has taken: letters or digits, or a link.
FREE_TEXT, FREE_LINKS = (1 << bit for bit in range(12, 14))

_FIGURE = re.compile(r"\d")
_QUOTE = re.compile(r"[\"“”„「《『«<\[]")
_WORD = re.compile(r"[^\W_]")

_Rule = TypeVar("_Rule", bound="Callable[..., Any]")
_needs: dict[Callable[..., Any], tuple[int, ...]] = {}


def needs(*masks: int) -> Callable[[_Rule], _Rule]:
    """Say that a rule needs something of each of these masks."""

    def note(rule: _Rule) -> _Rule:
        _needs[rule] = masks
        return rule

    return note


@lru_cache(maxsize=4096)
def rules_for(stage: tuple[_Rule, ...], held: int) -> tuple[tuple[_Rule, str], ...]:
    """Return the rules of a stage that a unit which holds this gives cause to ask, and names."""
    return tuple(
        (rule, rule.__module__.rpartition(".")[2])
        for rule in stage
        if all(held & mask for mask in _needs.get(rule, ()))
    )


def held_by(unit: Unit) -> int:
    """Return what a unit's parts and cells hold."""
    held = 0
    if len(unit.parts) > 1:
        held |= LINES
    if unit.bullets:
        held |= BULLETS
    for part in unit.parts:
        held |= _held_by(part)
    if unit.cells:
        held |= CELLS
        for part in unit.cells:
            held |= _held_by(part)
    return held


def _held_by(part: Part) -> int:
    text = part.text
    held = LINKS if part.links else 0
    for span in part.rich.spans:
        if span.style == "code":
            held |= CODE
        elif span.style != "link":
            held |= STYLES
        elif not span.url:
            held |= EMPTY_LINKS
    if part.rich.images:
        held |= IMAGES
    if "(" in text or "[" in text or "（" in text or "【" in text or "{" in text:
        held |= BRACKETS
    if _FIGURE.search(text):
        held |= FIGURES
    if _QUOTE.search(text):
        held |= QUOTATION
    return held


def left_by(unit: Unit) -> int:
    """Return what no claim has taken of a unit's parts."""
    left = 0
    for part in unit.parts:
        if not part.taken:
            left |= FREE_TEXT | (FREE_LINKS if part.links else 0)
            continue
        text = part.text
        for start, end in part.free_parts():
            if _WORD.search(text, start, end):
                left |= FREE_TEXT
                break
        if any(part.is_free(link.start, link.end) for link in part.links):
            left |= FREE_LINKS
    return left
