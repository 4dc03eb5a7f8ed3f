"""Going back to where the user was in a list, also in one that is only partly read.

When papers were added to the list is found out later: an order or a filter by that comes then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.view.place import arrange, go_to, move_back, place_of

if TYPE_CHECKING:
    from nsdi_tui.tui.view.arrangement import Arrangement
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
        # The place, and what replaces its arrangement as long as no date of an addition is known.
        self._waiting: tuple[Place, Arrangement] | None = None

    def go(self, view: BrowseView, text: str, *, is_whole: bool) -> tuple[Changed, str]:
        """Arrange and filter the list as it was, and move to the row, as far as it is read.

        `text` is in the filter box. With `is_whole`, there is no more to come. Also return the text
        that the filter box is to have.
        """
        changed = self._use_dates(view, text)
        place = self._place
        if is_whole:
            self._place = None
        if place is None or self._is_elsewhere(view, place, text):
            return changed, text
        if self._is_arranged:
            rows = view.rows
            if not rows.is_filtered:
                rows.collapse_paths(rows.collapsed_paths() | place.collapsed)
            return changed | move_back(view, place), text
        self._is_arranged = True
        changed |= go_to(view, place)
        asks_for_added = view.query is not None and view.query.asks_for_added
        if (place.arrangement.order == "added" or asks_for_added) and not view.library.has_dates:
            self._waiting = place, view.arrangement
        return changed, place.query

    def _use_dates(self, view: BrowseView, text: str) -> Changed:
        """Sort by the date of addition if that was the order, now that there are dates."""
        if self._waiting is None or not view.library.has_dates:
            return Changed.NOTHING
        place, arrangement = self._waiting
        self._waiting = None
        changed = Changed.NOTHING
        if view.arrangement == arrangement and place.arrangement.order == "added":
            changed = arrange(view, place.arrangement)
        if not self._is_elsewhere(view, place, text):
            changed |= move_back(view, place)
        return changed

    def place(self, view: BrowseView, text: str) -> Place:
        """Return the place to remember: where the user is, or was in what is not read yet."""
        now, before = place_of(view, text), self._place
        if self._waiting is not None:
            now = self._without_dates(view, now)
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

    def _without_dates(self, view: BrowseView, now: Place) -> Place:
        """Return the place to remember while there are no dates: with what waits for them."""
        assert self._waiting is not None
        place, arrangement = self._waiting
        if view.arrangement == arrangement:
            now = replace(now, arrangement=place.arrangement)
        is_elsewhere = self._is_elsewhere(view, place, now.query)
        return now if is_elsewhere else replace(now, paper=place.paper, topic=place.topic)

    def _is_elsewhere(self, view: BrowseView, place: Place, text: str) -> bool:
        """Whether the user has moved or filtered the list since it was opened."""
        return view.navigator.has_moved or text != (
            place.query if self._is_arranged else self._query
        )
