"""The page that says why nothing matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nsdi_tui.tui.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence


def searching_page() -> Page:
    """Build the page of a query that has found nothing yet."""
    page = Page()
    page.add("Searching …", "muted")
    return page


def no_match_page(counts: Sequence[tuple[str, int]], suggestions: dict[str, str]) -> Page:
    """Build the page of a query without papers.

    `counts` says of each term how many papers it matches alone; `suggestions` the nearest spelling
    of the terms that match none.
    """
    page = Page()
    page.add("No paper matches", "title")
    page.gap()
    width = max((cell_len(term) for term, _ in counts), default=0)
    for term, count in counts:
        label = set_cell_size(term, width)
        block = page.add(f"{label}  {count:,}")
        block.spans.append((0, len(term), "strong" if count else "badge"))
        block.spans.append((len(label) + 2, len(block.text), "figure"))
        if not count and term in suggestions:
            offer = f"   did you mean {suggestions[term]}?"
            start, end = len(block.text), len(block.text) + len(offer) - 1
            block.text += offer
            block.spans.append((start, end - len(suggestions[term]), "muted"))
            block.spans.append((end - len(suggestions[term]), end, "strong"))
    page.gap()
    if len(counts) > 1 and all(count for _, count in counts):
        page.add("Each term matches alone, but no paper matches all of them.", "muted")
    page.add("esc clears the filter.", "muted")
    return page
