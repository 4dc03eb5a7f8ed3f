"""The text of the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.library import Library
    from nsdi_tui.tui.view.browse_view import BrowseView


def summary_of(view: BrowseView) -> str:
    """Return the numbers of papers, and progress or grouping and sort order."""
    library = view.library
    total = count_papers(library)
    matching = count_papers(library, view.live_filter.positions) if view.query else None
    reading = view.reading.text
    labels = view.arrangement.for_query(view.query).labels
    rest = [] if reading else [*view.state.counts(total), *labels]
    return " · ".join([*filter(None, [reading]), count_of(matching, total), *rest])


def count_papers(library: Library, positions: Sequence[int] | None = None) -> int:
    """Return the number of papers at these positions, of all by default.

    A paper that is in several places counts once, as soon as it is known which papers are.
    """
    if positions is None:
        positions = range(len(library.papers))
    return library.count(positions) if library.can_show_places else len(positions)
