"""The query language on a page."""

from __future__ import annotations

from nsdi_tui.search.cheatsheet import ROWS
from nsdi_tui.tui.pages.page import Page


def cheat_sheet_page() -> Page:
    """Build the page that the empty filter box shows."""
    page = Page()
    page.add("What the filter understands", "title")
    page.gap()
    width = max(len(row.example) for row in ROWS)
    for row in ROWS:
        page.key_row(row.example, row.meaning, width)
    return page
