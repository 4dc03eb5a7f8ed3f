"""The page that says why nothing matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.tui.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def searching_page() -> Page:
    """Return the page of a query without matches so far."""
    page = Page()
    page.add("Searching …", "muted")
    return page


def no_match_page(counts: Sequence[tuple[str, int]], suggestions: Mapping[str, str]) -> Page:
    """Return the page of a query without matches.

    `counts` says for each term how many papers it matches alone; `suggestions` has the nearest
    spelling of terms that match none.
    """
    page = Page()
    page.add("No papers match", "title")
    page.gap()
    for term, count in counts:
        matches = counted(count, "paper") if count else "no matches"
        label = term if '"' in term else f'"{term}"'
        block = page.add(f"{label}: {matches}")
        block.spans.append((0, len(label), "strong" if count else "star"))
        block.spans.append((len(label) + 2, len(block.text), "figure" if count else "muted"))
        if not count and term in suggestions:
            offer = f"   did you mean {suggestions[term]}?"
            start, end = len(block.text), len(block.text) + len(offer) - 1
            block.text += offer
            block.spans.append((start, end - len(suggestions[term]), "muted"))
            block.spans.append((end - len(suggestions[term]), end, "strong"))
    page.gap()
    if len(counts) > 1 and all(count for _, count in counts):
        page.add("Each term matches some papers, but none matches all terms.", "muted")
    page.add("esc clear filter", "muted")
    return page
