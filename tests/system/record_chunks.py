"""Taking the files of the cache apart and making others, with right checksums."""

from __future__ import annotations

import json
import zlib
from typing import Any


def chunks_of(data: bytes) -> list[Any]:
    """Return the values of a file's chunks."""
    chunks = []
    while data:
        length = int.from_bytes(data[:4], "big")
        chunks.append(json.loads(data[8 : 8 + length]))
        data = data[8 + length :]
    return chunks


def file_of(*chunks: Any) -> bytes:
    """Return a file of these chunks: values, or bytes that are taken as they are."""
    texts = [chunk if isinstance(chunk, bytes) else json.dumps(chunk).encode() for chunk in chunks]
    return b"".join(
        len(text).to_bytes(4, "big") + zlib.crc32(text).to_bytes(4, "big") + text for text in texts
    )
