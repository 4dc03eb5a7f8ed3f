"""When a paper was added to its list, and its other places: what its own entry does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.pages.page import target_style

if TYPE_CHECKING:
    from nsdi_tui.digest.library import Library
    from nsdi_tui.tui.pages.page import Page

MOST_PLACES = 20


def add_places(page: Page, library: Library, position: int) -> None:
    """Append when the paper was added to its list, and its other places, which lead there."""
    if day := library.added_of(position):
        is_fetched = library.digest_of(position).address is not None
        page.gap()
        page.add(f"{'First seen in' if is_fetched else 'Added to'} the list on {day}", "muted")
    if not library.can_show_places:
        return
    others = [at for at in library.places_of(position) if at != position]
    if not others:
        return
    page.heading("Also in")
    for other in others[:MOST_PLACES]:
        digest = library.digest_of(other)
        topics = library.topics_of(other)
        # In a folder, the topics have the title of the page.
        titles = topics if digest.folders else (digest.title, *topics)
        block = page.add(" › ".join(titles), lead="• ", lead_spans=[(0, 1, "muted")])
        block.spans.append((0, len(block.text), target_style(("paper", other))))
    if len(others) > MOST_PLACES:
        page.add(f"and {len(others) - MOST_PLACES:,} more", "muted", indent=2)
