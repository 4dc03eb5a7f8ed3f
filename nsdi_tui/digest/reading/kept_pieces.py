"""Pieces that were read before: after an edit only those are read again that it concerns."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Paper, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.diagnostics import Diagnostic
    from nsdi_tui.digest.reading.auditing import Tally
    from nsdi_tui.digest.reading.document import Document
    from nsdi_tui.digest.reading.pieces import ReadPiece, ReadSection

PIECES_LIMIT = 2_000


class KeptPieces:
    """The pieces of the documents read last, by their text and what was known of the rest.

    A piece that is on other lines than before is moved there.
    """

    def __init__(self, limit: int = PIECES_LIMIT) -> None:
        self._limit = limit
        self._pieces: dict[bytes, tuple[int, ReadPiece]] = {}

    def find(self, document: Document) -> dict[int, ReadPiece]:
        """Return the pieces of a document that were read before, by their number."""
        found: dict[int, ReadPiece] = {}
        for number, key in enumerate(keys_of_pieces(document)):
            if kept := self.look_up(key):
                first_line, read = kept
                found[number] = moved(read, document.pieces[number].first_line - first_line)
        return found

    def look_up(self, key: bytes) -> tuple[int, ReadPiece] | None:
        """Return the piece with this key, and the line on which it began when it was read."""
        return self._pieces.get(key)

    def add(self, document: Document, read: Sequence[ReadPiece]) -> None:
        """Keep the pieces of a document, and forget the oldest ones over the limit."""
        for key, piece, result in zip(
            keys_of_pieces(document), document.pieces, read, strict=False
        ):
            self._pieces.pop(key, None)
            self._pieces[key] = (piece.first_line, result)
        for key in list(self._pieces)[: max(0, len(self._pieces) - self._limit)]:
            del self._pieces[key]


def keys_of_pieces(document: Document) -> list[bytes]:
    """Return for each piece a hash of everything that decides how it is read, but for its line."""
    outline = document.outline
    if outline is None:
        return []
    definitions = outline.definitions
    # Equal values have the same `repr` in any process, unlike their pickles.
    shared = repr(
        (
            [(key, link.text) for key, link in definitions.links.items()],
            [(key, note.text, note.number) for key, note in definitions.footnotes.items()],
            outline.facts,
        )
    ).encode("utf-8", "surrogatepass")
    keys = []
    for piece in document.pieces:
        text = piece.part.text
        title = None if outline.title_line is None else outline.title_line - piece.first_line
        if title is not None and not 0 <= title <= text.count("\n"):
            title = None
        own = repr((text, piece.opened, title, piece.first_line == 1))
        data = own.encode("utf-8", "surrogatepass")
        keys.append(blake2b(data, key=blake2b(shared).digest(), digest_size=16).digest())
    return keys


def moved(read: ReadPiece, by: int) -> ReadPiece:
    """Return a piece as it reads this many lines further down."""
    if not by:
        return read
    return replace(
        read,
        sections=[_moved_section(section, by) for section in read.sections],
        diagnostics=_moved_diagnostics(read.diagnostics, by),
        undecided=[line + by for line in read.undecided],
    )


def _moved_diagnostics(diagnostics: list[Diagnostic], by: int) -> list[Diagnostic]:
    return [replace(item, line=item.line + by) for item in diagnostics]


def _moved_account(account: Tally, by: int) -> Tally:
    return replace(account, unread=_moved_diagnostics(account.unread, by))


def _moved_section(section: ReadSection, by: int) -> ReadSection:
    return replace(
        section,
        line=section.line + by,
        children=[_moved_child(child, by) for child in section.children],
        account=_moved_account(section.account, by),
        entry=section.entry and replace(section.entry, line=section.entry.line + by),
        entry_account=section.entry_account and _moved_account(section.entry_account, by),
    )


def _moved_child(child: Topic | Paper, by: int) -> Topic | Paper:
    if isinstance(child, Paper):
        return replace(child, line=child.line + by)
    children = tuple(_moved_child(below, by) for below in child.children)
    return replace(child, line=child.line + by, children=children)
