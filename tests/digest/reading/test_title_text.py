"""Where a title ends, and what is not part of it."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.title_text import trim_tail, unwrapped, without_sign


@pytest.mark.parametrize(
    ("text", "title", "venue", "date"),
    [
        ("Girder: Sharing Bolts. NeurIPS 2020", "Girder: Sharing Bolts", "NeurIPS 2020", "2020"),
        (
            "Truss: Apart. ICDCS 2020. 2020-03-14",
            "Truss: Apart",
            "ICDCS 2020",
            "2020-03-14",
        ),
        ("NeurIPS 2020 submission: Cable Counts", "Cable Counts", "NeurIPS 2020", "2020"),
        ("Arch in Small Steps. 2020-02", "Arch in Small Steps", None, "2020-02"),
        ("Girder in Rows OSDI'22", "Girder in Rows", "OSDI'22", "2022"),
        ("Truss and Bars SC21 ", "Truss and Bars", "SC21", "2021"),
        ("Do Spans Need Bolts? ICML 2021", "Do Spans Need Bolts?", "ICML 2021", "2021"),
        ("Span Plans, ICML, 2025", "Span Plans", "ICML", "2025"),
        ("Girder - SOSP 2023", "Girder", "SOSP 2023", "2023"),
        ("Girder (NSDI 2020)", "Girder", "NSDI 2020", "2020"),
        ("Spans in 2020", "Spans in 2020", None, None),
        ("A Look at Web 2.0", "A Look at Web 2.0", None, None),
        ("Crossing, Step by Step", "Crossing, Step by Step", None, None),
        ("Spans: From 1900 to 2000", "Spans: From 1900 to 2000", None, None),
    ],
)
def test_title(text: str, title: str, venue: str | None, date: str | None) -> None:
    found = trim_tail(text)
    assert text[found.start : found.end] == title
    assert (found.venue, found.date and found.date.iso) == (venue, date)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. Girder", "Girder"),
        ("12) Girder:", "Girder"),
        ("(*) Girder.", "Girder"),
        ("* Girder", "Girder"),
        ("3D Girder", "3D Girder"),
        ("2.0 Girder", "2.0 Girder"),
    ],
)
def test_number_or_mark(text: str, title: str) -> None:
    assert without_sign(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[Girder]", "Girder"),
        ("Girder]", "Girder"),
        ("[Girder", "Girder"),
        ("[A] Girder [B]", "[A] Girder [B]"),
    ],
)
def test_square_brackets(text: str, title: str) -> None:
    assert unwrapped(text) == title
