"""Several years of a conference on the overview, and names that filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.pages.years import sparkline

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest
    from tests.tui.conftest import Open


def digest(year: int, owls: int, gulls: int) -> Digest:
    """A digest of NSDI with so many papers on owls and gulls."""
    lines = [f"# NSDI {year}", ""]
    for topic, number in (("Owls", owls), ("Gulls", gulls)):
        lines += [f"## {topic}", ""]
        for at in range(number):
            lines += [
                f"* {topic}{at}: A Study \\[[Paper](https://birds.example/{year}/{topic}/{at})]",
                "  * Pond Institute",
            ]
        lines.append("")
    return parse("\n".join(lines), f"{year}.md")


@pytest.mark.parametrize(
    ("values", "line"),
    [((), ""), ((0, 0), "▁▁"), ((1, 4, 8), "▂▅█"), ((5, 5), "██"), ((0, 100), "▁█")],
)
def test_a_sparkline(values: tuple[int, ...], line: str) -> None:
    assert sparkline(values) == line


async def test_years_are_compared_on_the_overview(read: Open) -> None:
    async with read(digest(2024, 2, 2), digest(2026, 6, 2), size=(120, 60)) as reader:
        assert "NSDI 2024-2026" in reader.page
        lines = [line.split() for line in reader.page.splitlines()]
        assert ["Papers", "▅█", "4", "8"] in lines
        assert ["Owls", "▃█", "2", "6"] in lines
        assert ["Gulls", "██", "2", "2"] in lines


async def test_one_year_is_not_compared(read: Open) -> None:
    async with read(digest(2024, 2, 2), size=(120, 60)) as reader:
        assert "NSDI 2024-" not in reader.page


async def test_a_click_on_a_name_filters_by_it(read: Open) -> None:
    async with read(digest(2024, 2, 2), digest(2026, 6, 2), size=(120, 60)) as reader:
        lines = reader.page.splitlines()
        (row,) = (y for y, line in enumerate(lines) if line.split()[:2] == ["Owls", "▃█"])
        await reader.pilot.click(reader.panes.detail, offset=(6, row))
        await reader.pilot.pause()
        assert reader.panes.filter_box.value == 'topic:"Owls"'
        await reader.until(lambda: "Gulls" not in reader.tree)
