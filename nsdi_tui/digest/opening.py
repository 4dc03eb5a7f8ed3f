"""Opening digests: files, folders, addresses and standard input."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol

from nsdi_tui.digest.check import no_papers_notice
from nsdi_tui.digest.sources.files import (
    Source,
    display_path,
    may_be_file,
    read_file,
    read_stdin,
    source_of_bytes,
)
from nsdi_tui.digest.sources.folders import find_sources
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.sources.addresses import FetchedList
    from nsdi_tui.digest.sources.folders import Page


@dataclass(frozen=True, slots=True)
class OpenedDigests:
    """Digests that were opened, and notices about files that could not be read completely."""

    digests: tuple[Digest, ...]
    notices: tuple[str, ...] = ()


class Cache(Protocol):
    """A store of digests that were parsed before."""

    def find(self, path: Path) -> tuple[Digest, Sequence[str]] | None:
        """Return the digest of this file with its notices, None when it is not stored."""

    def add(self, path: Path, digest: Digest, notices: Sequence[str]) -> None:
        """Take a digest that was parsed from this file."""


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
    cache: Cache | None = None,
    parse: Parser = parse_digest,
    fetch: Fetcher | None = None,
) -> OpenedDigests:
    """Open files, folders, addresses and standard input (`-`) in the order given.

    `cache` may supply digests without reading their files, and is given those that were parsed;
    `parse` reads all others. `fetch` gets lists from the network; without it, addresses are files
    that do not exist.

    Raises DigestError for the first argument that cannot be opened. In a folder, files without
    papers and files that cannot be read are skipped with a notice. A file that two arguments name
    is opened once.
    """
    opener = _Opener(cache, parse)
    for argument in arguments:
        if argument == "-":
            if stdin is None:
                raise DigestError("Cannot read standard input: it is closed")
            opener.add(read_stdin(stdin))
            continue
        fetched = fetch(argument) if fetch is not None and not may_be_file(argument) else None
        if fetched is not None:
            opener.add_fetched(fetched)
            continue
        sources = find_sources(argument)
        opener.notices.extend(sources.notices)
        if sources.folder is None:
            opener.add_file(sources.pages[0].path)
        else:
            opener.add_folder(sources.folder, sources.pages)
    return OpenedDigests(tuple(opener.digests), tuple(opener.notices))


class _Opener:
    """The digests opened so far, each file once, and the notices about them."""

    def __init__(self, cache: Cache | None, parse: Parser) -> None:
        self.digests: list[Digest] = []
        self.notices: list[str] = []
        self._cache = cache
        self._parser = parse
        self._opened: set[str] = set()

    def add(self, source: Source) -> None:
        self._add(self._parse(source), source.notices)

    def add_file(self, path: Path) -> None:
        if self._is_first(path):
            self._add(*self._open(path, clean(path.name, 300)))

    def add_fetched(self, fetched: FetchedList) -> None:
        """Add a list from the network, once."""
        if fetched.name in self._opened:
            return
        self._opened.add(fetched.name)
        cached = self._cache.find(fetched.path) if self._cache and fetched.path else None
        if cached is not None:
            digest, notices = cached
        else:
            source = source_of_bytes(fetched.data, fetched.name)
            digest, notices = self._parse(source), source.notices
            if self._cache is not None and fetched.path is not None:
                self._cache.add(fetched.path, digest, notices)
        digest = replace(digest, source=fetched.name, path=None, address=fetched.name)
        self._add(digest, (*fetched.notices, *notices))

    def add_folder(self, folder: Path, pages: Sequence[Page]) -> None:
        without: list[str] = []
        opened = 0
        for page in pages:
            if not self._is_first(page.path):
                opened += 1
                continue
            try:
                name = clean(page.path.relative_to(folder).as_posix(), 300)
                digest, notices = self._open(page.path, name)
            except DigestError as error:
                self.notices.append(str(error))
                continue
            if not digest.papers:
                without.append(digest.source)
                continue
            opened += 1
            title = page.title or digest.title
            self.digests.append(replace(digest, title=title, folders=page.folders))
            self.notices.extend(notices)
        if not opened:
            count = f"{len(pages)} Markdown file{'' if len(pages) == 1 else 's'}"
            raise DigestError(f"No papers found in {display_path(folder)} ({count})")
        if without:
            names = ", ".join(without[:3]) + (", …" if len(without) > 3 else "")
            count = f"{len(without)} file{'' if len(without) == 1 else 's'}"
            self.notices.append(f"Skipped {count} with no papers: {names}")

    def _add(self, digest: Digest, notices: Sequence[str]) -> None:
        self.notices.extend(notices)
        if not digest.papers:
            self.notices.append(no_papers_notice(digest))
        self.digests.append(digest)

    def _open(self, path: Path, name: str) -> tuple[Digest, Sequence[str]]:
        if self._cache is not None and path.is_file():
            cached = self._cache.find(path)
            if cached is not None:
                absolute = os.path.abspath(path)  # noqa: PTH100 (keeps symbolic links)
                return replace(cached[0], source=name, path=absolute), cached[1]
        source = read_file(path, name)
        digest = self._parse(source)
        if self._cache is not None:
            self._cache.add(path, digest, source.notices)
        return digest, source.notices

    def _parse(self, source: Source) -> Digest:
        return self._parser(source.text, source.name, str(source.path) if source.path else None)

    def _is_first(self, path: Path) -> bool:
        real = os.path.realpath(path)
        is_first = real not in self._opened
        self._opened.add(real)
        return is_first
