"""A line on standard error that shows how far a transfer is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean
from nsdi_tui.system.streams import discard_rest, is_terminal, use_utf8

if TYPE_CHECKING:
    from types import TracebackType

_NAME_LIMIT = 50
_ERASE_LINE = "\r\x1b[K"


class ProgressLine:
    """Redraws one line while something is received, and erases it at the end.

    Nothing is written if standard error is not a terminal.
    """

    def __init__(self) -> None:
        self._stream = sys.stderr if is_terminal(2) else None
        self._shown = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._write(_ERASE_LINE)

    def __call__(self, name: str, received: int, expected: int | None) -> None:
        """Show the bytes received of a list, and how many are expected if that is known."""
        done = ""
        if received:
            of = f" of {expected / 1e6:.1f}" if expected else ""
            done = f" {received / 1e6:.1f}{of} MB"
        text = f"nsdi-tui: Fetching {clean(name, _NAME_LIMIT)} …{done}"
        if text != self._shown:
            self._shown = text
            self._write(_ERASE_LINE + text)

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            use_utf8(self._stream)
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            discard_rest(self._stream)
            self._stream = None
