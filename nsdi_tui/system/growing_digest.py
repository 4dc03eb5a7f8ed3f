"""A digest that grows, sent piece by piece: each paper once, and how they are arranged.

A value that is sent in one piece is unpickled in one piece, which would hold up the app.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.digest.model import Digest, Paper, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AT_ONCE = 200
"""Papers in one message."""

Tree: TypeAlias = "list[int | tuple[Topic, Tree]]"


@dataclass(frozen=True, slots=True)
class PapersMessage:
    """Papers that follow those sent before."""

    papers: list[Paper]


@dataclass(frozen=True, slots=True)
class DigestMessage:
    """A digest without its children, and these: numbers of papers, and topics with theirs."""

    digest: Digest
    tree: Tree


class DigestSender:
    """Makes the messages of one digest after the other, each with more papers than before."""

    def __init__(self) -> None:
        self._sent: dict[tuple[int, str], tuple[int, Paper]] = {}
        self._count = 0

    def messages(self, digest: Digest) -> Iterator[PapersMessage | DigestMessage]:
        """Yield what the other end does not have yet, and last the digest."""
        new: list[Paper] = []
        tree = self._tree(digest.children, new)
        for start in range(0, len(new), _AT_ONCE):
            yield PapersMessage(new[start : start + _AT_ONCE])
        yield DigestMessage(replace(digest, children=()), tree)

    def _tree(self, children: Sequence[Topic | Paper], new: list[Paper]) -> Tree:
        tree: Tree = []
        for child in children:
            if isinstance(child, Topic):
                below = self._tree(child.children, new)
                tree.append((replace(child, children=()), below))
                continue
            key = child.line, child.title
            number, sent = self._sent.get(key, (-1, None))
            if sent is not child and sent != child:
                number = self._count
                self._count += 1
                self._sent[key] = number, child
                new.append(child)
            tree.append(number)
        return tree


class DigestReceiver:
    """Puts the messages of a sender together again. Papers that were sent once stay the same."""

    def __init__(self) -> None:
        self._papers: list[Paper] = []

    def take(self, message: PapersMessage | DigestMessage) -> Digest | None:
        """Return the digest that a message completes, None for its papers."""
        if isinstance(message, PapersMessage):
            self._papers += message.papers
            return None
        return replace(message.digest, children=self._children(message.tree))

    def _children(self, tree: Tree) -> tuple[Topic | Paper, ...]:
        return tuple(
            self._papers[child]
            if isinstance(child, int)
            else replace(child[0], children=self._children(child[1]))
            for child in tree
        )
