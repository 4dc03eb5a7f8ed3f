"""The themes, and their colors made legible.

Textual's themes mix text colors that are hard to read: a light theme's accent has a contrast of 3
to 1. Here every color of text reaches a minimum on all backgrounds that text is drawn on, by
getting lighter in dark themes and darker in light ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIN_CONTRAST, HIGH_CONTRAST = 4.5, 7.0
"""Ratios of WCAG 2: AA for all themes, AAA for the theme `high-contrast`."""

_HIGH_CONTRAST_THEME = Theme(
    name="high-contrast",
    primary="#5cb8ff",
    secondary="#8ad4ff",
    accent="#ffd75f",
    warning="#ffd75f",
    error="#ff9a9a",
    success="#7dff9a",
    foreground="#ffffff",
    background="#000000",
    surface="#0c0c0c",
    panel="#1c1c1c",
    dark=True,
)
OWN_THEMES = (_HIGH_CONTRAST_THEME,)

_MUTED_STEPS = (0.4, 0.34, 0.28, 0.22, 0.16, 0.1, 0.05, 0.0)
_LEGIBLE_STEPS = 20
_FRAME = 0.3
"""How much of the foreground color frames and rules have."""
_CURSOR, _BLURRED_CURSOR = 0.28, 0.14
"""How much of the primary color the row of the cursor has, with the focus and without."""


def theme_names() -> list[str]:
    """Return the names of all themes, sorted."""
    return sorted([*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)])


def find_theme(name: str) -> str | None:
    """Return the theme of this name, in whatever case it is written; None when there is none."""
    wanted = name.strip().casefold()
    return wanted if wanted in theme_names() else None


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two opaque colors, from 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible_variables(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """Return CSS variables that replace a theme's so that all text on the screen is legible.

    `frame` is added, for frames and rules.
    """
    if theme.ansi:
        # The terminal's own colors: what they look like is the user's choice.
        return {"frame": "ansi_bright_black"}
    ratio = HIGH_CONTRAST if theme.name == _HIGH_CONTRAST_THEME.name else MIN_CONTRAST
    background, primary = Color.parse(variables["background"]), Color.parse(variables["primary"])
    cursor = background.blend(primary, _CURSOR, alpha=1)
    blurred = background.blend(primary, _BLURRED_CURSOR, alpha=1)
    # Chips are on the panel's color. In the cursor's row everything has the foreground's color,
    # but for the keys of menus, which have the accent's.
    backgrounds = [background, Color.parse(variables["surface"])]
    under_foreground = [*backgrounds, Color.parse(variables["panel"]), cursor, blurred]
    foreground = _legible(Color.parse(variables["foreground"]), under_foreground, ratio, theme)
    muted = next(
        color
        for step in _MUTED_STEPS
        if _reaches(color := foreground.blend(background, step, alpha=1), backgrounds, ratio)
        or not step
    )
    colors = {
        f"text-{role}": _legible(Color.parse(variables[role]), backgrounds, ratio, theme)
        for role in ("primary", "secondary", "warning", "error", "success")
    }
    accent = _legible(Color.parse(variables["accent"]), [*backgrounds, cursor], ratio, theme)
    colors |= {
        "text-accent": accent,
        "foreground": foreground,
        "text": foreground,
        "frame": background.blend(foreground, _FRAME, alpha=1),
        "text-muted": muted,
        "text-disabled": muted,
        "block-cursor-foreground": foreground,
        "block-cursor-background": cursor,
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": blurred,
    }
    return {name: color.hex for name, color in colors.items()}


def _legible(color: Color, backgrounds: Sequence[Color], ratio: float, theme: Theme) -> Color:
    """Return the color nearest to this one that has a contrast of `ratio` on all backgrounds."""
    end = Color(255, 255, 255) if theme.dark else Color(0, 0, 0)
    blends = (color.blend(end, step / _LEGIBLE_STEPS, alpha=1) for step in range(_LEGIBLE_STEPS))
    return next((blend for blend in blends if _reaches(blend, backgrounds, ratio)), end)


def _reaches(color: Color, backgrounds: Sequence[Color], ratio: float) -> bool:
    return all(contrast(color, background) >= ratio for background in backgrounds)
