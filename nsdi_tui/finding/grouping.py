"""Groupings of papers other than the digest's topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from nsdi_tui.digest.authors import without_others
from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.order import vary
from nsdi_tui.finding.status import NO_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.status import StatusOf

Grouping: TypeAlias = Literal[
    "topic", "organization", "author", "tag", "venue", "year", "status", "none"
]

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

_UNKNOWN: dict[Grouping, str] = {
    "organization": "Unknown institution",
    "author": "Unknown author",
    "tag": "No tags",
    "venue": "Unknown venue",
    "year": "Unknown year",
}
_STATES = ("starred", "unread", "read")


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """A title and the positions of the papers below it; no title for a plain list."""

    title: str
    positions: tuple[int, ...]


def groupings(corpus: Corpus) -> tuple[Grouping, ...]:
    """Return the useful groupings: those whose field some paper has.

    Venues and years count only where they vary; whether to offer the status is left to the caller.
    """
    papers, positions = corpus.papers, corpus.with_every_venue
    useful: dict[Grouping, bool] = {
        "organization": any(paper.organizations for paper in papers),
        "author": any(paper.authors for paper in papers),
        "tag": any(paper.tags for paper in papers),
        "venue": vary(corpus.library.venue_of(position).name for position in positions),
        "year": vary(map(corpus.library.year_of, positions)),
    }
    return tuple(grouping for grouping in GROUPINGS if useful.get(grouping, True))


def groups(
    corpus: Corpus,
    positions: Iterable[int],
    grouping: Grouping,
    status: StatusOf = None,
    *,
    is_reversed: bool = False,
) -> list[PaperGroup]:
    """Group papers, keeping their order within a group.

    A paper is in the group of each of its organizations, authors and tags; of these, groups with
    more papers come first, then by name. Venues are given with their years, by name; years go from
    the newest to the oldest. Papers without the field are in the last group, also when the groups
    are reversed. The status is starred, unread or read, each paper in one of them. "none" is one
    group without a title; "topic" is the digests' own and not made here.
    """
    if grouping in ("none", "topic"):
        return [PaperGroup("", tuple(positions))]
    members: dict[str, list[int]] = {}
    for position in positions:
        for title in _titles(corpus, position, grouping, status):
            members.setdefault(title, []).append(position)
    made = [PaperGroup(title, tuple(group)) for title, group in members.items()]
    if grouping == "status":
        made.sort(key=lambda group: _STATES.index(group.title.lower()))
    elif grouping == "year":
        made.sort(key=lambda group: group.title, reverse=True)
    elif grouping == "venue":
        made.sort(key=lambda group: fold(group.title))
    else:
        made.sort(key=lambda group: (-len(group.positions), fold(group.title)))
    if is_reversed:
        made.reverse()
    return sorted(made, key=lambda group: group.title == _UNKNOWN.get(grouping))


def _titles(corpus: Corpus, position: int, grouping: Grouping, status: StatusOf) -> Iterable[str]:
    paper = corpus.papers[position]
    if grouping == "status":
        marks = status(paper) if status is not None else NO_STATUS
        return ["Starred" if marks.starred else "Read" if marks.read else "Unread"]
    titles: Iterable[str]
    if grouping == "organization":
        titles = paper.organizations
    elif grouping == "author":
        titles = (without_others(author)[0] for author in paper.authors)
    elif grouping == "tag":
        titles = paper.tags
    elif grouping == "venue":
        titles = [corpus.library.venue_of(position).label]
    else:
        titles = [str(corpus.library.year_of(position) or "")]
    return dict.fromkeys(filter(None, titles)) or [_UNKNOWN[grouping]]
