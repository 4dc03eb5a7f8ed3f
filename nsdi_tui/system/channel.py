"""Python values between this process and one that it started, over two pipes."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
from typing import Any

_HEAD = 8
_MOST = 1 << 16


class Channel:
    """One end of a connection. The other end is this program too, so its values are trusted."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing

    @classmethod
    def pair(cls) -> tuple[Channel, Channel]:
        """Return both ends of a new connection. Raises OSError."""
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()
        return cls(read_here, write_here), cls(read_there, write_there)

    def send(self, value: Any) -> None:
        """Send a value; waits while the other end is busy. Raises OSError if it is gone."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        for part in (len(data).to_bytes(_HEAD, "big"), data):
            view = memoryview(part)
            while view:
                view = view[os.write(self._writing, view) :]

    def receive(self) -> Any:
        """Wait for a value. Raises EOFError if the other end is gone."""
        return pickle.loads(self._read(int.from_bytes(self._read(_HEAD), "big")))

    def has_input(self) -> bool:
        """Whether a value has begun to arrive, or the other end is gone."""
        return bool(select.select([self._reading], [], [], 0)[0])

    def close(self) -> None:
        """Close this end."""
        self.close_writing()
        self.close_reading()

    def close_reading(self) -> None:
        """Receive nothing more: `send` at the other end then raises OSError."""
        with contextlib.suppress(OSError):
            os.close(self._reading)

    def close_writing(self) -> None:
        """Send nothing more: `receive` at the other end then raises EOFError."""
        with contextlib.suppress(OSError):
            os.close(self._writing)

    def _read(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = os.read(self._reading, min(size - len(parts), _MOST))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)
