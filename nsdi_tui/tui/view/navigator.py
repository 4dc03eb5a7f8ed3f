"""Moving the cursor over rows, and collapsing and expanding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.view.changed import Changed

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.tui.view.rows import Rows


class Navigator:
    """Moves the cursor of some rows. Its methods return what changed on the screen.

    `has_moved` says whether the user moved the cursor since it was last reset.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.has_moved = False

    def move_to_row(self, row: int) -> Changed:
        """Put the cursor on a row, on the nearest one when it does not exist."""
        self.rows.move_to_row(row)
        return self._moved()

    def move(self, rows: int) -> Changed:
        """Move the cursor by rows."""
        return self.move_to_row(self.rows.cursor_row + rows)

    def move_to_paper(self, step: int) -> Changed:
        """Move the cursor to the next paper that the filter leaves (1) or the previous one (-1)."""
        rows = self.rows
        node = (
            rows.paper_after(self.rows.cursor) if step > 0 else rows.paper_before(self.rows.cursor)
        )
        return self._move_to_node(node) if node is not None else Changed.NOTHING

    def move_to_topic(self, step: int) -> Changed:
        """Move the cursor to the next row that is no paper (1) or the previous one (-1)."""
        rows = self.rows
        row = rows.cursor_row + step
        while 0 <= row < len(rows.visible):
            if not rows.outline.is_paper(rows.visible[row]):
                return self.move_to_row(row)
            row += step
        return Changed.NOTHING

    def move_to_position(self, position: int) -> Changed:
        """Move the cursor to the paper at this position, unless the filter leaves it out.

        Of several rows with the paper, one below the current row is preferred.
        """
        rows = self.rows
        nodes = [node for node in rows.outline.nodes_of(position) if rows.leaves(node)]
        here = rows.cursor
        below = [node for node in nodes if here <= node < rows.outline.end[here]]
        return self._move_to_node((below or nodes)[0]) if nodes else Changed.NOTHING

    def _move_to_node(self, node: int) -> Changed:
        before = len(self.rows.visible)
        self.rows.reveal(node)
        is_same = len(self.rows.visible) == before
        return self._moved() | (Changed.NOTHING if is_same else Changed.ROWS)

    def _moved(self) -> Changed:
        self.has_moved = True
        return Changed.CURSOR | Changed.PAGE

    def move_to_digest(self, digest: Digest) -> Changed:
        """Move the cursor to the row of a digest, if the arrangement has one."""
        for node, item in enumerate(self.rows.outline.items):
            if item is digest:
                self.rows.reveal(node)
                return self._moved()
        return Changed.NOTHING

    # Collapsing

    def toggle(self) -> Changed:
        """Collapse or expand the current row."""
        return self._set_expanded(not self.rows.is_expanded(self.rows.cursor))

    def _set_expanded(self, is_expanded: bool) -> Changed:
        self.rows.set_expanded(self.rows.cursor, is_expanded)
        return Changed.ROWS

    def collapse(self) -> Changed:
        """Collapse the current row, or move to its parent when there is nothing to collapse."""
        rows, node = self.rows, self.rows.cursor
        if not rows.visible:
            return Changed.NOTHING
        if rows.outline.has_children(node) and rows.is_expanded(node):
            return self._set_expanded(False)
        parent = rows.outline.parent[node]
        return self.move_to_row(rows.row_of(parent)) if parent >= 0 else Changed.NOTHING

    def expand(self) -> Changed:
        """Expand the current row, or move to its first child when it is expanded."""
        rows, node = self.rows, self.rows.cursor
        if not rows.visible or rows.outline.is_paper(node):
            return Changed.NOTHING
        if not rows.is_expanded(node):
            return self._set_expanded(True)
        return self.move(1) if rows.outline.has_children(node) else Changed.NOTHING

    def toggle_all(self) -> Changed:
        """Collapse everything to the top topics, or restore what was expanded before."""
        before = self.rows.cursor
        self.rows.toggle_all()
        return Changed.ROWS | (Changed.PAGE if self.rows.cursor != before else Changed.NOTHING)
