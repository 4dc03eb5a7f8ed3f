"""Figures as tables that a person can read."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def median(values: Iterable[float]) -> float:
    """Return the middle value."""
    return percentile(values, 0.5)


def milliseconds(seconds: float) -> str:
    """Return a time in ms, with a decimal where it is small."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def ratio(value: float, companion: float) -> str:
    """Return how many times the companion's the value is."""
    return f"{value / companion:.2f}" if companion else "–"


def megabytes(value: float | None) -> str:
    """Return a size in MB; `–` where it is not known."""
    return "–" if value is None else f"{value:,.0f}"


def print_table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], notes: str = ""
) -> None:
    """Print a table under its title, and what a reader has to know about it."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    print(f"\n{title}\n")
    rule = ["-" * width for width in widths]
    for row in (header, rule, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join(cells))
    if notes:
        print(f"\n  {notes}")
    sys.stdout.flush()


def progress(text: str) -> None:
    """Say on standard error what is being measured, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
