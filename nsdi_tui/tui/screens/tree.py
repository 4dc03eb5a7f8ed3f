"""The tree beside a page: moving, folding, focus and layout, whatever the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Static

from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.tui.commands import bindings
from nsdi_tui.tui.facts import Facts
from nsdi_tui.tui.outline import Outline
from nsdi_tui.tui.widgets.bars import KeyBar, TitleBar
from nsdi_tui.tui.widgets.detail import Detail
from nsdi_tui.tui.widgets.filter_box import FilterBox
from nsdi_tui.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size
    from textual.widget import Widget

    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.tui.app import NsdiApp
    from nsdi_tui.tui.pages.page import Page

UNFOLDED_AT_START = 300
"""A digest of more papers opens folded to its top topics."""
NARROW, SHORT, TINY = 90, 18, 10
"""Below this many columns the panes stand one above the other; below this many rows only one is
shown; below this many the filter and the keys are hidden too."""
SPLIT, LEAST_SPLIT, MOST_SPLIT, SPLIT_STEP = 42, 20, 70, 4
"""The tree's share of the width, in per cent."""


class TreeScreen(Screen[None]):
    """Owns the outline, its cursor and the panes; a subclass says what the page shows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "Sidebar"

    def __init__(
        self, digests: Sequence[Digest], size: Size, query: str, marking: MarksWorker | None = None
    ) -> None:
        # Classes that are there from the start cost no second styling.
        super().__init__(classes=" ".join(_size_classes(size)))
        self.digests = digests
        self.papers = [paper for digest in digests for paper in digest.papers]
        self.outline = Outline.of_digests(digests)
        self.facts = Facts(marking)
        self.title_bar = TitleBar()
        self.key_bar = KeyBar()
        self.sidebar = Sidebar()
        self.detail = Detail()
        self.filter_box = FilterBox(placeholder="type to filter", compact=True)
        self.first_query = query
        self.has_moved = False
        self._split: float = SPLIT
        if len(self.papers) > UNFOLDED_AT_START or len(digests) > 1:
            self.outline.fold_to_top()

    def compose(self) -> ComposeResult:
        """Lay out the title, the filter, the two panes and the keys."""
        yield self.title_bar
        with Horizontal(id="filter-row"):
            yield Static(" / ", id="prompt")
            yield self.filter_box
        with Container(id="panes"):
            yield self.sidebar
            yield self.detail
        yield self.key_bar

    @property
    def reader(self) -> NsdiApp:
        """The app, by its own type."""
        return cast("NsdiApp", self.app)

    def page(self) -> Page:
        """Return the page of what is under the cursor."""
        raise NotImplementedError

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show the page of what is under the cursor, from its top unless told otherwise."""
        self.detail.show(self.page(), keep_place=keep_place)

    # Size and split

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the new size."""
        wanted = _size_classes(event.size)
        for name in ("-narrow", "-short", "-tiny"):
            self.set_class(name in wanted, name)

    def action_resize(self, steps: int) -> None:
        """Give the tree a larger or smaller share of the width."""
        self._set_split(self._split + steps * SPLIT_STEP)

    @on(Detail.EdgeDragged)
    def _edge_dragged(self, event: Detail.EdgeDragged) -> None:
        self._set_split(100 * event.column / max(1, self.size.width))

    def _set_split(self, share: float) -> None:
        self._split = max(LEAST_SPLIT, min(share, MOST_SPLIT))
        self.sidebar.styles.width = f"{self._split}%"

    # What is under the cursor

    @property
    def node(self) -> int:
        """The node under the cursor."""
        return self.outline.cursor

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor, None on a topic."""
        if not self.outline.rows:
            return None
        item = self.outline.items[self.node]
        return item if isinstance(item, Paper) else None

    @property
    def title_here(self) -> str:
        """The title of what is under the cursor, empty where there are no rows."""
        return self.outline.items[self.node].title if self.outline.rows else ""

    @property
    def papers_here(self) -> list[Paper]:
        """The paper under the cursor, or those that the filter leaves of the topic there."""
        if not self.outline.rows:
            return []
        return [self.papers[position] for position in self.outline.positions_below(self.node)]

    # Moving

    @property
    def in_detail(self) -> bool:
        """Whether the reader is in the page."""
        return self.focused is self.detail

    def action_move(self, rows: int) -> None:
        """Move the cursor, or scroll the page when the reader is in it."""
        if self.in_detail:
            self.detail.jump_to(self.detail.scroll_offset.y + rows)
        else:
            self._go_to_row(self.outline.cursor_row + rows)

    def _go_to_row(self, row: int) -> None:
        self.outline.move_to_row(row)
        self.cursor_moved()

    def action_page(self, pages: float) -> None:
        """Move by pages of the pane that has the focus."""
        pane = self.detail if self.in_detail else self.sidebar
        rows = int(pages * max(2, pane.size.height - 1))
        self.action_move(rows)

    def action_top(self) -> None:
        """Go to the first row, or the page's top."""
        self.action_move(-max(len(self.outline), self.detail.virtual_size.height))

    def action_bottom(self) -> None:
        """Go to the last row, or the page's end."""
        self.action_move(max(len(self.outline), self.detail.virtual_size.height))

    def action_outward(self) -> None:
        """Fold, or go to the parent; from the page, go back to the tree."""
        outline, node = self.outline, self.node
        if self.in_detail:
            self.focus_tree()
        elif not outline.rows:
            return
        elif not outline.is_paper(node) and outline.is_open(node) and outline.end[node] > node + 1:
            self._fold(node, False)
        elif outline.parent[node] >= 0:
            self._go_to_row(outline.row_of(outline.parent[node]))

    def action_inward(self) -> None:
        """Unfold, or go to the first child; on a paper, go to its page."""
        outline, node = self.outline, self.node
        if self.in_detail or not outline.rows:
            return
        if outline.is_paper(node):
            self.focus_detail()
        elif not outline.is_open(node):
            self._fold(node, True)
        elif outline.end[node] > node + 1:
            self._go_to_row(outline.cursor_row + 1)

    def action_next_paper(self) -> None:
        """Go to the next paper that the filter leaves."""
        self._go_to_paper(self.outline.paper_after(self.node))

    def action_previous_paper(self) -> None:
        """Go to the previous paper that the filter leaves."""
        self._go_to_paper(self.outline.paper_before(self.node))

    def _go_to_paper(self, node: int | None) -> None:
        if node is not None:
            self.outline.reveal(node)
            self.sidebar.set_line_count(len(self.outline.rows))
            self.cursor_moved()

    def action_space(self) -> None:
        """Fold or unfold a topic; page a paper's text down."""
        if self.outline.rows and (self.in_detail or self.outline.is_paper(self.node)):
            self.detail.jump_to(self.detail.scroll_offset.y + max(1, self.detail.size.height - 1))
        elif self.outline.rows:
            self._fold(self.node, not self.outline.is_open(self.node))

    def action_enter(self) -> None:
        """Fold or unfold a topic; go to a paper's page."""
        if not self.outline.rows or self.in_detail:
            return
        if self.outline.is_paper(self.node) or self.has_class("-short"):
            self.focus_detail()
        else:
            self._fold(self.node, not self.outline.is_open(self.node))

    def _fold(self, node: int, is_open: bool) -> None:
        self.outline.set_open(node, is_open)
        self.rows_changed()

    def rows_changed(self) -> None:
        """Show the outline's rows anew."""
        self.sidebar.show(self.outline, self.facts)

    def action_fold_all(self) -> None:
        """Fold everything to the top topics, and back."""
        before = self.node
        self.outline.toggle_all()
        self.rows_changed()
        if self.node != before:
            self.show_page()

    def cursor_moved(self) -> None:
        """The reader has moved the cursor: follow it, and show its page."""
        self.has_moved = True
        self.sidebar.follow_cursor()
        self.show_page()

    # Focus

    def focus_detail(self) -> None:
        """Go to the page."""
        self.add_class("-reading")
        self.set_focus(self.detail)

    def focus_tree(self) -> None:
        """Go to the tree."""
        self.remove_class("-reading")
        self.set_focus(self.sidebar)

    def action_filter(self) -> None:
        """Go to the filter box."""
        self.remove_class("-reading")
        self.set_focus(self.filter_box)

    def action_next_pane(self) -> None:
        """Give the focus to the next pane: filter, tree, page."""
        self._go_round({self.filter_box: self.focus_tree, self.sidebar: self.focus_detail})

    def action_previous_pane(self) -> None:
        """Give the focus to the previous pane."""
        self._go_round({self.filter_box: self.focus_detail, self.detail: self.focus_tree})

    def _go_round(self, steps: dict[Widget, Callable[[], None]]) -> None:
        steps.get(self.focused or self, self.action_filter)()

    def action_escape(self) -> None:
        """One step outward: page, filter, tree."""
        if self.focused is self.filter_box:
            if self.filter_box.value:
                self.filter_box.value = ""
            else:
                self.focus_tree()
        elif self.in_detail:
            self.focus_tree()
        elif self.outline.filtered:
            self.filter_box.value = ""

    # Mouse

    @on(Sidebar.RowClicked)
    def _row_clicked(self, event: Sidebar.RowClicked) -> None:
        if event.row >= len(self.outline.rows):
            return  # A filter has taken the row away since.
        node = self.outline.rows[event.row]
        was_here = node == self.node
        self._go_to_row(event.row)
        if self.outline.is_paper(node):
            if event.times == 2:
                self.focus_detail()
        elif event.on_fold or was_here:
            self._fold(node, not self.outline.is_open(node))


def _size_classes(size: Size) -> list[str]:
    limits = (
        (size.width, NARROW, "-narrow"),
        (size.height, SHORT, "-short"),
        (size.height, TINY, "-tiny"),
    )
    return [name for extent, limit, name in limits if extent < limit]
