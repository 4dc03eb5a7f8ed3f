"""What a terminal would show: as much of one as Textual's output needs."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME_START, FRAME_END = "\x1b[?2026h", "\x1b[?2026l"

_TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)(?P<middle>[ -/]*)(?P<final>[@-~])"
    r"|\x1b[\]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-OQ-WYZ\\`-~]"
    r"|[\x00-\x1a\x1c-\x1f\x7f]"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)

Cell = tuple[str, str]
"""A character and the style sequence active when it was drawn."""


class Screen:
    """A grid of cells, fed with a terminal's output. Every character is one cell wide."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._row = self._column = 0
        self._style = ""
        self._in_frame = False

    def feed(self, data: bytes) -> Iterator[None]:
        """Take output, stopping at each end of a frame; output outside of frames is one itself."""
        text = self._rest + self._decoder.decode(data)
        place = 0
        while match := _TOKEN.match(text, place):
            place = match.end()
            if match[0] == FRAME_START:
                self._in_frame = True
            elif match[0] == FRAME_END:
                self._in_frame = False
                yield
            elif match["text"]:
                self._draw(match["text"])
            elif match["final"]:
                self._control(match["parameters"], match["final"])
            elif match[0] == "\r":
                self._column = 0
            elif match[0] == "\n":
                self._row = min(self._row + 1, self.rows - 1)
        self._rest = text[place:]
        if not (self._in_frame or text.endswith(FRAME_END)):
            yield

    def text(self, first: int = 0, last: int | None = None) -> list[str]:
        """Return the characters of each row, from the column `first` up to `last`."""
        return ["".join(cell[0] if cell else " " for cell in row[first:last]) for row in self.cells]

    @property
    def is_painted(self) -> bool:
        """Whether every cell has been drawn."""
        return all(None not in row for row in self.cells)

    def _draw(self, text: str) -> None:
        row, style = self.cells[self._row], self._style
        end = min(self._column + len(text), self.columns)
        row[self._column : end] = [(char, style) for char in text[: end - self._column]]
        self._column = end

    def _control(self, parameters: str, final: str) -> None:
        if final == "m":
            self._style = parameters
        elif final in "Hf":
            row, _, column = parameters.partition(";")
            self._row = min(int(row or 1), self.rows) - 1
            self._column = min(int(column or 1), self.columns) - 1
        elif final == "J" or (final in "hl" and parameters == "?1049"):
            self.cells = [[None] * self.columns for _ in range(self.rows)]
        elif final == "K":
            self.cells[self._row][self._column :] = [None] * (self.columns - self._column)
        elif final == "X":
            end = min(self._column + int(parameters or 1), self.columns)
            self.cells[self._row][self._column : end] = [(" ", self._style)] * (end - self._column)
        elif final in "AB":
            step = int(parameters or 1) * (1 if final == "B" else -1)
            self._row = min(max(self._row + step, 0), self.rows - 1)
        elif final in "CD":
            step = int(parameters or 1) * (1 if final == "C" else -1)
            self._column = min(max(self._column + step, 0), self.columns - 1)
