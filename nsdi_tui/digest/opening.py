"""Opening digests: files, folders and standard input."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from nsdi_tui.digest.model import Digest
from nsdi_tui.digest.slots import Slot, Unread, absolute
from nsdi_tui.digest.sources.files import display_path, may_be_file, read_stdin
from nsdi_tui.digest.text import clean, counted
from nsdi_tui.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.sources.addresses import FetchedList


@dataclass(frozen=True, slots=True)
class OpenedDigests:
    """Digests that were opened, and notices about files that could not be read completely."""

    digests: tuple[Digest, ...]
    notices: tuple[str, ...] = ()


class Cache(Protocol):
    """A store of digests that were parsed before."""

    def find(self, path: Path) -> tuple[Digest, Sequence[str]] | None:
        """Return the digest of this file with its notices, None when it is not stored."""


class Fetcher(Protocol):
    """What fetches a list from the network."""

    def __call__(self, argument: str) -> FetchedList | None:
        """Return the list at an address, None if this is not an address. Raises DigestError."""


class Parser(Protocol):
    """What reads a digest from Markdown, as `parse` does."""

    def __call__(self, text: str, source: str, path: str | None) -> Digest:
        """Return the digest of a text with the name and the path of its file."""


def parse_digest(text: str, source: str, path: str | None) -> Digest:
    """Read a digest in this process, all of it."""
    # mistune takes 20 ms to import, which an unchanged digest does not need.
    from nsdi_tui.digest.reading.document import parse

    return parse(text, source, path)


def open_digests(
    arguments: Sequence[str],
    stdin: BinaryIO | None = None,
    parse: Parser = parse_digest,
    fetch: Fetcher | None = None,
) -> OpenedDigests:
    """Open files, folders, addresses and standard input (`-`) in the order given.

    `fetch` gets lists from the network; without it, addresses are files that do not exist.

    Raises DigestError for the first argument that cannot be opened. In a folder, files without
    papers and files that cannot be read are skipped with a notice. A file that two arguments name
    is opened once.
    """
    opening = Opening(arguments, stdin, fetch=fetch)
    for unread in opening.unread:
        opening.read(unread, parse)
    return opening.result()


@dataclass(slots=True)
class _Argument:
    """The slots of an argument, and the notices about it; `folder` is None for a file."""

    slots: range
    folder: Path | None = None
    notices: tuple[str, ...] = ()


class Opening:
    """The digests of a command line while they are read, each in its slot.

    Making it finds the files and takes what the cache has; the others are `unread`. Raises
    DigestError for the first argument that does not exist or is no text. What is read may be
    handed in by another thread.
    """

    def __init__(
        self,
        arguments: Sequence[str] = (),
        stdin: BinaryIO | None = None,
        cache: Cache | None = None,
        fetch: Fetcher | None = None,
    ) -> None:
        self._cache = cache
        self._slots: list[Slot] = []
        self._arguments: list[_Argument] = []
        self._opened: set[str] = set()
        for argument in arguments:
            if argument == "-":
                if stdin is None:
                    raise DigestError("Cannot read standard input: it is closed")
                source = read_stdin(stdin)
                self._add([Unread(source.name, source=source)])
            elif fetch and not may_be_file(argument) and (fetched := fetch(argument)):
                name = fetched.name
                unread = Unread(name, copy=fetched.path, fetched=fetched.data, address=name)
                self._add([unread], notices=fetched.notices)
            elif argument and os.path.isfile(argument):  # noqa: PTH113 (a path may be invalid)
                path = Path(argument)
                self._add([Unread(_name_of(path, None), path)])
            else:
                from nsdi_tui.digest.sources.folders import find_sources

                sources = find_sources(argument)
                folder = sources.folder
                pages = (
                    Unread(
                        _name_of(page.path, folder),
                        page.path,
                        title=page.title,
                        folders=page.folders,
                    )
                    for page in sources.pages
                )
                self._add(pages, folder, sources.notices)

    @classmethod
    def of(cls, digests: Iterable[Digest]) -> Opening:
        """Return the opening of digests that were read before."""
        opening = cls()
        for digest in digests:
            number = len(opening._slots)
            path = Path(digest.path) if digest.path else None
            unread = Unread(
                digest.source, path, number, address=digest.address, folders=digest.folders
            )
            opening._slots.append(Slot(unread, False, digest, (), True, True))
            opening._arguments.append(_Argument(range(number, number + 1)))
        return opening

    def _add(
        self,
        digests: Iterable[Unread],
        folder: Path | None = None,
        notices: tuple[str, ...] = (),
    ) -> None:
        """Make the slots of an argument's digests, except of those that were opened before."""
        start = len(self._slots)
        for each in digests:
            if not self._is_first(each):
                continue
            unread = replace(each, number=len(self._slots))
            cached = self._find(unread.path or unread.copy)
            if cached is not None:
                digest = replace(cached[0], source=unread.name, path=absolute(unread.path))
                unread = replace(unread, fetched=None)
                slot = Slot(unread, bool(folder), unread.placed(digest), cached[1], True, True)
            else:
                # What cannot be read is reported at once, except in a folder.
                source = None if folder is not None else unread.text()
                slot = Slot(replace(unread, source=source, fetched=None), bool(folder))
            self._slots.append(slot)
        self._arguments.append(_Argument(range(start, len(self._slots)), folder, notices))

    def _find(self, path: Path | None) -> tuple[Digest, Sequence[str]] | None:
        if self._cache is None or path is None or not path.is_file():
            return None
        return self._cache.find(path)

    def _is_first(self, unread: Unread) -> bool:
        identity = os.path.realpath(unread.path) if unread.path else unread.address
        if identity is None:
            return True
        is_first = identity not in self._opened
        self._opened.add(identity)
        return is_first

    # What is read and what is not

    @property
    def unread(self) -> list[Unread]:
        """What is to be read, in order."""
        return [slot.unread for slot in self._slots if not slot.is_read]

    def slot(self, number: int) -> Slot:
        """Return the slot with this number."""
        return self._slots[number]

    def number_of(self, digest: Digest) -> int | None:
        """Return the number of the slot of a digest, also of an earlier version of it."""
        for number, slot in enumerate(self._slots):
            if slot.digest is digest:
                return number
        for number, slot in enumerate(self._slots):
            if slot.unread.name == digest.source and absolute(slot.unread.path) == digest.path:
                return number
        return None

    @property
    def watched(self) -> list[Path]:
        """The files and folders that the arguments name, by their absolute paths."""
        files = [slot.unread.path for slot in self._slots if not slot.is_in_folder]
        named = [*files, *(argument.folder for argument in self._arguments)]
        return [Path(text) for path in named if (text := absolute(path))]

    def numbers_at(self, paths: Iterable[Path]) -> list[tuple[Path, int]]:
        """Return those of these absolute paths that a slot has, each with its number."""
        numbers = {absolute(slot.unread.path): at for at, slot in enumerate(self._slots)}
        return [(path, numbers[str(path)]) for path in paths if str(path) in numbers]

    def read(self, unread: Unread, parse: Parser = parse_digest) -> None:
        """Read one of the digests in this process; a file of a folder may fail."""
        try:
            source = unread.text()
        except DigestError as error:
            self.fail(unread.number, str(error))
            return
        path = str(source.path) if source.path else None
        self.update(unread.number, parse(source.text, source.name, path), source.notices)

    def update(
        self, number: int, digest: Digest, notices: Sequence[str] = (), *, is_whole: bool = True
    ) -> bool:
        """Take what was read of a digest, perhaps only its first part; return whether it counts.

        A part does not take the place of an older version that was read to its end.
        """
        slot = self._slots[number]
        if not is_whole and slot.is_whole:
            return False
        unread = replace(slot.unread, source=None) if is_whole else slot.unread
        self._slots[number] = replace(
            slot,
            unread=unread,
            digest=unread.placed(digest),
            notices=notices,
            is_whole=is_whole,
            is_read=is_whole,
            error=None,
        )
        return True

    def fail(self, number: int, error: str) -> None:
        """Note why a digest could not be read; what was read of it before stays."""
        self._slots[number] = replace(self._slots[number], is_read=True, error=error)

    def read_again(self, number: int) -> None:
        """Note that the file of a digest is to be read again."""
        slot = self._slots[number]
        if slot.unread.path is not None:
            unread = replace(slot.unread, source=None)
            self._slots[number] = replace(slot, unread=unread, is_read=False, error=None)

    def read_fetched(self, number: int, fetched: FetchedList) -> None:
        """Note that a list was fetched again, and is to be read."""
        slot = self._slots[number]
        unread = replace(slot.unread, source=None, fetched=fetched.data, copy=fetched.path)
        self._slots[number] = replace(slot, unread=unread, is_read=False, error=None)

    # Results

    @property
    def whole_digests(self) -> list[Digest]:
        """Those of `digests` that were read to their end."""
        return [
            slot.digest for slot in self._slots if slot.digest and slot.is_whole and slot.is_shown
        ]

    @property
    def digests(self) -> tuple[Digest, ...]:
        """What can be shown now: at least one digest, which may be empty."""
        shown = [slot.digest for slot in self._slots if slot.digest and slot.is_shown]
        if not shown:
            first = self._slots[0].unread
            stem = first.name.rpartition("/")[2].rpartition(".")[0] or first.name
            shown = [Digest(stem, first.name, path=absolute(first.path))]
        return tuple(shown)

    def result(self) -> OpenedDigests:
        """Return the digests and the notices about all of them, once all are read.

        Raises DigestError for a folder without papers, and for a file that could not be read.
        """
        digests: list[Digest] = []
        notices: list[str] = []
        for argument in self._arguments:
            notices.extend(argument.notices)
            slots = [self._slots[number] for number in argument.slots]
            without = [s.unread.name for s in slots if s.digest and not s.digest.papers]
            digests.extend(slot.digest for slot in slots if slot.digest and slot.is_shown)
            for slot in slots:
                if slot.error is not None and slot.digest is None and argument.folder is None:
                    raise DigestError(slot.error)
                notices.extend(slot.all_notices)
            if argument.folder is None:
                continue
            if slots and not any(slot.digest and slot.digest.papers for slot in slots):
                count = counted(len(slots), "Markdown file")
                folder = display_path(argument.folder)
                raise DigestError(f"No papers found in {folder} ({count})")
            if without:
                names = ", ".join(without[:3]) + (", …" if len(without) > 3 else "")
                count = counted(len(without), "file")
                notices.append(f"Skipped {count} with no papers: {names}")
        return OpenedDigests(tuple(digests), tuple(notices))


def _name_of(path: Path, folder: Path | None) -> str:
    """Return the name of a file as shown: the path in its folder, if that is what was named."""
    return clean(path.relative_to(folder).as_posix() if folder else path.name, 300)
