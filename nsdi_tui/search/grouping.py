"""Groupings of papers other than the digest's topics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.search.folding import fold
from nsdi_tui.search.status import NO_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.search.index import Index
    from nsdi_tui.search.status import StatusOf

Grouping: TypeAlias = Literal["topic", "organization", "venue", "status", "none"]

GROUPINGS: tuple[Grouping, ...] = ("topic", "organization", "venue", "status", "none")

_NO_ORGANIZATION = "No institution told"
_NO_VENUE = "No venue told"
_STATES = ("starred", "unread", "read")


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """A title and the positions of the papers below it; no title for a plain list."""

    title: str
    positions: tuple[int, ...]


def groups(
    index: Index, positions: Iterable[int], grouping: Grouping, status: StatusOf = None
) -> list[PaperGroup]:
    """Group papers, keeping their order within a group.

    A paper stands under each of its organizations; organizations with more papers come first, then
    by name. Venues come with their years, by name; the status is starred, unread or read, a
    starred paper once, under that. "none" is one group without a title; "topic" is the digests'
    own and not made here.
    """
    if grouping in ("none", "topic"):
        return [PaperGroup("", tuple(positions))]
    members: dict[str, list[int]] = {}
    for position in positions:
        for title in _titles(index, position, grouping, status):
            members.setdefault(title, []).append(position)
    found = [PaperGroup(title, tuple(own)) for title, own in members.items()]
    if grouping == "status":
        return sorted(found, key=lambda group: _STATES.index(group.title.lower()))
    if grouping == "venue":
        return sorted(found, key=lambda group: (group.title == _NO_VENUE, fold(group.title)))
    sizes = Counter({group.title: len(group.positions) for group in found})
    return sorted(
        found,
        key=lambda group: (
            group.title == _NO_ORGANIZATION,
            -sizes[group.title],
            fold(group.title),
        ),
    )


def _titles(index: Index, position: int, grouping: Grouping, status: StatusOf) -> Iterable[str]:
    paper = index.papers[position]
    if grouping == "organization":
        return dict.fromkeys(paper.organizations) or [_NO_ORGANIZATION]
    if grouping == "venue":
        venue, year = index.venue_of(position)
        return [" ".join(str(part) for part in (venue, year) if part) or _NO_VENUE]
    marks = status(paper) if status is not None else NO_STATUS
    return ["Starred" if marks.starred else "Read" if marks.read else "Unread"]
