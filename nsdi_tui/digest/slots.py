"""Digests that are to be read, and what was read of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.sources.files import read_file, source_of_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.sources.files import Source


@dataclass(frozen=True, slots=True)
class Unread:
    """A digest that is to be read.

    `source` is None where its text is read later, from its file `path` or from the bytes `fetched`
    from an address, of which the file `copy` has a copy. `number` is that of its slot; `title` and
    `folders` are those of its page (see `sources.folders.Page`).
    """

    name: str
    path: Path | None = None
    number: int = 0
    source: Source | None = None
    copy: Path | None = None
    fetched: bytes | None = None
    address: str | None = None
    title: str | None = None
    folders: tuple[str, ...] = ()

    def text(self) -> Source:
        """Return the text of the digest with its name and path. Raises DigestError."""
        if self.source is not None:
            return self.source
        if self.fetched is not None:
            return source_of_bytes(self.fetched, self.name)
        assert self.path is not None
        return read_file(self.path, self.name)

    def placed(self, digest: Digest) -> Digest:
        """Return the digest with its place: in folders, under another title, or at an address."""
        if not (self.address or self.title or self.folders):
            return digest
        title = self.title or digest.title
        return replace(digest, title=title, folders=self.folders, address=self.address)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a digest among the others, and what was read of it.

    `digest` is None until the first part of it is read. With `is_whole`, all of `digest` was read,
    perhaps from an older version of its file. `error` is why it could not be read.
    """

    unread: Unread
    is_in_folder: bool = False
    digest: Digest | None = None
    notices: Sequence[str] = ()
    is_whole: bool = False
    is_read: bool = False
    error: str | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the digest is one of the library: of a folder, only files with papers are."""
        return self.digest is not None and (not self.is_in_folder or bool(self.digest.papers))

    @property
    def all_notices(self) -> list[str]:
        """What the user should know about the digest."""
        if self.error is not None:
            version = "; showing the previous version" if self.digest is not None else ""
            return [f"{self.error}{version}"]
        if self.digest is None or not self.is_shown:
            return []
        if self.digest.papers:
            return [*self.notices]
        from nsdi_tui.digest.check import no_papers_notice

        return [*self.notices, no_papers_notice(self.digest)]


def absolute(path: Path | None) -> str | None:
    """Return the absolute path of a file, with its symbolic links."""
    return os.path.abspath(path) if path is not None else None  # noqa: PTH100 (keeps the links)
