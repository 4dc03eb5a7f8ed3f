"""Parsed digests on disk: opening an unchanged digest again costs no parsing.

A file in the cache folder has the values of one digest (see `record_files`). Its name is made of
the length and the checksums of the digest's bytes and a fingerprint of everything that reading
depends on: an edited digest or a changed parser never meets an old result. Whatever is wrong with
a cache file, the digest is simply parsed.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import zlib
from dataclasses import replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING

from nsdi_tui.digest import model
from nsdi_tui.digest.model import Digest
from nsdi_tui.system import paths
from nsdi_tui.system.files import open_regular
from nsdi_tui.system.record_files import (
    NOT_READABLE,
    chunks_of_children,
    read_children,
    read_chunk,
    remove_oldest_files,
    write_chunks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_FILES = 1024
MOST_BYTES = 256 * 1024 * 1024

READING_PACKAGES = ("mistune", "pylatexenc")
"""Other packages whose code decides what a digest is parsed into."""

_NAME = re.compile(r"[0-9a-f]{1,64}(?:-[0-9a-f]{1,64}){4}\.digest(?:\.[0-9]{1,20})?")


class DigestCache:
    """The cache as `open_digests` uses it; what had to be parsed is stored later by `store`."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self._places: dict[Path, Path] = {}
        self._parsed: list[tuple[Path, Digest, Sequence[str]]] = []
        self._has_removed_oldest = False

    def find(self, path: Path) -> tuple[Digest, Sequence[str]] | None:
        """Return the digest of this file with its notices, None when it is not cached."""
        place = self.expect(path)
        return load(place) if place is not None else None

    def expect(self, path: Path, place: Path | None = None) -> Path | None:
        """Note the cache file for the bytes that this file has now, and return it.

        To be called before the file is parsed. `place` is the cache file where it is known. What
        was parsed from a file that cannot be read, which reading it reports, is not stored.
        """
        if place is None:
            try:
                place = locate(path, self._environ, self._fingerprint)
            except OSError:
                self._places.pop(path, None)
                return None
        self._places[path] = place
        return place

    def place_of(self, path: Path) -> Path | None:
        """Return the cache file that was noted for this file."""
        return self._places.get(path)

    @cached_property
    def _fingerprint(self) -> int:
        return reading_fingerprint()

    def add(self, path: Path, digest: Digest, notices: Sequence[str]) -> None:
        """Take a digest that was parsed from this file, to be stored later."""
        self._parsed.append((path, digest, notices))

    def store(self) -> None:
        """Write the digests that were parsed; takes a while for large ones.

        The first time, remove the oldest files over the limits.
        """
        if not self._parsed:
            return
        # The program may have been upgraded since it read them.
        fingerprint = reading_fingerprint()
        parsed, self._parsed = self._parsed, []
        for path, digest, notices in parsed:
            place = self._places.get(path)
            with contextlib.suppress(OSError):
                # A file that was edited meanwhile is no longer what was parsed.
                if place is not None and locate(path, self._environ, fingerprint) == place:
                    store(place, digest, notices)
                    if not self._has_removed_oldest:
                        self._has_removed_oldest = True
                        remove_oldest(place.parent)


def locate(
    digest_file: Path, environ: Mapping[str, str] = os.environ, fingerprint: int | None = None
) -> Path:
    """Return the cache file for a digest with the bytes of this file. Raises OSError.

    `fingerprint` is that of the program, if it is known already.
    """
    if fingerprint is None:
        fingerprint = reading_fingerprint()
    size, crc, adler = 0, 0, 1
    with open_regular(digest_file) as stream:
        while data := stream.read(1 << 20):
            size, crc, adler = size + len(data), zlib.crc32(data, crc), zlib.adler32(data, adler)
    parts = (size, crc, adler, fingerprint, sys.hexversion >> 16)
    name = "-".join(f"{part:x}" for part in parts) + ".digest"
    return paths.cache_dir(environ) / "parsed" / name


def load(place: Path) -> tuple[Digest, Sequence[str]] | None:
    """Return the digest in this cache file with its notices; None when there is none.

    Its `source` and `path` must be set by the caller: the file may have been moved since.
    """
    try:
        with open_regular(place) as stream:
            return _read(stream)
    except NOT_READABLE:
        return None


def store(place: Path, digest: Digest, notices: Sequence[str]) -> None:
    """Write a digest to this cache file; failing does no harm."""
    write_chunks(place, _chunks(digest, notices))


def reading_fingerprint(package: Path = Path(model.__file__).parent) -> int:
    """Return a number that changes with any file that decides how a digest is read.

    These are all modules of `package` and its subpackages, and those of `READING_PACKAGES`.
    """
    from nsdi_tui import __version__

    facts = [__version__, *_file_facts(package)]
    for name in READING_PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            facts += _file_facts(Path(spec.origin).parent)
    return zlib.crc32("\n".join(facts).encode("utf-8", "replace"))


def _file_facts(package: Path) -> Iterator[str]:
    folders = [str(package)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                elif entry.name.endswith((".py", ".so")):
                    status = entry.stat()
                    yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def remove_oldest(folder: Path) -> None:
    """Remove the oldest cache files over the limits, and nothing else that is in the folder."""
    remove_oldest_files(folder, _NAME, MOST_FILES, MOST_BYTES)


def _chunks(digest: Digest, notices: Sequence[str]) -> Iterator[bytes]:
    """Yield the digest without its children, then these."""
    from nsdi_tui.system.record_codec import dump, encode

    head = replace(digest, path=None)
    yield dump([encode(head, "children"), list(notices), len(digest.children)])
    yield from chunks_of_children(digest.children)


def _read(stream: IO[bytes]) -> tuple[Digest, Sequence[str]]:
    from nsdi_tui.system.record_codec import Codec

    codec = Codec()
    fields, notices, count = read_chunk(stream, codec)
    children = read_children(stream, codec)
    if len(children) != count:
        raise ValueError("not a cached digest")
    digest = codec.decode(Digest, fields, children=tuple(children))
    return digest, codec.decode_texts(notices)
