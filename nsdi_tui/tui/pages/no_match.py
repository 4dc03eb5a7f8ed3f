"""The page that says why nothing matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.tui.pages.page import Page, target_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nsdi_tui.tui.view.live_filter import Explanation

KEY_WIDTH = 6


def searching_page() -> Page:
    """Return the page of a query without matches so far."""
    page = Page()
    page.add("Searching …", "muted")
    return page


def no_match_page(explanation: Explanation | None, keys: Mapping[str, Sequence[str]]) -> Page:
    """Return the page of a query without matches.

    The explanation has for each term how many papers it matches alone; it may come a moment later.
    `keys` are the keys of each command.
    """
    page = Page()
    page.add("No papers match", "title")
    page.gap()
    if explanation is not None:
        for term, count in explanation.counts:
            _add_term(page, term, count, explanation.suggestions.get(term))
        if explanation.problem:
            page.gap()
            page.add(explanation.problem)
        counts = explanation.counts
        if len(counts) > 1 and all(count for _, count in counts):
            page.gap()
            page.add("Each term matches some papers, but none matches all terms.", "muted")
        page.gap()
        if explanation.respelled:
            key = next(iter(keys["next_pane"]), "")
            row = page.key_row(key, f"filter by {explanation.respelled}", KEY_WIDTH)
            target = target_style(("filter", explanation.respelled))
            row.spans.append((len("filter by "), len(row.text), target))
    page.key_row(next(iter(keys["escape"]), ""), "clear the filter", KEY_WIDTH)
    return page


def _add_term(page: Page, term: str, count: int, suggestion: str | None) -> None:
    matches = counted(count, "paper") if count else "no matches"
    label = term if '"' in term else f'"{term}"'
    block = page.add(f"{label}: {matches}")
    block.spans.append((0, len(label), "strong" if count else "star"))
    block.spans.append((len(label) + 2, len(block.text), "figure" if count else "muted"))
    if suggestion:
        offer = f"   did you mean {suggestion}?"
        start, end = len(block.text), len(block.text) + len(offer) - 1
        block.text += offer
        block.spans.append((start, end - len(suggestion), "muted"))
        block.spans.append((end - len(suggestion), end, "strong"))
