"""Where the user is in a list, as values that can be kept until the list is opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast, get_args

from nsdi_tui.tui.view.arrangement import USUAL, Arrangement
from nsdi_tui.tui.view.changed import Changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nsdi_tui.finding.grouping import Grouping
    from nsdi_tui.finding.order import Order
    from nsdi_tui.tui.view.browse_view import BrowseView

MOST_COLLAPSED = 1_000
"""Of more collapsed topics the rest is forgotten."""


@dataclass(frozen=True, slots=True)
class Place:
    """The current row, what is collapsed, the query and the arrangement.

    The row is a paper by its keys, or a topic by the titles that lead to it, as are the collapsed
    topics.
    """

    paper: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    collapsed: frozenset[tuple[str, ...]] = frozenset()
    query: str = ""
    arrangement: Arrangement = USUAL

    def as_json(self) -> dict[str, Any]:
        """Return the place as values of JSON."""
        return {
            "paper": list(self.paper),
            "topic": list(self.topic),
            "collapsed": sorted(list(path) for path in self.collapsed),
            "query": self.query,
            "grouping": self.arrangement.grouping,
            "order": self.arrangement.order,
            "reverses_groups": self.arrangement.reverses_groups,
            "reverses_order": self.arrangement.reverses_order,
        }

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Place:
        """Return the place in these values; what is missing or damaged has its default."""
        query, collapsed = values.get("query"), values.get("collapsed")
        return cls(
            _texts(values.get("paper")),
            _texts(values.get("topic")),
            frozenset(map(_texts, collapsed) if isinstance(collapsed, list) else ()) - {()},
            query if isinstance(query, str) else "",
            _arrangement(values),
        )


def _arrangement(values: Mapping[str, Any]) -> Arrangement:
    grouping, order = values.get("grouping", "topic"), values.get("order", "digest")
    if (grouping, order) != ("topic", "digest"):
        from nsdi_tui.finding.grouping import Grouping
        from nsdi_tui.finding.order import Order

        grouping = grouping if grouping in get_args(Grouping) else "topic"
        order = order if order in get_args(Order) else "digest"
    return Arrangement(
        cast("Grouping", grouping),
        cast("Order", order),
        values.get("reverses_groups") is True,
        values.get("reverses_order") is True,
    )


def _texts(value: object) -> tuple[str, ...]:
    is_list = isinstance(value, list) and all(isinstance(text, str) for text in value)
    return tuple(cast("list[str]", value)) if is_list else ()


def place_of(view: BrowseView, query: str) -> Place:
    """Return where the user is; `query` is the text of the filter box."""
    rows, paper = view.rows, view.current.paper
    topic = () if paper is not None or not rows.visible else rows.outline.titles_to(rows.cursor)
    return Place(
        paper.keys if paper is not None else (),
        tuple(topic),
        frozenset(sorted(rows.collapsed_paths())[:MOST_COLLAPSED]),
        query,
        view.arrangement,
    )


def go_to(view: BrowseView, place: Place) -> Changed:
    """Arrange, collapse and filter the rows as they were, and move to the row.

    What the list no longer has is passed over.
    """
    arrange(view, place.arrangement)
    view.rows.collapse_paths(set(place.collapsed))
    if place.query:
        view.filter(place.query)
        while view.is_searching:
            view.search_further(1.0)
    return move_back(view, place)


def move_back(view: BrowseView, place: Place) -> Changed:
    """Move to the row of a place, if the list has it."""
    nodes = _nodes_of(view, place)
    if nodes:
        view.rows.reveal(nodes[0])
    return Changed.ROWS | Changed.STATE | Changed.PAGE


def arrange(view: BrowseView, arrangement: Arrangement) -> Changed:
    """Group and sort the papers like this, as far as the list can be."""
    if arrangement == USUAL:
        return Changed.NOTHING
    from nsdi_tui.finding.grouping import groupings
    from nsdi_tui.finding.order import orders

    corpus = view.live_filter.corpus
    if arrangement.grouping not in groupings(corpus):
        arrangement = replace(arrangement, grouping="topic", reverses_groups=False)
    if arrangement.order not in orders(corpus):
        arrangement = replace(arrangement, order="digest", reverses_order=False)
    return view.arrange(arrangement)


def _nodes_of(view: BrowseView, place: Place) -> list[int]:
    """Return the nodes of the paper or the topic that the filter leaves."""
    outline = view.rows.outline
    if place.paper:
        position = view.library.find(place.paper)
        nodes = outline.nodes_of(position) if position is not None else []
        left = set(view.rows.papers) if view.query is not None else set(nodes)
        return [node for node in nodes if node in left]
    wanted = list(place.topic)
    topics = (node for node in range(len(outline)) if not outline.is_paper(node))
    found = (node for node in topics if list(outline.titles_to(node)) == wanted)
    return [node for node in found if view.rows.count_below(node)][:1]
