"""The visible rows of an outline: what collapsing and filtering leave, and the cursor."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from nsdi_tui.tui.view.outline import between
from nsdi_tui.tui.view.shown_papers import ShownPapers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nsdi_tui.tui.view.outline import Outline

# What a filter has made of a node above its matches; 0 while no match below it has come.
_EXPANDED, _HIDDEN = 1, 2


class Rows(ShownPapers):
    """`visible` holds the nodes shown, ascending; `cursor` is one of the outline's nodes."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self.cursor = 0
        self._expanded = bytearray(b"\1") * len(outline)
        self._shown = bytearray()
        self._collapsed: set[int] = set()
        self._unfiltered: list[int] = []
        self._before_collapse_all: bytearray | None = None
        self._cursor_when_collapsed = (-1, -1)
        self.visible = self._visible_between(0, len(outline))

    def is_expanded(self, node: int) -> bool:
        """Whether the children of this node are shown."""
        return node not in self._collapsed if self.is_filtered else bool(self._expanded[node])

    @property
    def paper_number(self) -> int:
        """Which of the papers that the filter leaves the cursor is on, from 1; 0 on other rows."""
        return self.number_of(self.cursor)

    def row_of(self, node: int) -> int:
        """Return the row of this node, or of its nearest visible ancestor or predecessor."""
        row = bisect_left(self.visible, node)
        if row < len(self.visible) and self.visible[row] == node:
            return row
        return max(0, row - 1)

    @property
    def cursor_row(self) -> int:
        """The cursor's row; 0 without rows."""
        return self.row_of(self.cursor)

    def is_visible(self, node: int) -> bool:
        """Whether this node has a row."""
        row = bisect_left(self.visible, node)
        return row < len(self.visible) and self.visible[row] == node

    # Moving

    def move_to_row(self, row: int) -> None:
        """Put the cursor on a row, on the nearest one when it does not exist."""
        if self.visible:
            self.cursor = self.visible[max(0, min(row, len(self.visible) - 1))]

    def move_to_first_paper(self) -> None:
        """Put the cursor on the first paper that the filter leaves, or on the row that hides it."""
        first = self.paper_after(-1)
        if first is not None:
            self.cursor = first
            self.move_to_row(self.cursor_row)

    def reveal(self, node: int) -> None:
        """Put the cursor on a node, expanding what it is hidden in."""
        # Grouped, a library without papers has no nodes.
        ancestor = self.outline.parent[node] if len(self.outline) else -1
        collapsed = []
        while ancestor >= 0:
            if not self.is_expanded(ancestor):
                collapsed.append(ancestor)
            ancestor = self.outline.parent[ancestor]
        for ancestor in reversed(collapsed):
            self.set_expanded(ancestor, True)
        self.cursor = node

    def paper_after(self, node: int) -> int | None:
        """Return the next paper's node that the filter leaves, visible or not; None at the end."""
        papers = self.papers
        at = bisect_left(papers, node + 1)
        return papers[at] if at < len(papers) else None

    def paper_before(self, node: int) -> int | None:
        """Return the previous paper's node that the filter leaves; None at the beginning."""
        papers = self.papers
        at = bisect_left(papers, node) - 1
        return papers[at] if at >= 0 else None

    # Collapsing

    def set_expanded(self, node: int, is_expanded: bool) -> None:
        """Expand or collapse a node; a cursor that gets hidden moves to the collapsed node."""
        if self.outline.is_paper(node) or self.is_expanded(node) == is_expanded:
            return
        row = self.row_of(node)
        end = self.outline.end[node]
        is_visible = row < len(self.visible) and self.visible[row] == node
        if self.is_filtered:
            self._collapsed ^= {node}
            self._shown[node + 1 : end] = bytes(end - node - 1)
            if self._shown[node] and is_visible:
                self._shown[node] = _EXPANDED if is_expanded else _HIDDEN
        else:
            self._expanded[node] = is_expanded
        if not is_visible:
            return
        if is_expanded:
            self.visible[row + 1 : row + 1] = self._visible_between(node + 1, end)
        else:
            del self.visible[row + 1 : bisect_left(self.visible, end)]
            if node < self.cursor < end:
                self.cursor = node

    def toggle_all(self) -> None:
        """Collapse everything to the top rows; when it is, restore what was expanded before.

        The cursor returns to its row as well, unless it was moved meanwhile.
        """
        before = self.cursor
        restores = self._is_all_collapsed
        if self.is_filtered:
            collapsed = {node for node in self.visible if self._is_top(node)}
            self._collapsed = set() if restores else collapsed
            self._shown = bytearray(len(self.outline))
            self.visible = self._rows_of(self._matches)
            self.move_to_row(self.cursor_row)
        elif restores:
            everything = bytearray(b"\1") * len(self.outline)
            self._expanded = self._before_collapse_all or everything
            self._before_collapse_all = None
            self.visible = self._visible_between(0, len(self.outline))
            self.move_to_row(self.cursor_row)
        else:
            self.collapse_all()
        if not restores:
            self._cursor_when_collapsed = (self.cursor, before)
        elif self.cursor == self._cursor_when_collapsed[0]:
            self.reveal(self._cursor_when_collapsed[1])

    @property
    def _is_all_collapsed(self) -> bool:
        return not any(
            self._is_top(node) and self.outline.has_children(node) and self.is_expanded(node)
            for node in self.visible
        )

    def collapse_all(self) -> None:
        """Collapse everything to the top rows, below the only folder."""
        self._before_collapse_all = bytearray(self._expanded)
        for node in range(len(self.outline)):
            self._expanded[node] = not self._is_top(node)
        self.visible = self._visible_between(0, len(self.outline))
        self.move_to_row(self.cursor_row)

    def collapsed_paths(self) -> set[tuple[str, ...]]:
        """Return the collapsed nodes as the titles that lead to them, outermost first."""
        return {
            tuple(self.outline.titles_to(node))
            for node in range(len(self.outline))
            if not self._expanded[node] and not self.outline.is_paper(node)
        }

    def collapse_paths(self, paths: set[tuple[str, ...]]) -> None:
        """Collapse the nodes with these titles, as the rows of another outline had them."""
        outline = self.outline
        for node in range(len(outline)):
            self._expanded[node] = (
                not paths or outline.is_paper(node) or tuple(outline.titles_to(node)) not in paths
            )
        self.visible = self._visible_between(0, len(outline))
        self.move_to_row(self.cursor_row)

    def adopt(self, before: Rows, later: Mapping[int, int], *, collapses_new: bool) -> None:
        """Collapse what was collapsed in the rows of another outline.

        `later` has the nodes of the other outline that are in this one too. Of the others, the
        topics are collapsed if `collapses_new`.
        """
        outline = self.outline
        if collapses_new:
            self._expanded = bytearray(not self._is_top(node) for node in range(len(outline)))
        if before._before_collapse_all is not None:
            self._before_collapse_all = bytearray(b"\1") * len(outline)
        for old, new in later.items():
            self._expanded[new] = before._expanded[old]
            if before._before_collapse_all is not None and self._before_collapse_all is not None:
                self._before_collapse_all[new] = before._before_collapse_all[old]
        self.visible = self._visible_between(0, len(outline))
        if before.is_filtered:
            self.filter()
            self._collapsed = {later[node] for node in before._collapsed if node in later}

    def _is_top(self, node: int) -> bool:
        return not self.outline.is_paper(node) and not self.outline.is_only_root(node)

    def _visible_between(self, node: int, end: int) -> list[int]:
        if self.is_filtered:
            return self._rows_of(between(self._matches, node, end))
        visible = []
        is_expanded, ends = self._expanded, self.outline.end
        while node < end:
            visible.append(node)
            node = node + 1 if is_expanded[node] else ends[node]
        return visible

    # Filtering

    def filter(self) -> None:
        """Begin a filter that leaves nothing yet; `add_matches` adds what it leaves."""
        if not self.is_filtered:
            self._unfiltered = self.visible
        self._start_filter()
        self._collapsed = set()
        self._shown = bytearray(len(self.outline))
        self.visible = []

    def add_matches(self, positions: Iterable[int]) -> None:
        """Show these papers and the rows above them.

        When the outline is in the library's order, calls may follow one another with ascending
        positions; otherwise all positions must come in one call.
        """
        outline = self.outline
        if outline.is_in_library_order:
            nodes = [outline.papers[position] for position in positions]
        else:
            nodes = sorted(node for position in positions for node in outline.nodes_of(position))
        self._add_to_filter(nodes)
        self.visible += self._rows_of(nodes)

    def _rows_of(self, matches: Iterable[int]) -> list[int]:
        rows: list[int] = []
        append, shown, parents = rows.append, self._shown, self.outline.parent
        for match in matches:
            ancestor = parents[match]
            if ancestor < 0:
                append(match)
                continue
            state = shown[ancestor]
            if not state:
                chain = []
                while ancestor >= 0 and not shown[ancestor]:
                    chain.append(ancestor)
                    ancestor = parents[ancestor]
                state = shown[ancestor] if ancestor >= 0 else _EXPANDED
                for ancestor in reversed(chain):
                    if state == _EXPANDED:
                        append(ancestor)
                        state = _HIDDEN if ancestor in self._collapsed else _EXPANDED
                    shown[ancestor] = state
            if state == _EXPANDED:
                append(match)
        return rows

    def clear_filter(self) -> None:
        """End the filter; what is collapsed is as it was before it."""
        if self.is_filtered:
            self._end_filter()
            self.visible, self._unfiltered = self._unfiltered, []
            self._collapsed = set()
