"""Dates as lists write them."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.dates import is_date_label, read_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024", "2024"),
        ("2024年", "2024"),
        ("（2016）", "2016"),
        ("2024-05", "2024-05"),
        ("2024/5", "2024-05"),
        ("2023.5", "2023-05"),
        ("05/2024", "2024-05"),
        ("[2023/10]", "2023-10"),
        ("2024年5月", "2024-05"),
        ("May 2024", "2024-05"),
        ("May'24", "2024-05"),
        ("2024 May", "2024-05"),
        ("Sept. 2023", "2023-09"),
        ("2024.05.17", "2024-05-17"),
        ("2024年5月17日", "2024-05-17"),
        ("May 17, 2024", "2024-05-17"),
        ("17th of May 2024", "2024-05-17"),
        ("23rd June 2026", "2026-06-23"),
        ("11/14/22", "2022-11-14"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_date(text: str, iso: str) -> None:
    date = read_date(text)
    assert date is not None
    assert (date.iso, date.year) == (iso, int(iso[:4]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "24",
        "12:30",
        "0.2024",
        "Part 2",
        "arXiv 2024",
        "2024 was good",
        "2024-13",
        "2024-00",
        "32 May 2024",
        "2023-02-31",
        "29 February 2023",
    ],
)
def test_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "(2016)",
        "**2026**",
        "2024年5月",
        "23rd June 2026",
        "Before 2024",
        "Week of June 3, 2024",
        "2023-2024",
        "2023 – 2024",
        "2025-10-01 ~ 2025-10-07",
        "June 1 - June 7, 2024",
        "June 1 – 7, 2024",
        "Jan 1 to Jan 7, 2024",
    ],
)
def test_date_label(text: str) -> None:
    assert is_date_label(text)


@pytest.mark.parametrize(
    "text", ["", "Version 2.0", "Chapter 12", "OSDI 2024", "Top 10 of 2024", "From 2023 to Mars"]
)
def test_no_date_label(text: str) -> None:
    assert not is_date_label(text)
