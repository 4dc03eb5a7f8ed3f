"""Going back to where the user was in a list, also in one that is only partly read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.view.place import go_to, move_back, place_of

if TYPE_CHECKING:
    from nsdi_tui.tui.view.browse_view import BrowseView
    from nsdi_tui.tui.view.place import Place


class Return:
    """The place where the user was, until it is reached or the user goes elsewhere.

    A `query` with which the list is opened replaces the filter of the place.
    """

    def __init__(self, place: Place | None, query: str = "") -> None:
        self._place = replace(place, query=query) if place is not None and query else place
        self._query = query
        self._is_arranged = False

    def go(self, view: BrowseView, text: str, *, is_whole: bool) -> tuple[Changed, str]:
        """Arrange and filter the list as it was, and move to the row, as far as it is read.

        `text` is in the filter box. With `is_whole`, there is no more to come. Also return the text
        that the filter box is to have.
        """
        place = self._place
        if is_whole:
            self._place = None
        if place is None or self._is_elsewhere(view, place, text):
            return Changed.NOTHING, text
        if self._is_arranged:
            rows = view.rows
            if not rows.is_filtered:
                rows.collapse_paths(rows.collapsed_paths() | place.collapsed)
            return move_back(view, place), text
        self._is_arranged = True
        return go_to(view, place), place.query

    def place(self, view: BrowseView, text: str) -> Place:
        """Return the place to remember: where the user is, or was in what is not read yet."""
        now, before = place_of(view, text), self._place
        if before is None:
            return now
        is_elsewhere = self._is_elsewhere(view, before, text)
        if not self._is_arranged and not is_elsewhere:
            return before
        outline = view.rows.outline
        topics = (node for node in range(len(outline)) if not outline.is_paper(node))
        read = {tuple(outline.titles_to(node)) for node in topics}
        now = replace(now, collapsed=now.collapsed | (before.collapsed - read))
        return now if is_elsewhere else replace(now, paper=before.paper, topic=before.topic)

    def _is_elsewhere(self, view: BrowseView, place: Place, text: str) -> bool:
        """Whether the user has moved or filtered the list since it was opened."""
        return view.navigator.has_moved or text != (
            place.query if self._is_arranged else self._query
        )
