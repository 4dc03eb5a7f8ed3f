"""The parts of the browse screen, and how they follow changes of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.containers import Horizontal
from textual.widgets import Static

from nsdi_tui.digest.model import Digest
from nsdi_tui.tui.commands import FooterContext, footer
from nsdi_tui.tui.pages.current import PageBuilder
from nsdi_tui.tui.view.changed import Changed
from nsdi_tui.tui.view.summary import summary_of
from nsdi_tui.tui.widgets.bars import Footer, Header
from nsdi_tui.tui.widgets.detail import Detail
from nsdi_tui.tui.widgets.filter_box import FilterBox, LineBox
from nsdi_tui.tui.widgets.frame_line import FrameLine
from nsdi_tui.tui.widgets.sidebar import Sidebar
from nsdi_tui.tui.wording import short_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.widget import Widget

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.tui.view.browse_view import BrowseView
    from nsdi_tui.tui.widgets.search_box import SearchBox

SPLIT, MIN_SPLIT, MAX_SPLIT, SPLIT_STEP = 42, 20, 70, 4
"""The share of the width that the sidebar has, in per cent."""


class Panes:
    """Header, filter box, sidebar, detail pane and footer of one view.

    `on_page` is called with the paper whose page is shown, None for other pages; `keys` has the
    keys of each command.
    """

    def __init__(
        self,
        view: BrowseView,
        on_page: Callable[[Paper | None], None],
        keys: Mapping[str, Sequence[str]],
    ) -> None:
        self.view = view
        self.header = Header()
        self.footer = Footer()
        self.sidebar = Sidebar()
        self.detail = Detail()
        self.frame = FrameLine([self.sidebar, self.detail])
        self.filter_box = FilterBox(placeholder=self._hint(keys), compact=True)
        self.filter_row = Horizontal(Static(" / ", id="prompt"), self.filter_box, id="filter-row")
        self.search_box: SearchBox | None = None
        """The box of the search in the page, once there was one."""
        self._pages = PageBuilder(view, keys)
        self._on_page = on_page
        self._keys = keys
        self._shown: Literal["nothing", "row", "overview", "cheat sheet"] = "nothing"
        self._focus_shown: Widget | None = None
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
        if Changed.RELOADED in changed and self._shown in ("nothing", "overview"):
            self._show_start()
        elif Changed.PAGE in changed:
            self.show_page()
        elif Changed.CONTENT in changed:
            self._show_again()
        self.show_context()

    def show_all(self) -> None:
        """Show the view for the first time."""
        self.show(Changed.ROWS | Changed.STATE)
        self._show_start()

    def _show_start(self) -> None:
        """Show what the app opens with: the overview, if one digest has it and no row."""
        roots = self.view.library.roots
        is_at_start = self.view.rows.cursor == 0 and self.view.query is None
        if is_at_start and len(roots) == 1 and isinstance(roots[0], Digest):
            self.show_overview(keep_place=self._shown == "overview")
            return
        self.show_page()
        if not self.view.rows.visible:
            self._shown = "nothing"

    def _show_header(self) -> None:
        digests = self.view.library.digests
        title = self.view.library.title or f"{len(digests)} digests"
        self.header.show(title, summary_of(self.view), self.view.state.fresh_summary)

    def show_context(self) -> None:
        """Show the keys that work here, and the titles of the panes."""
        rows, current = self.view.rows, self.view.current
        context: FooterContext = "paper" if current.paper is not None else "topic"
        if self.in_filter:
            context = "filter"
        elif self.in_search:
            context = "search"
        elif self.in_detail:
            context = "zoomed" if self.is_zoomed else "page"
            if self.detail.target is not None:
                context = "link"
            elif self.detail.is_searching:
                context = "found"
        help_keys = self._keys["help"]
        is_typing = context in ("filter", "search")
        pinned = (help_keys[0], "help") if help_keys and not is_typing else None
        self.footer.show(footer(self._keys, context), pinned)
        title = current.title if current.paper is None else short_title(current.paper)
        titles = {"overview": "Overview", "cheat sheet": "Filter syntax"}
        count = f"{rows.count:,}"
        if number := rows.paper_number:
            count = f"{number:,}/{count}"
        self.frame.show([("Papers", count), (titles.get(self._shown, title), "")])

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show the page of the current row, also in place of another one."""
        self._shown = "row"
        self.detail.show(self._pages.current(), keep_place=keep_place)
        self._on_page(self.view.current.paper)

    def show_overview(self, *, keep_place: bool = False) -> None:
        """Show the overview of the current digest without moving the cursor."""
        self._shown = "overview"
        overview = self._pages.overview(self.view.current.digest)
        self.detail.show(overview, keep_place=keep_place)
        self._on_page(None)
        self.show_context()

    @property
    def shows_row(self) -> bool:
        """Whether the page is that of the current row, not the overview or the filter syntax."""
        return self._shown == "row"

    def leave_overview(self) -> bool:
        """Show the page of the current row instead of an overview; return whether one was shown."""
        if self._shown != "overview":
            return False
        self.show_page()
        self.show_context()
        return True

    def _show_again(self) -> None:
        """Show what is shown with its present content."""
        if self._shown == "row":
            self.show_page(keep_place=True)
        elif self._shown == "overview":
            self.show_overview(keep_place=True)

    def show_cheat_sheet(self) -> None:
        """Show the query language while the empty filter box has the focus."""
        if self._shown == "cheat sheet":
            return
        from nsdi_tui.tui.pages.cheat_sheet import cheat_sheet_page

        self._shown = "cheat sheet"
        self.detail.show(cheat_sheet_page())
        self.show_context()

    def hide_cheat_sheet(self) -> None:
        """Show the page of the current row again, if the cheat sheet is shown."""
        if self._shown == "cheat sheet":
            self.show_page()
            self.show_context()

    def focus_changed(self) -> None:
        """Show what depends on which pane has the focus, if another one has it now."""
        if self.focused is self._focus_shown:
            return
        self._focus_shown = self.focused
        self.filter_box.placeholder = "type to filter" if self.in_filter else self._hint(self._keys)
        self.frame.refresh()
        self.show_context()

    @staticmethod
    def _hint(keys: Mapping[str, Sequence[str]]) -> str:
        filter_keys = keys["filter"]
        return f"press {filter_keys[0]} to filter" if filter_keys else ""

    # Focus

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus; None before the panes are mounted."""
        return self.sidebar.screen.focused if self.sidebar.is_attached else None

    @property
    def in_detail(self) -> bool:
        """Whether the detail pane has the focus, or the box of the search in it."""
        return self.focused is self.detail or self.in_search

    @property
    def in_search(self) -> bool:
        """Whether the box of the search in the page has the focus."""
        return self.search_box is not None and self.focused is self.search_box

    @property
    def in_filter(self) -> bool:
        """Whether the filter box has the focus."""
        return self.focused is self.filter_box

    def edits_text(self, event: events.Key) -> bool:
        """Return whether a key edits the text of a box that has the focus."""
        focused = self.focused
        return isinstance(focused, LineBox) and focused.handles(event)

    def focus_detail(self) -> None:
        """Move the focus to the detail pane."""
        self._focus(self.detail)

    def focus_sidebar(self) -> None:
        """Move the focus to the sidebar."""
        self._focus(self.sidebar)

    def focus_search(self) -> None:
        """Move the focus to the box of the search in the page."""
        if self.search_box is None:
            from nsdi_tui.tui.widgets.search_box import SearchBox

            self.search_box = SearchBox()
            self.search_box.mount_beside(self.filter_box)
        self.detail.screen.add_class("-searching")
        self._focus(self.search_box)

    def end_search(self) -> None:
        """Show the filter box in place of the search in the page."""
        self.detail.screen.remove_class("-searching")
        self.show_context()

    def focus_filter(self) -> None:
        """Move the focus to the filter box."""
        self._focus(self.filter_box)

    def _focus(self, widget: Widget) -> None:
        # At once: of keys that arrive together, the next one must already reach the widget.
        screen = widget.screen
        is_page = widget in (self.detail, self.search_box)
        screen.set_class(is_page, "-reading")
        if not is_page:
            screen.set_class(False, "-zoomed")
        screen.set_focus(widget)
        self.focus_changed()

    @property
    def is_zoomed(self) -> bool:
        """Whether the detail pane has the whole screen."""
        return self.detail.screen.has_class("-zoomed")

    def zoom(self) -> None:
        """Give the detail pane the focus and the whole screen."""
        self.detail.screen.add_class("-zoomed")
        self._focus_shown = None
        self._focus(self.detail)

    def focus_next(self, step: int) -> None:
        """Move the focus to the next pane (1) or the previous one (-1)."""
        panes = [self.filter_box, self.sidebar, self.detail]
        focused = self.detail if self.in_search else self.focused
        number = panes.index(focused) if focused in panes else -step
        self._focus(panes[(number + step) % len(panes)])

    # Layout

    def resize_sidebar(self, steps: int) -> None:
        """Make the sidebar wider or narrower."""
        self.set_split(self._split + steps * SPLIT_STEP)

    def set_split(self, share: float) -> None:
        """Give the sidebar this share of the width, in per cent, within limits."""
        self._split = max(MIN_SPLIT, min(share, MAX_SPLIT))
        self.sidebar.styles.width = f"{self._split}%"
        self.frame.refresh()
