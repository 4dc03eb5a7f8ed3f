"""Files of records: JSON in chunks with a checksum each, written completely or not at all.

Neither writing nor reading needs memory for all of a file twice. A folder of such files is limited
by number and size.
"""

from __future__ import annotations

import contextlib
import os
import stat
import zlib
from typing import IO, TYPE_CHECKING, Any

from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.system.files import make_private_folder

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from nsdi_tui.system.record_codec import Codec

CHUNK = 500
"""Records in one chunk."""

NOT_READABLE = (OSError, EOFError, ValueError, LookupError, RecursionError, MemoryError)
"""What reading a file raises that is missing, damaged or not by this program."""


def write_chunks(place: Path, chunks: Iterable[bytes]) -> None:
    """Write a file of these chunks in a private folder; failing does no harm."""
    with contextlib.suppress(OSError):
        make_private_folder(place.parent)
        place.parent.chmod(0o700)
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in chunks:
                    stream.write(len(chunk).to_bytes(4, "big"))
                    stream.write(zlib.crc32(chunk).to_bytes(4, "big"))
                    stream.write(chunk)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)


def read_chunk(stream: IO[bytes], codec: Codec) -> list[Any]:
    """Return the values of the next chunk. Raises ValueError when they are damaged."""
    head = stream.read(8)
    length = int.from_bytes(head[:4], "big")
    if length > os.fstat(stream.fileno()).st_size:
        raise ValueError("a chunk longer than the file")
    data = stream.read(length)
    if zlib.crc32(data) != int.from_bytes(head[4:], "big"):
        raise ValueError("a damaged chunk")
    values = codec.load(data)
    if type(values) is not list:
        raise ValueError("not a list of values")
    return values


def chunks_of_children(children: Sequence[Topic | Paper]) -> Iterator[bytes]:
    """Yield papers and topics in chunks, each topic after what is below it."""
    from nsdi_tui.system.record_codec import dump, encode

    chunk: list[Any] = []
    for record in _records(children, encode):
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield dump(chunk)
            chunk = []
    yield dump(chunk)


def read_children(stream: IO[bytes], codec: Codec) -> list[Topic | Paper]:
    """Return what `chunks_of_children` wrote. Raises one of `NOT_READABLE`."""
    done: list[Topic | Paper] = []
    while records := read_chunk(stream, codec):
        for record in records:
            if type(record) is not list:
                raise ValueError("neither a paper nor a topic")
            if len(record) == 1:
                done.append(codec.decode(Paper, record[0]))
                continue
            fields_of_topic, below = record
            if type(below) is not int or not 0 <= below <= len(done):
                raise ValueError("a topic with children that do not exist")
            start = len(done) - below
            done[start:] = [codec.decode(Topic, fields_of_topic, children=tuple(done[start:]))]
        if len(records) < CHUNK:
            break
    return done


def _records(
    children: Sequence[Topic | Paper], encode: Callable[..., list[Any]]
) -> Iterator[list[Any]]:
    """Yield `[fields]` of each paper, and `[fields, number of children]` of each topic."""
    pending: list[tuple[Topic | Paper, bool]] = [(child, False) for child in reversed(children)]
    while pending:
        child, is_expanded = pending.pop()
        if isinstance(child, Paper):
            yield [encode(child)]
        elif is_expanded:
            yield [encode(child, "children"), len(child.children)]
        else:
            pending.append((child, True))
            pending.extend((below, False) for below in reversed(child.children))


def remove_oldest_files(
    folder: Path, name: re.Pattern[str], most_files: int, most_bytes: int
) -> None:
    """Remove the oldest files of this name over the limits, and nothing else in the folder.

    Raises OSError.
    """
    files: list[tuple[float, int, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            status = path.lstat()
            if name.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                files.append((status.st_mtime, status.st_size, path))
    total = 0
    for number, (_, size, path) in enumerate(sorted(files, reverse=True)):
        total += size
        if number >= most_files or total > most_bytes:
            path.unlink(missing_ok=True)
