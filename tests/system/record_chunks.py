"""Taking the files of the cache apart and writing others, with right checksums."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nsdi_tui.system.record_files import write_chunks

if TYPE_CHECKING:
    from pathlib import Path


def chunks_of(data: bytes) -> list[Any]:
    """Return the values of a file's chunks."""
    chunks = []
    while data:
        length = int.from_bytes(data[:4], "big")
        chunks.append(json.loads(data[8 : 8 + length]))
        data = data[8 + length :]
    return chunks


def write_file(place: Path, *chunks: Any) -> None:
    """Write a file of these chunks: values, or bytes that are taken as they are."""
    write_chunks(
        place, [each if isinstance(each, bytes) else json.dumps(each).encode() for each in chunks]
    )
