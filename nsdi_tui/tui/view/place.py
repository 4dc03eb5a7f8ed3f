"""Where the user is in a list, as values that can be kept until the list is opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

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
    grouping: Grouping = "topic"
    order: Order = "digest"

    def as_json(self) -> dict[str, Any]:
        """Return the place as values of JSON."""
        return {
            "paper": list(self.paper),
            "topic": list(self.topic),
            "collapsed": sorted(list(path) for path in self.collapsed),
            "query": self.query,
            "grouping": self.grouping,
            "order": self.order,
        }

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Place:
        """Return the place in these values; what is missing or damaged has its default."""
        query, grouping, order = (values.get(name) for name in ("query", "grouping", "order"))
        is_usual = (grouping, order) == ("topic", "digest")
        collapsed = values.get("collapsed")
        return cls(
            _texts(values.get("paper")),
            _texts(values.get("topic")),
            frozenset(map(_texts, collapsed) if isinstance(collapsed, list) else ()) - {()},
            query if isinstance(query, str) else "",
            *(("topic", "digest") if is_usual else _arrangement(grouping, order)),
        )


def _arrangement(grouping: object, order: object) -> tuple[Grouping, Order]:
    from nsdi_tui.finding.grouping import Grouping
    from nsdi_tui.finding.order import Order

    return (
        cast("Grouping", grouping) if grouping in get_args(Grouping) else "topic",
        cast("Order", order) if order in get_args(Order) else "digest",
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
        view.arrangement.grouping,
        view.arrangement.order,
    )


def go_to(view: BrowseView, place: Place) -> Changed:
    """Arrange, collapse and filter the rows as they were, and move to the row.

    What the list no longer has is passed over.
    """
    arrange(view, place)
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


def arrange(view: BrowseView, place: Place) -> Changed:
    """Group and sort the papers as at a place, as far as the list can be."""
    from nsdi_tui.finding.grouping import groupings
    from nsdi_tui.finding.order import orders
    from nsdi_tui.tui.view.arrangement import Arrangement

    if (place.grouping, place.order) == ("topic", "digest"):
        return Changed.NOTHING
    corpus = view.live_filter.corpus
    grouping = place.grouping if place.grouping in groupings(corpus) else "topic"
    order = place.order if place.order in orders(corpus) else "digest"
    return view.arrange(Arrangement(grouping, order))


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
