"""Commands that go back to rows that were left by a jump, and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.view.jumps import Jumps, row_of
from nsdi_tui.tui.view.place import move_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed
    from nsdi_tui.tui.view.place import Place

_STEPS = frozenset(
    {
        *("down", "up", "page_down", "page_up", "half_down", "half_up"),
        *("next_paper", "previous_paper", "star", "read", "select"),
        *("jump_back", "jump_forward"),
    }
)
"""Commands that move the cursor a little, or are no jumps themselves."""


class JumpController:
    """Notes where jumps begin: whatever changes the row or the filter, unless it is a step.

    `show` shows a change of the view.
    """

    def __init__(self, panes: Panes, show: Callable[[Changed], None]) -> None:
        self._panes = panes
        self._view = panes.view
        self._show = show
        self._jumps = Jumps()

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        return {
            "jump_back": lambda: self._go(self._jumps.back(self._here), "No earlier place"),
            "jump_forward": lambda: self._go(self._jumps.forward(self._here), "No later place"),
        }

    def forget(self) -> None:
        """Forget all jumps: another list is opened."""
        self._jumps = Jumps()

    def run(self, name: str, command: Callable[[], None]) -> None:
        """Carry out a command, and note where it began if it was a jump."""
        before = self._here
        command()
        # What is typed into the filter box moves the cursor later.
        if name == "filter" or (name not in _STEPS and self._here != before):
            self._jumps.note(before)

    @property
    def _here(self) -> Place:
        return row_of(self._view, self._panes.filter_box.value)

    def _go(self, place: Place | None, problem: str) -> None:
        view, box = self._view, self._panes.filter_box
        if place is None:
            box.app.notify(problem)
            return
        if place.query == box.value:
            self._show(move_back(view, place))
            return
        box.value = place.query
        # A filter keeps the paper that is current when it begins, also if it comes to it late.
        changed = view.filter("") | move_back(view, place) | view.filter(place.query)
        if not place.paper:
            changed |= move_back(view, place)
        self._show(changed)
