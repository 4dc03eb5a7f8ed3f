"""From the command's arguments to digests: files, folders, standard input."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from nsdi_tui.digest.check import no_papers_notice
from nsdi_tui.digest.source import DigestError, Source, find_sources, read_file, read_stdin, shown
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Digest


@dataclass(frozen=True, slots=True)
class Opened:
    """Digests that were opened, and what the reader should know about them."""

    digests: tuple[Digest, ...]
    notices: tuple[str, ...] = ()


class Kept(Protocol):
    """A store of digests that were parsed before."""

    def find(self, path: Path) -> tuple[Digest, Sequence[str]] | None:
        """Return what this file was parsed into, with its notices; None when that is not known."""

    def add(self, path: Path, digest: Digest, notices: Sequence[str]) -> None:
        """Take note of what this file was parsed into."""


def open_digests(
    arguments: Sequence[str],
    stdin: BinaryIO | None = None,
    kept: Kept | None = None,
) -> Opened:
    """Open files, folders and standard input (`-`) in the order given.

    `kept` may know a file's digest without reading it, and is told of those that were parsed.

    Raises DigestError for the first that cannot be opened. In a folder, files without papers are
    left out and counted in a notice, and so are files that cannot be read; a file that two
    arguments name is opened once.
    """
    opener = _Opener(kept)
    for argument in arguments:
        if argument == "-":
            if stdin is None:
                raise DigestError("standard input is not available: give a file instead of -")
            opener.add(read_stdin(stdin))
        elif Path(argument).is_dir():
            opener.add_folder(Path(argument), find_sources(argument))
        else:
            for path in find_sources(argument):
                opener.add_file(path)
    return Opened(tuple(opener.digests), tuple(opener.notices))


def _parse(source: Source) -> Digest:
    # mistune costs 20 ms: only what parses pays for it.
    from nsdi_tui.digest.parsing import parse

    return parse(source.text, source.name, str(source.path) if source.path else None)


class _Opener:
    """Digests as they are opened, each file once, and what the reader should know."""

    def __init__(self, kept: Kept | None) -> None:
        self.digests: list[Digest] = []
        self.notices: list[str] = []
        self._kept = kept
        self._seen: set[str] = set()

    def add(self, source: Source) -> None:
        self._add(_parse(source), source.notices)

    def add_file(self, path: Path) -> None:
        if self._is_new(path):
            self._add(*self._open(path, clean(path.name, 300)))

    def _add(self, digest: Digest, notices: Sequence[str]) -> None:
        self.notices.extend(notices)
        if not digest.papers:
            self.notices.append(no_papers_notice(digest))
        self.digests.append(digest)

    def _open(self, path: Path, name: str) -> tuple[Digest, Sequence[str]]:
        if self._kept is not None and path.is_file():
            known = self._kept.find(path)
            if known is not None:
                absolute = os.path.abspath(path)  # noqa: PTH100 (links are kept as named)
                return replace(known[0], source=name, path=absolute), known[1]
        source = read_file(path, name)
        digest = _parse(source)
        if self._kept is not None:
            self._kept.add(path, digest, source.notices)
        return digest, source.notices

    def add_folder(self, folder: Path, paths: list[Path]) -> None:
        without: list[str] = []
        opened = 0
        for path in paths:
            if not self._is_new(path):
                opened += 1
                continue
            try:
                name = clean(path.relative_to(folder).as_posix(), 300)
                digest, notices = self._open(path, name)
            except DigestError as error:
                self.notices.append(f"left out: {error}")
                continue
            if not digest.papers:
                without.append(digest.source)
                continue
            opened += 1
            self.digests.append(digest)
            self.notices.extend(notices)
        if not opened:
            raise DigestError(
                f"{shown(folder)} holds no digest: none of its {len(paths)} Markdown "
                f"{'file' if len(paths) == 1 else 'files'} lists papers"
            )
        if without:
            names = ", ".join(without[:3]) + (", …" if len(without) > 3 else "")
            count = f"{len(without)} file{'s' if len(without) > 1 else ''}"
            self.notices.append(f"left out {count} without papers: {names}")

    def _is_new(self, path: Path) -> bool:
        real = os.path.realpath(path)
        known = real in self._seen
        self._seen.add(real)
        return not known
