"""The row of the cursor: what it shows, and the papers at or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.library import Folder
from nsdi_tui.digest.model import Digest, Paper, Topic

if TYPE_CHECKING:
    from nsdi_tui.digest.library import Library
    from nsdi_tui.tui.view.outline import Item
    from nsdi_tui.tui.view.rows import Rows


class CurrentRow:
    """The row that the cursor is on. Without any rows it has no item."""

    __slots__ = ("_library", "_rows", "item", "node")

    def __init__(self, library: Library, rows: Rows) -> None:
        self._library = library
        self._rows = rows
        self.node = rows.cursor
        self.item: Item | None = rows.outline.items[self.node] if rows.visible else None

    @property
    def paper(self) -> Paper | None:
        """The paper of the row, None on other rows."""
        return self.item if isinstance(self.item, Paper) else None

    @property
    def title(self) -> str:
        """The title of the row, empty without rows."""
        return self.item.title if self.item is not None else ""

    @property
    def line(self) -> int:
        """The line of the row in its digest's file."""
        return self.item.line if isinstance(self.item, (Paper, Topic)) else 1

    @property
    def position(self) -> int | None:
        """The position of the paper under the cursor, also while the filter hides it."""
        outline = self._rows.outline
        if not len(outline) or not outline.is_paper(self.node):
            return None
        return outline.position[self.node]

    @property
    def positions(self) -> list[int]:
        """The positions of the paper, or of the papers that the filter leaves of the topic."""
        return self._rows.positions_below(self.node) if self.item is not None else []

    @property
    def topics(self) -> list[str]:
        """The titles of the topics above the row, outermost first."""
        outline = self._rows.outline
        titles = list(outline.joined.get(self.node, ()))[::-1]
        node = outline.parent[self.node]
        while node >= 0:
            if not isinstance(outline.items[node], Digest) and not outline.is_only_root(node):
                titles += [outline.items[node].title, *outline.joined.get(node, ())[::-1]]
            node = outline.parent[node]
        return titles[::-1]

    @property
    def digest(self) -> Digest:
        """The digest of the row; the first one for a folder, or a group over several."""
        position = self.position
        if position is not None:
            return self._library.digest_of(position)
        outline, node = self._rows.outline, self.node
        while len(outline) and node >= 0:
            item = outline.items[node]
            if isinstance(item, Digest):
                return item
            if isinstance(item, Folder):
                return next(item.digests)
            node = outline.parent[node]
        return self._library.digests[0]
