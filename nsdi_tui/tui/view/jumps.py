"""The rows that the user has left by a jump, to go back to them and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.view.place import Place

if TYPE_CHECKING:
    from nsdi_tui.tui.view.browse_view import BrowseView

MOST_JUMPS = 100


class Jumps:
    """Two stacks of places: those before this one, and those that were gone back from."""

    def __init__(self) -> None:
        self._back: list[Place] = []
        self._forward: list[Place] = []

    def note(self, place: Place) -> None:
        """Note a place that has been left by a jump; there is no way forward from there."""
        self._forward.clear()
        if self._back[-1:] != [place]:
            self._back.append(place)
            del self._back[:-MOST_JUMPS]

    def back(self, here: Place) -> Place | None:
        """Return the place to go back to from here, None without any."""
        return self._step(self._back, self._forward, here)

    def forward(self, here: Place) -> Place | None:
        """Return the place that was gone back from last, None without any."""
        return self._step(self._forward, self._back, here)

    @staticmethod
    def _step(source: list[Place], other: list[Place], here: Place) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                other.append(here)
                return place
        return None


def row_of(view: BrowseView, query: str) -> Place:
    """Return the current row and the text of the filter box as a place."""
    rows, paper = view.rows, view.current.paper
    if paper is not None:
        return Place(paper=paper.keys, query=query)
    topic = rows.outline.titles_to(rows.cursor) if rows.visible else ()
    return Place(topic=tuple(topic), query=query)
