"""Digests kept as they were parsed, so that opening one again costs no parsing.

A file in the cache folder holds the digest's values as plain tuples (marshal, with a checksum). It
is found by the text's length and checksums together with the state of the parser's own files, so
that neither an edited digest nor a changed parser ever meets an old result. Whatever is wrong with
the cache, the digest is simply parsed.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest import model
from nsdi_tui.digest.model import Digest
from nsdi_tui.system import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_FILES = 64
KEPT_BYTES = 256 * 1024 * 1024

_RECORDS = (
    model.Digest,
    model.Topic,
    model.Paper,
    model.Link,
    model.Bullet,
    model.Span,
    model.Acceptance,
    model.Acronym,
    model.Problem,
)


def load(text: str, environ: Mapping[str, str] = os.environ) -> Digest | None:
    """Return the digest that this text was parsed into before, None when it is not kept.

    Its `source` and `path` are those of the first parsing: the caller says which they are now.
    """
    try:
        data = _file(text, environ).read_bytes()
        if len(data) < 4 or zlib.crc32(data[4:]) != int.from_bytes(data[:4], "big"):
            return None
        digest = _Unpacker().unpack(marshal.loads(data[4:]))
    except (OSError, EOFError, ValueError, TypeError, LookupError):
        return None
    return digest if isinstance(digest, Digest) else None


def store(text: str, digest: Digest, environ: Mapping[str, str] = os.environ) -> None:
    """Keep what this text was parsed into; the oldest ones make room. Failing is no harm."""
    from nsdi_tui.system.files import WriteError, write_whole

    payload = marshal.dumps(_packed(digest))
    data = zlib.crc32(payload).to_bytes(4, "big") + payload
    with contextlib.suppress(OSError, WriteError):
        path = _file(text, environ)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, data, overwrite=True, mode=0o600)
        _make_room(path.parent)


def _file(text: str, environ: Mapping[str, str]) -> Path:
    data = text.encode("utf-8", "surrogatepass")
    parts = (len(data), zlib.crc32(data), zlib.adler32(data), _parser_state())
    name = "-".join(f"{part:x}" for part in parts)
    return paths.cache_dir(environ) / "parsed" / f"{name}-{sys.hexversion >> 16:x}"


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
    files = sorted(
        ((status.st_mtime, status.st_size, path) for path, status in _stats(folder)), reverse=True
    )
    total = 0
    for number, (_, size, path) in enumerate(files):
        total += size
        if number >= KEPT_FILES or total > KEPT_BYTES:
            path.unlink(missing_ok=True)


def _stats(folder: Path) -> list[tuple[Path, os.stat_result]]:
    return [(path, path.stat()) for path in folder.iterdir()]


def _packed(value: Any) -> Any:
    """The value with each record as a list: the number of its class, then its fields."""
    if isinstance(value, tuple):
        return tuple(map(_packed, value))
    if isinstance(value, _RECORDS):
        fields = (getattr(value, name) for name in value.__match_args__)
        return [_RECORDS.index(type(value)), *map(_packed, fields)]
    return value


class _Unpacker:
    """Makes records of what `_packed` made of them; equal tuples of strings become one."""

    def __init__(self) -> None:
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}

    def unpack(self, value: Any) -> Any:
        kind = type(value)
        if kind is list:
            return _RECORDS[value[0]](*map(self.unpack, value[1:]))
        if kind is tuple and value:
            if type(value[0]) is str:
                return self._shared.setdefault(value, value)
            return tuple(map(self.unpack, value))
        return value
