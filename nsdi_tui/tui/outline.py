"""The sidebar's rows: digests, topics and papers in one flat preorder, with folds and a filter.

A node is an index into arrays that stand in the order of the outline (`parent`, `depth`, `end` of
its subtree), so that folding splices a list of integers and a filter costs what its hits cost.
Nothing here knows the screen.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.digest.model import Digest, Paper, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Group:
    """A row that gathers papers by something else than their topic: an institution, a venue."""

    title: str
    papers: tuple[Paper, ...]


Item: TypeAlias = "Digest | Topic | Group | Paper"
Children: TypeAlias = "Sequence[Topic | Paper]"

# What a filter has made of a node above its hits; 0 while no hit below it has come.
_OPEN, _HIDDEN = 1, 2


class Outline:
    """Rows over papers: `rows` holds the visible nodes, ascending; `cursor` is one of the nodes.

    A position is a paper's index among all papers of the digests. A paper may stand under several
    groups: it then has several nodes.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.parent = array("i")
        self.depth = array("H")
        self.end = array("i")
        self.position = array("i")
        self.rows: list[int] = []
        self.cursor = 0
        self.filtered = False
        self.takes_slices = True
        self._nodes: dict[int, list[int]] | None = None
        self._papers = array("i")
        self._open = bytearray()
        self._hits: list[int] = []
        self._shown = bytearray()
        self._closed: set[int] = set()
        self._unfiltered_rows: list[int] = []
        self._folds: bytearray | None = None

    @classmethod
    def of_digests(
        cls,
        digests: Sequence[Digest],
        arrange: Callable[[Children], Children] | None = None,
    ) -> Outline:
        """Build rows from the digests' own topics; `arrange` reorders children of one parent."""
        outline = cls()
        if arrange is None:
            numbers = count()

            def place(paper: Paper) -> int:  # noqa: ARG001
                return next(numbers)
        else:
            papers = (paper for digest in digests for paper in digest.papers)
            positions = {id(paper): position for position, paper in enumerate(papers)}

            def place(paper: Paper) -> int:
                return positions[id(paper)]

        def add_all(children: Children, parent: int, depth: int) -> None:
            for child in arrange(children) if arrange else children:
                if isinstance(child, Paper):
                    outline._add(child, parent, depth, place(child))
                else:
                    node = outline._add(child, parent, depth)
                    add_all(child.children, node, depth + 1)
                    outline.end[node] = len(outline.items)

        for digest in digests:
            root = outline._add(digest, -1, 0)
            add_all(digest.children, root, 1)
            outline.end[root] = len(outline.items)
        outline._finish()
        return outline

    @classmethod
    def of_groups(
        cls, groups: Iterable[tuple[str, Sequence[int]]], papers: Sequence[Paper]
    ) -> Outline:
        """Build rows from titled groups of positions; a group without a title adds no row."""
        outline = cls()
        for title, positions in groups:
            node, depth = -1, 0
            if title:
                members = tuple(papers[position] for position in positions)
                node, depth = outline._add(Group(title, members), -1, 0), 1
            for position in positions:
                outline._add(papers[position], node, depth, position)
            if title:
                outline.end[node] = len(outline.items)
        outline._finish()
        return outline

    def _add(self, item: Item, parent: int, depth: int, position: int = -1) -> int:
        node = len(self.items)
        self.items.append(item)
        self.parent.append(parent)
        self.depth.append(depth)
        self.end.append(node + 1)
        self.position.append(position)
        if position >= 0:
            self.takes_slices &= position == len(self._papers)
            self._papers.append(node)
        return node

    def _finish(self) -> None:
        self._open = bytearray(b"\1") * len(self.items)
        self.rows = self._visible_between(0, len(self.items))

    # What stands where

    def __len__(self) -> int:
        return len(self.items)

    def is_paper(self, node: int) -> bool:
        """Whether this node is a paper, not a digest, topic or group."""
        return self.position[node] >= 0

    def is_open(self, node: int) -> bool:
        """Whether the children of this node are shown."""
        return node not in self._closed if self.filtered else bool(self._open[node])

    def nodes_of(self, position: int) -> list[int]:
        """Return every node of the paper at this position, in the order of the outline."""
        if self._nodes is None:
            self._nodes = {}
            for node in self._papers:
                self._nodes.setdefault(self.position[node], []).append(node)
        return self._nodes.get(position, [])

    def positions_below(self, node: int) -> list[int]:
        """Return the positions of the papers at or below this node that the filter leaves."""
        papers = self._hits if self.filtered else self._papers
        return [
            self.position[at]
            for at in papers[bisect_left(papers, node) : bisect_left(papers, self.end[node])]
        ]

    def count_below(self, node: int) -> int:
        """How many papers below this node the filter leaves."""
        papers = self._hits if self.filtered else self._papers
        return bisect_left(papers, self.end[node]) - bisect_left(papers, node)

    def count_of(self, nodes: Sequence[int], node: int) -> int:
        """How many of these nodes, ascending, are below this one and left by the filter."""
        below = nodes[bisect_left(nodes, node) : bisect_left(nodes, self.end[node])]
        if not self.filtered:
            return len(below)
        hits = self._hits
        places = ((bisect_left(hits, each), each) for each in below)
        return sum(1 for at, each in places if at < len(hits) and hits[at] == each)

    def row_of(self, node: int) -> int:
        """The row where this node is, or where its nearest visible ancestor or predecessor is."""
        row = bisect_left(self.rows, node)
        if row < len(self.rows) and self.rows[row] == node:
            return row
        return max(0, row - 1)

    @property
    def cursor_row(self) -> int:
        """The cursor's row; 0 when there are no rows."""
        return self.row_of(self.cursor)

    # Moving

    def move_to_row(self, row: int) -> None:
        """Put the cursor on a row, on the nearest one where there is none."""
        if self.rows:
            self.cursor = self.rows[max(0, min(row, len(self.rows) - 1))]

    def reveal(self, node: int) -> None:
        """Put the cursor on a node, opening what it is folded into."""
        ancestor = self.parent[node]
        folded = []
        while ancestor >= 0:
            if not self.is_open(ancestor):
                folded.append(ancestor)
            ancestor = self.parent[ancestor]
        for ancestor in reversed(folded):
            self.set_open(ancestor, True)
        self.cursor = node

    def paper_after(self, node: int) -> int | None:
        """Return the next paper's node that the filter leaves, folded or not; None at the end."""
        papers = self._hits if self.filtered else self._papers
        at = bisect_left(papers, node + 1)
        return papers[at] if at < len(papers) else None

    def paper_before(self, node: int) -> int | None:
        """Return the previous paper's node that the filter leaves; None at the beginning."""
        papers = self._hits if self.filtered else self._papers
        at = bisect_left(papers, node) - 1
        return papers[at] if at >= 0 else None

    # Folding

    def set_open(self, node: int, is_open: bool) -> None:
        """Fold or unfold a node; a cursor that gets hidden moves to the folded node."""
        if self.is_paper(node) or self.is_open(node) == is_open:
            return
        row = self.row_of(node)
        end = self.end[node]
        is_visible = row < len(self.rows) and self.rows[row] == node
        if self.filtered:
            self._closed ^= {node}
            self._shown[node + 1 : end] = bytes(end - node - 1)
            if self._shown[node] and is_visible:
                self._shown[node] = _OPEN if is_open else _HIDDEN
        else:
            self._open[node] = is_open
        if not is_visible:
            return
        if is_open:
            self.rows[row + 1 : row + 1] = self._visible_between(node + 1, end)
        else:
            del self.rows[row + 1 : bisect_left(self.rows, end)]
            if node < self.cursor < end:
                self.cursor = node

    def toggle_all(self) -> None:
        """Fold everything to the top topics; the second time, bring the folds back."""
        if self.filtered:
            closed = {node for node in self.rows if self._folds_to_top(node)}
            self._closed = set() if self._closed else closed
            self._shown = bytearray(len(self.items))
            self.rows = self._hit_rows(self._hits)
        elif self._folds is None:
            self.fold_to_top()
            return
        else:
            self._open, self._folds = self._folds, None
            self.rows = self._visible_between(0, len(self.items))
        self.move_to_row(self.cursor_row)

    def fold_to_top(self) -> None:
        """Fold all but a digest that stands alone, so that the top topics are what is seen."""
        self._folds = bytearray(self._open)
        for node in range(len(self.items)):
            self._open[node] = not self._folds_to_top(node)
        self.rows = self._visible_between(0, len(self.items))
        self.move_to_row(self.cursor_row)

    def folded_paths(self) -> set[tuple[str, ...]]:
        """Return the folded nodes by their titles, from the outermost inward."""
        return {
            self._path(node)
            for node in range(len(self.items))
            if not self._open[node] and not self.is_paper(node)
        }

    def fold_paths(self, paths: set[tuple[str, ...]]) -> None:
        """Fold the nodes that have these titles, as another outline had them folded."""
        for node in range(len(self.items)):
            self._open[node] = self.is_paper(node) or self._path(node) not in paths
        self.rows = self._visible_between(0, len(self.items))
        self.move_to_row(self.cursor_row)

    def _path(self, node: int) -> tuple[str, ...]:
        titles = []
        while node >= 0:
            titles.append(self.items[node].title)
            node = self.parent[node]
        return tuple(reversed(titles))

    def _folds_to_top(self, node: int) -> bool:
        stands_alone = isinstance(self.items[node], Digest) and self.end[0] == len(self.items)
        return not self.is_paper(node) and not stands_alone

    def _visible_between(self, node: int, end: int) -> list[int]:
        if self.filtered:
            hits = self._hits
            return self._hit_rows(hits[bisect_left(hits, node) : bisect_left(hits, end)])
        rows = []
        is_open, ends = self._open, self.end
        while node < end:
            rows.append(node)
            node = node + 1 if is_open[node] else ends[node]
        return rows

    # Filtering

    def filter(self) -> None:
        """Begin a filter that leaves nothing yet; `add_hits` says what it leaves."""
        if not self.filtered:
            self._unfiltered_rows = self.rows
            self.filtered = True
        self._hits = []
        self._closed = set()
        self._shown = bytearray(len(self.items))
        self.rows = []

    def add_hits(self, positions: Iterable[int]) -> None:
        """Show these papers and the rows above them.

        Where `takes_slices`, calls may follow one another with ascending positions; otherwise all
        positions must come in one call.
        """
        if self.takes_slices:
            nodes = [self._papers[position] for position in positions]
        else:
            nodes = sorted(node for position in positions for node in self.nodes_of(position))
        self._hits += nodes
        self.rows += self._hit_rows(nodes)

    def _hit_rows(self, hits: Iterable[int]) -> list[int]:
        rows: list[int] = []
        append, shown, parents = rows.append, self._shown, self.parent
        for hit in hits:
            ancestor = parents[hit]
            if ancestor < 0:
                append(hit)
                continue
            state = shown[ancestor]
            if not state:
                chain = []
                while ancestor >= 0 and not shown[ancestor]:
                    chain.append(ancestor)
                    ancestor = parents[ancestor]
                state = shown[ancestor] if ancestor >= 0 else _OPEN
                for ancestor in reversed(chain):
                    if state == _OPEN:
                        append(ancestor)
                        state = _HIDDEN if ancestor in self._closed else _OPEN
                    shown[ancestor] = state
            if state == _OPEN:
                append(hit)
        return rows

    def clear_filter(self) -> None:
        """Leave the filter; the folds are as they were before it."""
        if self.filtered:
            self.filtered = False
            self.rows = self._unfiltered_rows
            self._hits, self._unfiltered_rows = [], []
            self._closed = set()
