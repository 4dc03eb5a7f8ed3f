"""All opened digests as one frozen collection, with a position for each entry.

A position is the index of an entry among the entries of all digests, in order. It is what the
other layers use to refer to a paper: it stays the same until the library is replaced.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nsdi_tui.digest.model import Acronym, Digest, Paper
    from nsdi_tui.digest.venues import Venue


FEW_PAPERS = 3_000
"""Papers whose keys are compared within a few milliseconds."""
MOST_OF_KEY = 8
"""Of so many different papers that share a title or an address, places are found."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was opened, or a directory in it: its pages and directories, in order."""

    title: str
    children: tuple[Folder | Digest, ...]

    @property
    def digests(self) -> Iterator[Digest]:
        """All pages below, at any depth, in order."""
        for child in self.children:
            if isinstance(child, Folder):
                yield from child.digests
            else:
                yield child


@dataclass(frozen=True, eq=False)
class Library:
    """The opened digests. Reading a file again gives a new library.

    `added` has the ISO dates when papers were added to their lists, by their best keys, as far as
    that is known. `first_seen` has those when papers of fetched lists were first in a copy.
    """

    digests: tuple[Digest, ...]
    added: Mapping[str, str] = field(default_factory=dict)
    first_seen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        digests: Iterable[Digest],
        added: Mapping[str, str] | None = None,
        first_seen: Mapping[str, str] | None = None,
    ) -> Library:
        """Return the library of these digests; see its fields."""
        return cls(tuple(digests), added or {}, first_seen or {})

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The entries of all digests, by position."""
        return tuple(paper for digest in self.digests for paper in digest.papers)

    @cached_property
    def acronyms(self) -> tuple[Acronym, ...]:
        """The acronyms of all digests, each once."""
        return tuple(dict.fromkeys(a for digest in self.digests for a in digest.acronyms))

    @cached_property
    def _starts(self) -> list[int]:
        counts = (len(digest.papers) for digest in self.digests)
        return list(accumulate(counts, initial=0))

    def digest_number(self, position: int) -> int:
        """Return the index of the digest that has the entry at this position."""
        return bisect_right(self._starts, position, hi=len(self.digests)) - 1

    def digest_of(self, position: int) -> Digest:
        """Return the digest that has the entry at this position."""
        return self.digests[self.digest_number(position)]

    def positions_in(self, number: int) -> range:
        """Return the positions of the digest with this index."""
        return range(self._starts[number], self._starts[number + 1])

    # Folders

    @cached_property
    def roots(self) -> tuple[Folder | Digest, ...]:
        """What was opened: folders with all that is below them, and single digests."""
        return _nested(self.digests, 0)

    def positions_below(self, content: Folder | Digest) -> list[int]:
        """Return the positions of the papers in a folder or a digest, each paper's first there."""
        pages = set(map(id, content.digests if isinstance(content, Folder) else [content]))
        numbers = [number for number, digest in enumerate(self.digests) if id(digest) in pages]
        return self.each_once(at for number in numbers for at in self.positions_in(number))

    @cached_property
    def _topics_above(self) -> list[tuple[str, ...]]:
        """For each digest of a folder, the directories that lead to it and its title."""
        return [(*d.folders[1:], d.title) if d.folders else () for d in self.digests]

    @cached_property
    def _has_folders(self) -> bool:
        return any(digest.folders for digest in self.digests)

    def topics_of(self, position: int) -> tuple[str, ...]:
        """Return the topics of the entry at this position, outermost first.

        In a folder, they begin with the directories and the page.
        """
        topics = self.papers[position].topics
        if not self._has_folders:
            return topics
        return (*self._topics_above[self.digest_number(position)], *topics)

    @property
    def title(self) -> str:
        """The title of the only digest or of the folder that has all of them, else empty."""
        if len(self.digests) == 1 and not self.digests[0].folders:
            return self.digests[0].title
        titles = {digest.folders[:1] for digest in self.digests}
        return "".join(titles.pop()) if len(titles) == 1 else ""

    # Where and when a paper was published

    def venue_of(self, position: int) -> Venue:
        """Return where and when the paper was published: see `venues.venue_of`."""
        # Reading venues takes 14 ms to import, which the start can do without.
        from nsdi_tui.digest.venues import venue_of

        return venue_of(self.papers[position], self.digest_of(position))

    def year_of(self, position: int) -> int | None:
        """Return the paper's own year, else its venue's."""
        year = self.papers[position].year
        return self.venue_of(position).year if year is None else year

    def date_of(self, position: int) -> str | None:
        """Return the paper's date in ISO form, as precise as it is known: perhaps only a year."""
        if date := self.papers[position].date:
            return date
        year, venue = self.year_of(position), self.venue_of(position)
        return venue.date if venue.date and venue.year == year else str(year) if year else None

    @property
    def has_dates(self) -> bool:
        """Whether it is known of any paper when it was added to its list."""
        return bool(self.added or self.first_seen)

    def added_of(self, position: int) -> str | None:
        """Return the ISO date when the paper was added to its list, None if it is not known.

        For a fetched list, that is when it was first seen there.
        """
        dates = self.added
        if self.first_seen and self.digest_of(position).address is not None:
            dates = self.first_seen
        return dates.get(self.papers[position].key)

    # The same paper at several positions

    @cached_property
    def repeated(self) -> tuple[tuple[int, ...], ...]:
        """The positions of each paper that has several, ascending."""
        first_of: dict[str, int] = {}
        # Different papers may share a title or an address.
        others: dict[str, list[int]] = {}
        leader: dict[int, int] = {}

        def find(position: int) -> int:
            while (above := leader.get(position, position)) != position:
                leader[position] = leader.get(above, above)
                position = above
            return position

        for position, paper in enumerate(self.papers):
            for key in paper.keys:
                if (known := first_of.setdefault(key, position)) == position:
                    continue
                for other in (known, *others.get(key, ())):
                    if self._is_same(other, position):
                        first, here = find(other), find(position)
                        leader[max(first, here)] = min(first, here)
                        break
                else:
                    if len(others.setdefault(key, [])) < MOST_OF_KEY:
                        others[key].append(position)
        groups: dict[int, list[int]] = {}
        for position in sorted(leader):
            if (first := find(position)) != position:
                groups.setdefault(first, [first]).append(position)
        return tuple(map(tuple, groups.values()))

    def _is_same(self, one: int, other: int) -> bool:
        from nsdi_tui.digest.identity import same_paper

        return same_paper(self.papers[one].keys, self.papers[other].keys)

    @cached_property
    def _places(self) -> Mapping[int, tuple[int, ...]]:
        """The positions of each paper that has several, by each of them."""
        return {position: members for members in self.repeated for position in members}

    def places_of(self, position: int) -> tuple[int, ...]:
        """Return all positions of the paper at this position, in order.

        The first call looks at every key of the library.
        """
        return self._places.get(position, (position,))

    def prepare_places(self) -> None:
        """Find the papers at several positions, in any thread."""
        self._places  # noqa: B018

    @property
    def can_show_places(self) -> bool:
        """Whether `places_of` takes little time: it is prepared, or there are few papers."""
        return len(self.papers) <= FEW_PAPERS or "_places" in self.__dict__

    def each_once(self, positions: Iterable[int]) -> list[int]:
        """Return these positions in order, of a paper at several of them only the first."""
        chosen = list(positions)
        if len(chosen) < 2:
            return chosen
        places = self._places
        seen: set[tuple[int, ...]] = set()
        kept = []
        for position in chosen:
            if (members := places.get(position)) is not None:
                if members in seen:
                    continue
                seen.add(members)
            kept.append(position)
        return kept

    def count(self, positions: Sequence[int] | None = None) -> int:
        """Return the number of papers at these positions, of all by default: each counts once."""
        if positions is None:
            return len(self.papers) - sum(len(members) - 1 for members in self.repeated)
        places = self._places
        several = [places[position] for position in positions if position in places]
        return len(positions) - len(several) + len(set(several))

    def find(self, keys: Iterable[str]) -> int | None:
        """Return the first position of a paper with one of these keys, None without one."""
        wanted = set(keys)
        for position, paper in enumerate(self.papers):
            if not wanted.isdisjoint(paper.keys):
                return position
        return None


def _nested(digests: Sequence[Digest], depth: int) -> tuple[Folder | Digest, ...]:
    """Return digests that follow each other in the same folder as one folder."""
    found: list[Folder | Digest] = []
    by_folder = groupby(digests, key=lambda digest: "".join(digest.folders[depth : depth + 1]))
    for title, group in by_folder:
        members = tuple(group)
        found += [Folder(title, _nested(members, depth + 1))] if title else members
    return tuple(found)
