"""The text of the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.tui.view.browse_view import BrowseView


def summary_of(view: BrowseView) -> str:
    """Return the numbers of papers, and progress or grouping and sort order.

    A paper that is in several places counts once, as soon as it is known which papers are.
    """
    library = view.library
    total = _count(view, range(len(library.papers)))
    matching = _count(view, view.live_filter.positions) if view.query else None
    reading = view.reading.text
    labels = view.arrangement.for_query(view.query).labels
    rest = [] if reading else [*view.state.counts(total), *labels]
    return " · ".join([*filter(None, [reading]), count_of(matching, total), *rest])


def _count(view: BrowseView, positions: Sequence[int]) -> int:
    return view.library.count(positions) if view.library.can_show_places else len(positions)
