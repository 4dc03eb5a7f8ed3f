"""Digests kept as they were parsed, so that opening one again costs no parsing.

A file in the cache folder holds the digest's values as plain tuples (marshal, in chunks with a
checksum each, so that neither writing nor reading ever holds it twice). It is found by the
length and the checksums of the digest's bytes together with the state of the parser's own files:
neither an edited digest nor a changed parser ever meets an old result. Whatever is wrong with the
cache, the digest is simply parsed.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from nsdi_tui.digest import model
from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.system import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KEPT_FILES = 64
KEPT_BYTES = 256 * 1024 * 1024

_CHUNK = 500
_RECORDS = (
    model.Digest,
    model.Topic,
    model.Paper,
    model.Link,
    model.Bullet,
    model.Span,
    model.Acceptance,
    model.Acronym,
    model.Diagnostic,
    model.Account,
)


def locate(digest_file: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the place for what a file's bytes are parsed into; reads them. Raises OSError."""
    size, crc, adler = 0, 0, 1
    with digest_file.open("rb") as stream:
        while data := stream.read(1 << 20):
            size, crc, adler = size + len(data), zlib.crc32(data, crc), zlib.adler32(data, adler)
    parts = (size, crc, adler, _parser_state(), sys.hexversion >> 16)
    return paths.cache_dir(environ) / "parsed" / "-".join(f"{part:x}" for part in parts)


def load(place: Path) -> tuple[Digest, Sequence[str]] | None:
    """Return the digest that is kept in this place, with its notices; None when none is.

    Its `source` and `path` are those of the first parsing: the caller
    says which they are now.
    """
    try:
        with place.open("rb") as stream:
            return _read(stream)
    except (OSError, EOFError, ValueError, TypeError, LookupError):
        return None


def store(place: Path, digest: Digest, notices: Sequence[str]) -> None:
    """Keep a digest in this place; the oldest ones make room. Failing is no harm."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = place.with_suffix(f".{os.getpid()}")
        try:
            with temporary.open("xb") as stream:
                for chunk in _chunks(digest, notices):
                    data = marshal.dumps(chunk)
                    stream.write(len(data).to_bytes(4, "big"))
                    stream.write(zlib.crc32(data).to_bytes(4, "big"))
                    stream.write(data)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
        _make_room(place.parent)


def _parser_state() -> int:
    """A number that changes with the files of the parser, also without a new version."""
    from nsdi_tui import __version__

    facts = [__version__]
    with os.scandir(Path(model.__file__).parent) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                status = entry.stat()
                facts.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
    return zlib.crc32("\n".join(facts).encode())


def _make_room(folder: Path) -> None:
    stats = [(path, path.stat()) for path in folder.iterdir()]
    total = 0
    for number, (path, status) in enumerate(sorted(stats, key=lambda s: -s[1].st_mtime)):
        total += status.st_size
        if number >= KEPT_FILES or total > KEPT_BYTES:
            path.unlink(missing_ok=True)


# Writing: first the digest without its children, then these, each topic after what is below it


def _chunks(digest: Digest, notices: Sequence[str]) -> Iterator[Any]:
    yield _packed(replace(digest, children=())), tuple(notices), len(digest.children)
    chunk: list[Any] = []
    for record in _records(digest.children):
        chunk.append(record)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _records(children: Sequence[Topic | Paper]) -> Iterator[Any]:
    """Yield papers, and topics as pairs with the number of their children."""
    for child in children:
        if isinstance(child, Paper):
            yield _packed(child)
        else:
            yield from _records(child.children)
            yield _packed(replace(child, children=())), len(child.children)


def _packed(value: Any) -> Any:
    """The value with each record as a list: the number of its class, then its fields."""
    if isinstance(value, tuple):
        return tuple(map(_packed, value))
    if isinstance(value, _RECORDS):
        fields = (getattr(value, name) for name in value.__match_args__)
        return [_RECORDS.index(type(value)), *map(_packed, fields)]
    return value


# Reading


def _read(stream: IO[bytes]) -> tuple[Digest, Sequence[str]]:
    unpacker = _Unpacker()
    packed, notices, count = _chunk(stream)
    digest = unpacker.unpack(packed)
    done: list[Topic | Paper] = []
    while records := _chunk(stream):
        for record in records:
            if type(record) is list:
                done.append(unpacker.unpack(record))
            else:
                topic, below = unpacker.unpack(record[0]), record[1]
                start = len(done) - below
                done[start:] = [replace(topic, children=tuple(done[start:]))]
        if len(records) < _CHUNK:
            break
    if not isinstance(digest, Digest) or len(done) != count:
        raise ValueError("not a kept digest")
    return replace(digest, children=tuple(done)), notices


def _chunk(stream: IO[bytes]) -> Any:
    head = stream.read(8)
    data = stream.read(int.from_bytes(head[:4], "big"))
    if zlib.crc32(data) != int.from_bytes(head[4:], "big"):
        raise ValueError("a damaged chunk")
    return marshal.loads(data)


class _Unpacker:
    """Makes records of what `_packed` made of them; equal strings and tuples of them become one."""

    def __init__(self) -> None:
        self._tuples: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._texts: dict[str, str] = {}

    def unpack(self, value: Any) -> Any:
        kind = type(value)
        if kind is list:
            return _RECORDS[value[0]](*map(self.unpack, value[1:]))
        if kind is tuple and value:
            if type(value[0]) is str:
                shared = self._tuples.get(value)
                if shared is None:
                    shared = self._tuples[value] = tuple(map(self._share, value))
                return shared
            return tuple(map(self.unpack, value))
        return value

    def _share(self, text: str) -> str:
        return self._texts.setdefault(text, text)
