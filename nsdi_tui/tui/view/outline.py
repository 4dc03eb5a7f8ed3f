"""Digests, topics, groups and papers in one flat preorder: the nodes that rows are made of.

A node is an index into arrays that are in the order of the outline (`parent`, `depth`, `end` of its
subtree), so that collapsing splices a list of integers and a filter costs what its matches cost.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.digest.library import Folder
from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.tui.view.repeats import Repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nsdi_tui.digest.library import Library


@dataclass(frozen=True, slots=True)
class Group:
    """A row that groups papers by something other than their topic: an organization, a venue."""

    title: str
    papers: tuple[Paper, ...]


Item: TypeAlias = "Folder | Digest | Topic | Group | Paper"


class Outline:
    """The tree of one arrangement. It does not change once it is built.

    A paper's `position` is its position in the library, -1 for other nodes. A paper may be in
    several groups: it then has several nodes.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.parent = array("i")
        self.depth = array("H")
        self.end = array("i")
        self.position = array("i")
        self.papers = array("i")
        """The nodes of the papers, ascending."""
        self.is_in_library_order = True
        self.joined: dict[int, tuple[str, ...]] = {}
        """The titles of the topics that a topic's row has in front of its own, outermost first."""
        self._nodes: dict[int, list[int]] | None = None
        self.repeats = Repeats(self.parent, self.position)

    @classmethod
    def of_library(cls, library: Library) -> Outline:
        """Return the outline of the digests' own topics, in their own order.

        A single digest has no row. Topics without papers, notes and links have none either, and a
        topic whose only child is a topic joins it in one row.
        """
        outline = cls()

        def add_all(children: Sequence[Topic | Paper], parent: int, depth: int) -> None:
            for child in children:
                if isinstance(child, Paper):
                    outline._add(child, parent, depth, len(outline.papers))
                elif not _is_empty(child):
                    topic, outer = _join(child)
                    node = outline._add(topic, parent, depth)
                    if outer:
                        outline.joined[node] = outer
                    add_all(topic.children, node, depth + 1)
                    outline.end[node] = len(outline.items)

        def add_folder(content: Folder | Digest, parent: int, depth: int) -> None:
            node = outline._add(content, parent, depth)
            if isinstance(content, Folder):
                for below in content.children:
                    add_folder(below, node, depth + 1)
            else:
                add_all(content.children, node, depth + 1)
            outline.end[node] = len(outline.items)

        if len(library.roots) == 1 and isinstance(only := library.roots[0], Digest):
            add_all(only.children, -1, 0)
            return outline
        for root in library.roots:
            add_folder(root, -1, 0)
        return outline

    @classmethod
    def of_groups(
        cls, groups: Iterable[tuple[str, Sequence[int]]], papers: Sequence[Paper]
    ) -> Outline:
        """Return the outline of titled groups of positions; one without a title adds no row."""
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
        return outline

    def find_repeats(self, library: Library) -> None:
        """Find the papers that have several entries, as soon as the library has found them."""
        if library.can_show_places:
            self.repeats = Repeats(self.parent, self.position)
            self.repeats.find(library, self.nodes_of, self.group_of)

    def rearranged(self, arrange: Callable[[list[int]], list[int]]) -> Outline:
        """Return an outline of the same nodes, the children of each parent in another order.

        `arrange` is given the nodes of the children. The digests keep their order.
        """
        outline = Outline()

        def add_all(nodes: Iterable[int], parent: int, depth: int) -> None:
            for node in nodes:
                new = outline._add(self.items[node], parent, depth, self.position[node])
                if node in self.joined:
                    outline.joined[new] = self.joined[node]
                add_all(arrange(list(self.children(node))), new, depth + 1)
                outline.end[new] = len(outline.items)

        roots = list(self.roots())
        if not any(isinstance(self.items[node], (Folder, Digest)) for node in roots):
            roots = arrange(roots)
        add_all(roots, -1, 0)
        return outline

    def _add(self, item: Item, parent: int, depth: int, position: int = -1) -> int:
        node = len(self.items)
        self.items.append(item)
        self.parent.append(parent)
        self.depth.append(depth)
        self.end.append(node + 1)
        self.position.append(position)
        if position >= 0:
            self.is_in_library_order &= position == len(self.papers)
            self.papers.append(node)
        return node

    def __len__(self) -> int:
        return len(self.items)

    def is_paper(self, node: int) -> bool:
        """Whether this node is a paper, not a digest, topic or group."""
        return self.position[node] >= 0

    def has_children(self, node: int) -> bool:
        """Whether anything is below this node."""
        return self.end[node] > node + 1

    def children(self, node: int) -> Iterator[int]:
        """Yield the nodes directly below this one, in order."""
        return self._siblings(node + 1, self.end[node])

    def roots(self) -> Iterator[int]:
        """Yield the nodes without a parent, in order."""
        return self._siblings(0, len(self.items))

    def _siblings(self, node: int, end: int) -> Iterator[int]:
        while node < end:
            yield node
            node = self.end[node]

    def nodes_of(self, position: int) -> list[int]:
        """Return every node of the paper at this position, in the order of the outline."""
        if self.is_in_library_order:
            return [self.papers[position]] if position < len(self.papers) else []
        if self._nodes is None:
            self._nodes = {}
            for node in self.papers:
                self._nodes.setdefault(self.position[node], []).append(node)
        return self._nodes.get(position, [])

    def find_again(self, before: Outline, node: int) -> int | None:
        """Return the node of the paper, topic or group that a node of another outline has.

        Both are of the same library. Groups are the same when they have the same title.
        """
        if not len(before):
            return None
        if before.is_paper(node):
            return next(iter(self.nodes_of(before.position[node])), None)
        item = before.items[node]
        title = item.title if isinstance(item, Group) else None
        for at, other in enumerate(self.items):
            if other is item or (title and isinstance(other, Group) and other.title == title):
                return at
        return None

    def group_of(self, node: int) -> int:
        """Return the node of the group that this node is in, -1 if it is in none."""
        while self.parent[node] >= 0:
            node = self.parent[node]
        return node if isinstance(self.items[node], Group) else -1

    def titles_to(self, node: int) -> list[str]:
        """Return the titles of the nodes above this one and its own, outermost first."""
        titles: list[str] = []
        while node >= 0:
            titles += [self.items[node].title, *self.joined.get(node, ())[::-1]]
            node = self.parent[node]
        return titles[::-1]

    def is_only_root(self, node: int) -> bool:
        """Whether this node is the one folder that has everything."""
        return node == 0 and isinstance(self.items[0], Folder) and self.end[0] == len(self.items)


def between(nodes: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Return those of these nodes, ascending, that are in `[start, end)`."""
    return nodes[bisect_left(nodes, start) : bisect_left(nodes, end)]


def _is_empty(topic: Topic) -> bool:
    """Return whether a topic has nothing to show: no papers, notes or links, at any depth."""
    return not (
        topic.notes
        or topic.links
        or any(isinstance(child, Paper) or not _is_empty(child) for child in topic.children)
    )


def _join(topic: Topic) -> tuple[Topic, tuple[str, ...]]:
    """Return the innermost topic that shares a row with this one, and the titles before its own."""
    outer: tuple[str, ...] = ()
    while not (topic.notes or topic.links):
        children = [
            child for child in topic.children if isinstance(child, Paper) or not _is_empty(child)
        ]
        if len(children) != 1 or isinstance(only := children[0], Paper):
            break
        topic, outer = only, (*outer, topic.title)
    return topic, outer
