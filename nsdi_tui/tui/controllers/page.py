"""Commands on the page: moving between its links, following them, and searching in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nsdi_tui.tui.controllers.papers import PaperController
    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed


class PageController:
    """Carries out commands on the page; those that mean something else elsewhere it passes on.

    `papers` opens links, `show` shows a change of the view, and `elsewhere` has the commands of the
    other controllers.
    """

    def __init__(
        self,
        panes: Panes,
        papers: PaperController,
        show: Callable[[Changed], None],
        elsewhere: Mapping[str, Callable[[], None]],
    ) -> None:
        self._panes = panes
        self._view = panes.view
        self._papers = papers
        self._show = show
        self._elsewhere = elsewhere

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        return {
            "next_link": lambda: self._move_to_link(1),
            "previous_link": lambda: self._move_to_link(-1),
            "enter": self._enter,
            "escape": self._escape,
            "filter": self._search,
            "next_paper": lambda: self._move_to_match(1),
            "previous_paper": lambda: self._move_to_match(-1),
        }

    def _move_to_link(self, step: int) -> None:
        if not self._panes.detail.move_to_link(step):
            self._panes.detail.app.notify("No links here")
        elif not self._panes.in_detail:
            self._panes.focus_detail()
        self._panes.show_context()

    def _enter(self) -> None:
        target = self._panes.detail.target
        if target is not None and self._panes.in_detail:
            self.follow(*target)
        else:
            self._elsewhere["enter"]()

    def _escape(self) -> None:
        if self._panes.in_detail:
            if self._panes.detail.is_searching:
                self._panes.focus_detail()
                self._end_search()
                return
            self._panes.detail.leave_link()
        self._elsewhere["escape"]()

    # Searching in the page

    def _search(self) -> None:
        panes = self._panes
        if not panes.in_detail:
            self._elsewhere["filter"]()
            return
        panes.focus_search()
        box = panes.search_box
        if box is not None and not panes.detail.is_searching:
            box.value = ""
            panes.detail.search("")
            self.show_count()
        elif box is not None:
            box.action_select_all()

    def search_edited(self, text: str) -> None:
        """Go to the first occurrence of what was typed."""
        box = self._panes.search_box
        # Of several edits in one frame only the last counts.
        if box is not None and text == box.value and self._panes.detail.is_searching:
            self._panes.detail.search(text)
            self.show_count()

    def show_count(self) -> None:
        """Show which occurrence is current, of how many."""
        if self._panes.search_box is not None:
            self._panes.search_box.show_count(*self._panes.detail.found)

    def leave_search_box(self) -> None:
        """Move to the page, where the keys for papers now go through what was found."""
        self._panes.focus_detail()
        if self._panes.search_box is not None and not self._panes.search_box.value:
            self._end_search()

    def focus_changed(self) -> None:
        """End the search when another pane gets the focus."""
        if self._panes.detail.is_searching and not self._panes.in_detail:
            self._end_search()

    def _end_search(self) -> None:
        self._panes.detail.search(None)
        self._panes.end_search()

    def _move_to_match(self, step: int) -> None:
        if self._panes.in_detail and self._panes.detail.is_searching:
            self._panes.detail.move_to_match(step)
            self.show_count()
            self._panes.show_context()
        else:
            self._elsewhere["next_paper" if step > 0 else "previous_paper"]()

    def follow(self, kind: str, value: int | str) -> None:
        """Go where text on the page leads."""
        if kind == "link" and isinstance(value, int):
            self._papers.open_link(value)
        elif kind == "address" and isinstance(value, str):
            self._papers.open_address(value)
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
