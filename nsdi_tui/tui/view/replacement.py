"""Another library in place of the one that is shown: prepared in any thread, then shown at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.tui.view.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.library import Library
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.query import Query
    from nsdi_tui.tui.view.arrangement import Arrangement
    from nsdi_tui.tui.view.live_filter import LiveFilter
    from nsdi_tui.tui.view.outline import Item, Outline
    from nsdi_tui.tui.view.paper_state import PaperState


@dataclass(frozen=True, slots=True)
class Replacement:
    """A library with all that takes time to compute: its outline, and what the query matches."""

    library: Library
    arrangement: Arrangement
    query: Query | None
    live_filter: LiveFilter
    outline: Outline
    read_nodes: list[int]

    @classmethod
    def prepare(
        cls,
        library: Library,
        arrangement: Arrangement,
        query: Query | None,
        before: Corpus | None,
        state: PaperState,
    ) -> Replacement:
        """Prepare a library for a view with this arrangement and query.

        `before` is the corpus of the library that it replaces, if there is one.
        """
        from nsdi_tui.finding.corpus import Corpus
        from nsdi_tui.tui.view.live_filter import LiveFilter

        library.prepare_places()
        corpus = Corpus(library, before)
        live_filter = LiveFilter(corpus, state.status)
        if query is not None:
            live_filter.start(query)
            live_filter.step(float("inf"))
        outline = arrangement.outline(corpus, query, live_filter.positions, state.status)
        nodes = state.read_nodes(outline)
        return cls(library, arrangement, query, live_filter, outline, nodes)

    def rows(self, before: Rows, anchor: int, *, collapses_new: bool) -> tuple[Rows, int]:
        """Return rows that are collapsed as others were, with the cursor on the same row.

        Also return the node that `anchor` has become. With `collapses_new`, topics that were not
        there before are collapsed.
        """
        rows = Rows(self.outline)
        nodes = _NodeMap(before.outline, self.outline, self.library)
        rows.adopt(before, nodes.topics, collapses_new=collapses_new)
        rows.cursor = nodes.find(before.cursor) or 0
        return rows, nodes.find(anchor) or 0


def is_about_the_same(before: Item | None, after: Item | None) -> bool:
    """Whether two rows have the same paper or topic, perhaps with other content."""
    if before is None or after is None or type(before) is not type(after):
        return False
    if isinstance(before, Paper) and isinstance(after, Paper):
        return before.keys == after.keys
    return before.title == after.title


class _NodeMap:
    """Finds the nodes of an outline in a later one: papers by their keys, others by their titles.

    `topics` has the nodes that are no papers, each with its node in the later outline.
    """

    def __init__(self, before: Outline, after: Outline, library: Library) -> None:
        self._before = before
        self._after = after
        self._library = library
        nodes = {key: node for node, key in _keys(after)}
        self.topics = {node: nodes[key] for node, key in _keys(before) if key in nodes}

    def find(self, node: int) -> int | None:
        """Return the later node; None when it and all that it was in are gone."""
        before = self._before
        if not 0 <= node < len(before):
            return None
        item = before.items[node]
        if isinstance(item, Paper):
            position = self._position(item, before.position[node])
            nodes = self._after.nodes_of(position) if position is not None else []
            if nodes:
                parent = self.topics.get(before.parent[node])
                return next((at for at in nodes if self._after.parent[at] == parent), nodes[0])
            node = before.parent[node]
        while node >= 0 and node not in self.topics:
            node = before.parent[node]
        return self.topics.get(node)

    def _position(self, paper: Paper, before: int) -> int | None:
        """Return the position of a paper; of one in several places, the one it had or the first."""
        papers = self._library.papers
        if before < len(papers) and papers[before].keys == paper.keys:
            return before
        return self._library.find(paper.keys)


def _keys(outline: Outline) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the nodes that are no papers, with their titles and those above them.

    Of several with the same titles, each has its number. A digest goes by its source: its title
    may only be known when its first part is read.
    """
    keys: dict[int, tuple[object, ...]] = {-1: ()}
    count: Counter[tuple[object, ...]] = Counter()
    for node, item in enumerate(outline.items):
        if not isinstance(item, Paper):
            name = item.source if isinstance(item, Digest) else item.title
            key = (*keys[outline.parent[node]], name)
            keys[node] = (*key, count[key])
            count[key] += 1
            yield node, keys[node]
