"""The parts of the browse screen, and how they follow changes of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.pages.current import PageBuilder
from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.widgets.bars import Footer, Header
from nsdi_tui.tui.widgets.detail import Detail
from nsdi_tui.tui.widgets.filter_box import FilterBox
from nsdi_tui.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.tui.view.browse_view import BrowseView

SPLIT, MIN_SPLIT, MAX_SPLIT, SPLIT_STEP = 42, 20, 70, 4
"""The share of the width that the sidebar has, in per cent."""


class Panes:
    """Header, filter box, sidebar, detail pane and footer of one view.

    `on_page` is called with the paper whose page is shown, None for other pages.
    """

    def __init__(self, view: BrowseView, on_page: Callable[[Paper | None], None]) -> None:
        self.view = view
        self.header = Header()
        self.footer = Footer()
        self.sidebar = Sidebar()
        self.detail = Detail()
        self.filter_box = FilterBox(placeholder="type to filter", compact=True)
        self._pages = PageBuilder(view)
        self._on_page = on_page
        self._shows_cheat_sheet = False
        self._split: float = SPLIT

    # Showing

    def show(self, changed: Changed) -> None:
        """Update what a change of the view has made out of date."""
        view = self.view
        if changed & (Changed.ROWS | Changed.RELOADED):
            self.sidebar.show(view.rows, view.state, keeps_place=Changed.RELOADED in changed)
        else:
            if Changed.GROWN in changed:
                self.sidebar.rows_added()
            if Changed.LABELS in changed:
                self.sidebar.redraw_rows()
            if Changed.CURSOR in changed:
                self.sidebar.follow_cursor()
        if Changed.STATE in changed:
            self._show_header()
        if Changed.PAGE in changed:
            self.show_page()
        elif Changed.CONTENT in changed and not self._shows_cheat_sheet:
            self.show_page(keep_place=True)

    def show_all(self) -> None:
        """Show the view for the first time."""
        self.show(Changed.ROWS | Changed.STATE | Changed.PAGE)

    def _show_header(self) -> None:
        digests = self.view.library.digests
        title = self.view.library.title or f"{len(digests)} digests"
        self.header.show(title, self.view.summary)

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show the page of the current row, also in place of the cheat sheet."""
        self._shows_cheat_sheet = False
        self.detail.show(self._pages.current(), keep_place=keep_place)
        self._on_page(self.view.current.paper)

    def show_overview(self) -> None:
        """Show the overview of the current digest without moving the cursor."""
        self.detail.show(self._pages.overview(self.view.current.digest))

    def show_cheat_sheet(self) -> None:
        """Show the query language while the empty filter box has the focus."""
        from nsdi_tui.tui.pages.cheat_sheet import cheat_sheet_page

        self.detail.show(cheat_sheet_page())
        self._shows_cheat_sheet = True

    def hide_cheat_sheet(self) -> None:
        """Show the page of the current row again, if the cheat sheet is shown."""
        if self._shows_cheat_sheet:
            self.show_page()

    # Focus

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        return self.sidebar.screen.focused

    @property
    def in_detail(self) -> bool:
        """Whether the detail pane has the focus."""
        return self.focused is self.detail

    @property
    def in_filter(self) -> bool:
        """Whether the filter box has the focus."""
        return self.focused is self.filter_box

    def focus_detail(self) -> None:
        """Move the focus to the detail pane."""
        self._focus(self.detail)

    def focus_sidebar(self) -> None:
        """Move the focus to the sidebar."""
        self._focus(self.sidebar)

    def focus_filter(self) -> None:
        """Move the focus to the filter box."""
        self._focus(self.filter_box)

    def _focus(self, widget: Widget) -> None:
        # At once: of keys that arrive together, the next one must already reach the widget.
        widget.screen.set_class(widget is self.detail, "-reading")
        widget.screen.set_focus(widget)

    def focus_next(self, step: int) -> None:
        """Move the focus to the next pane (1) or the previous one (-1)."""
        panes = [self.filter_box, self.sidebar, self.detail]
        number = panes.index(self.focused) if self.focused in panes else -step
        self._focus(panes[(number + step) % len(panes)])

    # Layout

    def resize_sidebar(self, steps: int) -> None:
        """Make the sidebar wider or narrower."""
        self.set_split(self._split + steps * SPLIT_STEP)

    def set_split(self, share: float) -> None:
        """Give the sidebar this share of the width, in per cent, within limits."""
        self._split = max(MIN_SPLIT, min(share, MAX_SPLIT))
        self.sidebar.styles.width = f"{self._split}%"
