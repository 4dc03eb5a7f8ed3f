"""The query language on a page."""

from __future__ import annotations

from nsdi_tui.finding.cheat_sheet import ROWS
from nsdi_tui.tui.pages.page import Page


def cheat_sheet_page() -> Page:
    """Return the page for the empty filter box."""
    page = Page()
    page.add("Filter syntax", "title")
    page.gap()
    width = max(len(row.example) for row in ROWS)
    for row in ROWS:
        page.key_row(row.example, row.meaning, width)
    return page
