"""Commands on the page: moving between its links, and following them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed


class PageController:
    """Carries out commands on the page; those that mean something else elsewhere it passes on.

    `open_link` opens the link of the page with a number, `show` shows a change of the view, and
    `elsewhere` has the commands of the other controllers.
    """

    def __init__(
        self,
        panes: Panes,
        open_link: Callable[[int], None],
        show: Callable[[Changed], None],
        elsewhere: Mapping[str, Callable[[], None]],
    ) -> None:
        self._panes = panes
        self._view = panes.view
        self._open_link = open_link
        self._show = show
        self._elsewhere = elsewhere

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        return {
            "next_link": lambda: self._move_to_link(1),
            "previous_link": lambda: self._move_to_link(-1),
            "enter": self._enter,
            "escape": self._escape,
        }

    def _move_to_link(self, step: int) -> None:
        if not self._panes.detail.move_to_link(step):
            self._panes.detail.app.notify("No links here")
        elif not self._panes.in_detail:
            self._panes.focus_detail()

    def _enter(self) -> None:
        target = self._panes.detail.target
        if target is not None and self._panes.in_detail:
            self.follow(*target)
        else:
            self._elsewhere["enter"]()

    def _escape(self) -> None:
        if self._panes.in_detail:
            self._panes.detail.leave_link()
        self._elsewhere["escape"]()

    def follow(self, kind: str, value: int | str) -> None:
        """Go where text on the page leads."""
        if kind == "link" and isinstance(value, int):
            self._open_link(value)
        elif kind == "filter" and isinstance(value, str):
            self._panes.filter_box.value = value
            self._panes.focus_sidebar()
        elif kind == "paper" and isinstance(value, int):
            self._go_to_paper(value)

    def _go_to_paper(self, position: int) -> None:
        navigator = self._view.navigator
        changed = navigator.move_to_position(position)
        if not changed:
            # The filter hides it.
            self._panes.filter_box.value = ""
            changed = self._view.filter("") | navigator.move_to_position(position)
        self._show(changed)
