"""The chosen papers of a digest and the user's marks on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nsdi_tui.digest.library import Library
    from nsdi_tui.digest.model import Digest, Paper

    Annotate: TypeAlias = Callable[[Paper], "Annotation | None"]


@dataclass(frozen=True, slots=True)
class Place:
    """Another entry of a paper: the digest, the topics (outermost first) and the line."""

    digest: Digest
    topics: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen papers of one digest, in the order in which they are written.

    `also_in` has the other places of each paper; it is empty if none has any.
    """

    digest: Digest
    papers: Sequence[Paper]
    also_in: Sequence[tuple[Place, ...]] = ()

    def with_places(self) -> Iterator[tuple[Paper, tuple[Place, ...]]]:
        """Yield each paper with its other places."""
        return zip(self.papers, self.also_in or ((),) * len(self.papers), strict=True)


def select_once(library: Library, positions: Iterable[int]) -> list[Selection]:
    """Return the papers at these positions by digest.

    A paper that several digests list comes with the first of them only. What one digest lists
    several times are separate entries, each with its line and topics, and all of them come.
    """
    members: list[list[int]] = [[] for _ in library.digests]
    number_of: dict[str, int] = {}
    for position in positions:
        number = library.digest_number(position)
        keys = library.papers[position].keys
        if all(number_of.setdefault(key, number) == number for key in keys):
            members[number].append(position)
    return [
        Selection(digest, [library.papers[at] for at in chosen], _also_in(library, chosen))
        for digest, chosen in zip(library.digests, members, strict=True)
    ]


def _also_in(library: Library, positions: Sequence[int]) -> list[tuple[Place, ...]]:
    found = [
        tuple(_place(library, other) for other in library.places_of(at) if other != at)
        for at in positions
    ]
    return found if any(found) else []


def _place(library: Library, position: int) -> Place:
    line = library.papers[position].line
    return Place(library.digest_of(position), library.topics_of(position), line)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reader has marked of a paper; `note` is empty where there is none."""

    starred: bool = False
    read: bool = False
    note: str = ""


NO_ANNOTATION = Annotation()
