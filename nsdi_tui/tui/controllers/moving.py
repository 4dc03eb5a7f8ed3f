"""Commands that move the cursor, scroll the page, and collapse topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed


class MoveController:
    """Moves in the pane that has the focus."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._view = panes.view

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        navigator = self._view.navigator
        return {
            "down": lambda: self._move(1),
            "up": lambda: self._move(-1),
            "top": lambda: self._move(-self._everything()),
            "bottom": lambda: self._move(self._everything()),
            "page_down": lambda: self._page(1),
            "page_up": lambda: self._page(-1),
            "half_down": lambda: self._page(0.5),
            "half_up": lambda: self._page(-0.5),
            "collapse": self._collapse,
            "expand": self._expand,
            "next_paper": self._next_paper,
            "previous_paper": lambda: self._move_to_paper(-1),
            "next_topic": lambda: self._move_to_topic(1),
            "previous_topic": lambda: self._move_to_topic(-1),
            "space": self._space,
            "enter": self._enter,
            "collapse_all": lambda: self._show(navigator.toggle_all()),
            "previous_pane": lambda: self._panes.focus_next(-1),
            "narrower": lambda: self._panes.resize_sidebar(-1),
            "wider": lambda: self._panes.resize_sidebar(1),
        }

    def _show(self, changed: Changed) -> None:
        self._panes.show(changed)

    def _move(self, rows: int) -> None:
        if self._panes.in_detail:
            self._panes.detail.step(rows)
        else:
            self._show(self._view.navigator.move(rows))

    def _next_paper(self) -> None:
        # The overview at the start is before the first paper.
        if self._view.current.paper is None or not self._panes.leave_overview():
            self._move_to_paper(1)

    def _move_to_paper(self, step: int) -> None:
        changed = self._view.navigator.move_to_paper(step)
        if changed:
            self._show(changed)
        elif self._view.rows.papers:
            self._panes.sidebar.app.notify("Last paper" if step > 0 else "First paper")

    def _move_to_topic(self, step: int) -> None:
        changed = self._view.navigator.move_to_topic(step)
        if changed:
            self._show(changed)
        elif self._view.rows.visible:
            self._panes.sidebar.app.notify("Last topic" if step > 0 else "First topic")

    def _everything(self) -> int:
        return max(len(self._view.rows.outline), self._panes.detail.virtual_size.height)

    def _page(self, pages: float) -> None:
        pane = self._panes.detail if self._panes.in_detail else self._panes.sidebar
        self._move(pane.lines_of(pages))

    def _collapse(self) -> None:
        if self._panes.in_detail:
            self._panes.focus_sidebar()
        else:
            self._show(self._view.navigator.collapse())

    def _expand(self) -> None:
        if self._panes.in_detail:
            return
        if self._view.current.paper is not None:
            self._panes.leave_overview()
            self._panes.focus_detail()
        else:
            self._show(self._view.navigator.expand())

    def _space(self) -> None:
        current = self._view.current
        if current.item is None:
            return
        if self._panes.in_detail or current.paper is not None:
            self._panes.detail.step_pages(1)
        else:
            self._show(self._view.navigator.toggle())

    def _enter(self) -> None:
        current = self._view.current
        if current.item is None:
            return
        if self._panes.in_detail:
            self._panes.zoom()
        elif current.paper is not None:
            self._panes.leave_overview()
            self._panes.zoom()
        elif self._panes.sidebar.screen.has_class("-short"):
            # A short screen shows one pane at a time: this is the way to a topic's page.
            self._panes.focus_detail()
        else:
            self._show(self._view.navigator.toggle())

    def click(self, row: int, *, on_fold: bool, times: int) -> None:
        """Move to a row; a double click opens a paper, a click on the sign toggles a topic."""
        rows = self._view.rows
        if row >= len(rows.visible):
            return  # A filter has removed the row since.
        was_current = rows.visible[row] == rows.cursor
        self._show(self._view.navigator.move_to_row(row))
        if self._view.current.paper is not None:
            if times == 2:
                self._panes.zoom()
        elif on_fold or was_current:
            self._show(self._view.navigator.toggle())
