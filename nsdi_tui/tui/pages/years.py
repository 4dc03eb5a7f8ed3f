"""Years of a conference next to each other, as lines of small bars with their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nsdi_tui.tui.pages.page import filter_style
from nsdi_tui.tui.pages.topic import LONGEST_NAME
from nsdi_tui.tui.wording import elided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.years import YearComparison
    from nsdi_tui.tui.pages.page import Page

_BARS = "▁▂▃▄▅▆▇█"


def add_years(page: Page, comparison: YearComparison) -> None:
    """Append papers and acceptance rates by year, and what rises and falls."""
    page.heading(f"{comparison.venue} {comparison.years[0]}-{comparison.years[-1]}")
    years = "  ".join(f"{year % 100:02}" for year in comparison.years)
    page.add(f"papers and rates by year: {years}", "muted")
    names = [trend.name for trend in (*comparison.topics, *comparison.institutions)]
    width = min(max(map(cell_len, ("Papers", "Acceptance", *names))), LONGEST_NAME)
    _add_line(page, "Papers", comparison.papers, [f"{n:,}" for n in comparison.papers], width)
    if any(rate is not None for rate in comparison.rates):
        figures = ["-" if rate is None else f"{rate:.1f}%" for rate in comparison.rates]
        _add_line(page, "Acceptance", [rate or 0 for rate in comparison.rates], figures, width)
    for title, trends, field in (
        ("Topics", comparison.topics, "topic"),
        ("Institutions", comparison.institutions, "org"),
    ):
        for kind, chosen in (
            ("rising", [trend for trend in trends if trend.slope > 0]),
            ("falling", [trend for trend in trends if trend.slope < 0]),
        ):
            if chosen:
                page.add(f"{title}, {kind}", "muted")
            for trend in chosen:
                figures = [f"{count:,}" for count in trend.counts]
                _add_line(page, trend.name, trend.counts, figures, width, field)


def sparkline(values: Sequence[float]) -> str:
    """Return a bar of eight heights for each value, the highest for the largest."""
    most = max(values, default=0)
    if most <= 0:
        return _BARS[0] * len(values)
    return "".join(_BARS[round(value / most * (len(_BARS) - 1))] for value in values)


def _add_line(
    page: Page,
    name: str,
    values: Sequence[float],
    figures: Sequence[str],
    width: int,
    field: str = "",
) -> None:
    label = set_cell_size(elided(name, width), width)
    bars = sparkline(values)
    block = page.add(f"{label}  {bars}  {'  '.join(figures)}", fit="cut")
    start = len(label) + 2
    end = start + len(bars)
    block.spans += [(start, end, "figure"), (end, len(block.text), "strong")]
    if field and (style := filter_style(field, name)):
        block.spans.append((0, len(block.text), style))
