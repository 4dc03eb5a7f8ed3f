"""Read pieces of documents on disk: opening an edited digest costs only what was edited.

A file has one piece (see `record_files`). Its name is made of the hash of everything that decides
how the piece is read, and of the fingerprint of the reader. Whatever is wrong with a file, the
piece is simply read.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Link, Paper, Topic
from nsdi_tui.digest.reading.auditing import LinkPlace, Tally, TextPlace
from nsdi_tui.digest.reading.kept_pieces import KeptPieces, keys_of_pieces
from nsdi_tui.digest.reading.pieces import ReadPiece, ReadSection
from nsdi_tui.digest.reading.words import SectionRole
from nsdi_tui.system import paths
from nsdi_tui.system.digest_cache import reading_fingerprint
from nsdi_tui.system.files import open_regular
from nsdi_tui.system.record_codec import Codec, dump, encode_value
from nsdi_tui.system.record_files import (
    NOT_READABLE,
    chunks_of_children,
    read_children,
    read_chunk,
    remove_oldest_files,
    write_chunks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nsdi_tui.digest.reading.document import Document

MOST_FILES = 1024
MOST_BYTES = 128 * 1024 * 1024
DEEPEST = 100
"""Levels of topics below a heading; no document has so many."""

_NAME = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]{1,64}){2}\.piece(?:\.[0-9]{1,20})?")

_TALLY: Any = tuple[
    tuple[tuple[LinkPlace, int], ...], tuple[tuple[TextPlace, int], ...], tuple[Diagnostic, ...]
]
# The number of children takes the place of the children.
_SECTION: Any = tuple[
    int,
    str,
    int,
    SectionRole,
    bool,
    tuple[Link, ...],
    int,
    tuple[Bullet, ...],
    _TALLY,
    tuple[Paper, ...],
    tuple[_TALLY, ...],
    bool,
]
_PIECE: Any = tuple[
    int,
    tuple[_SECTION, ...],
    tuple[tuple[str, str], ...],
    tuple[Link, ...],
    tuple[Acceptance, ...],
    tuple[Acronym, ...],
    tuple[Diagnostic, ...],
    tuple[str, ...],
    int,
    int,
    int,
    tuple[int, ...],
]


class PieceCache(KeptPieces):
    """Kept pieces that are also looked for on disk, and written there by `store`."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._folder = paths.cache_dir(environ) / "pieces"
        self._fingerprint = reading_fingerprint()
        self._codec = Codec()
        self._on_disk: set[bytes] = set()
        self._unwritten: dict[bytes, tuple[int, ReadPiece]] = {}

    def look_up(self, key: bytes) -> tuple[int, ReadPiece] | None:
        """Return the piece with this key from memory, else from disk."""
        found = super().look_up(key)
        if found is None:
            found = load_piece(self.place_of(key), self._codec)
            if found is not None:
                self._on_disk.add(key)
        return found

    def place_of(self, key: bytes) -> Path:
        """Return the file of the piece with this key."""
        name = f"{key.hex()}-{self._fingerprint:x}-{sys.hexversion >> 16:x}.piece"
        return self._folder / name

    def write_later(self, document: Document) -> None:
        """Have the pieces of a document that was read written by `store`.

        A document of one piece has none that an edit leaves as it was.
        """
        keys = keys_of_pieces(document)
        if len(keys) > 1:
            for key in keys:
                if (kept := super().look_up(key)) is not None:
                    self._unwritten[key] = kept

    def store(self, before_each: Callable[[], None] = lambda: None) -> None:
        """Write the pieces that are not on disk, and remove the oldest files over the limits.

        `before_each` is called before each piece.
        """
        # The program may have been upgraded since it read them.
        if self._unwritten and reading_fingerprint() != self._fingerprint:
            self._unwritten.clear()
        has_written = False
        while self._unwritten:
            before_each()
            key = next(iter(self._unwritten))
            first_line, read = self._unwritten.pop(key)
            place = self.place_of(key)
            if key in self._on_disk and _is_touched(place):
                continue
            store_piece(place, first_line, read)
            self._on_disk.add(key)
            has_written = True
        if has_written:
            with contextlib.suppress(OSError):
                remove_oldest_files(self._folder, _NAME, MOST_FILES, MOST_BYTES)


def _is_touched(place: Path) -> bool:
    """Make a file the newest one, since it is in use; return whether it exists."""
    try:
        os.utime(place)
    except OSError:
        return False
    return True


def load_piece(place: Path, codec: Codec) -> tuple[int, ReadPiece] | None:
    """Return the piece in this file and its first line; None when there is none."""
    try:
        with open_regular(place) as stream:
            return _read(stream, codec)
    except NOT_READABLE:
        return None


def store_piece(place: Path, first_line: int, read: ReadPiece) -> None:
    """Write a piece that began on this line to a file; failing does no harm."""
    write_chunks(place, _chunks(first_line, read))


def _chunks(first_line: int, read: ReadPiece) -> Iterator[bytes]:
    values = (
        first_line,
        tuple(map(_section_values, read.sections)),
        tuple(read.matter.items()),
        tuple(read.meta),
        tuple(read.acceptance),
        tuple(read.acronyms),
        tuple(read.diagnostics),
        tuple(sorted(read.used)),
        read.size,
        read.lines,
        read.headings,
        tuple(read.undecided),
    )
    yield dump(encode_value(values))
    yield from chunks_of_children([child for each in read.sections for child in each.children])


def _section_values(section: ReadSection) -> tuple[Any, ...]:
    return (
        section.level,
        section.title,
        section.line,
        section.role,
        section.is_date,
        section.links,
        len(section.children),
        tuple(section.notes),
        _tally_values(section.account),
        () if section.entry is None else (section.entry,),
        () if section.entry_account is None else (_tally_values(section.entry_account),),
        section.is_dated,
    )


def _tally_values(tally: Tally) -> tuple[Any, ...]:
    return tuple(tally.links.items()), tuple(tally.texts.items()), tuple(tally.unread)


def _read(stream: IO[bytes], codec: Codec) -> tuple[int, ReadPiece]:
    first_line, sections, matter, meta, acceptance, acronyms, diagnostics, used, *numbers = (
        codec.decode_value(_PIECE, read_chunk(stream, codec))
    )
    children = read_children(stream, codec)
    _check_depth(children)
    read_sections = []
    for values in sections:
        count = values[6]
        if not 0 <= count <= len(children):
            raise ValueError("a section with children that do not exist")
        read_sections.append(_section(values, children[:count]))
        del children[:count]
    if children:
        raise ValueError("children of no section")
    size, lines, headings, undecided = numbers
    return first_line, ReadPiece(
        read_sections,
        dict(matter),
        list(meta),
        list(acceptance),
        list(acronyms),
        list(diagnostics),
        frozenset(used),
        size,
        lines,
        headings,
        list(undecided),
    )


def _section(values: tuple[Any, ...], children: list[Topic | Paper]) -> ReadSection:
    level, title, line, role, is_date, links, _, *rest = values
    notes, account, entry, entry_account, is_dated = rest
    return ReadSection(
        level,
        title,
        line,
        role,
        is_date,
        links,
        children,
        list(notes),
        _tally(account),
        next(iter(entry), None),
        next(map(_tally, entry_account), None),
        is_dated,
    )


def _tally(values: tuple[Any, ...]) -> Tally:
    links, texts, unread = values
    return Tally(Counter(dict(links)), Counter(dict(texts)), list(unread))


def _check_depth(children: Sequence[Topic | Paper]) -> None:
    """Raise ValueError for topics so deep that putting the document together could fail."""
    level = list(children)
    for _ in range(DEEPEST):
        level = [below for each in level if isinstance(each, Topic) for below in each.children]
        if not level:
            return
    raise ValueError("topics that are too deep")
