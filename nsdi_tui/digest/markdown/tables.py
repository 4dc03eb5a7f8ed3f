"""Pipe tables, read as tolerantly as GitHub reads them, and a little more so.

mistune's own rules want the same number of cells in every row and parse a table again from each
of its lines if one row differs, which is quadratic. Here, a line with a bar followed by a
delimiter row starts a table, and nothing after that can make it anything else.
"""

from __future__ import annotations

import re
from typing import TypeAlias

SourceRow: TypeAlias = "tuple[int, list[str]]"
"""The offset of a row in its source, and the Markdown of its cells."""

COLUMN_LIMIT = 40

TABLE_START = (
    r"^ {0,3}(?=[^\n]*\|)[^\s>][^\n]*\n"
    r" {0,3}(?=[^\n]*\|)(?=[ \t|:]*-)[|:-][-|: \t]*(?:\n|\Z)"
)
"""A header row and a delimiter row. Both need a bar, so `a | b` above `---` is a heading."""

_NEW_BLOCK = re.compile(
    r" {0,3}(?:#{1,6}[ \t\n]|>|```|~~~|[*+-][ \t]|\d{1,9}[.)][ \t]|<!--"
    r"|</?(?:details|summary|table|h[1-6]|div|p|ul|ol|hr)[\s/>])",
    re.I,
)
# Characters from which a cell may hold a title and its summary.
LONG_CELL = 120
_GAP = re.compile(r"[ \t](?<=[^\s|>].)[ \t]+(?=[A-Z(])")
_COMMENT_CELL = re.compile(r"\[//\]:\s*#")


def read_table(source: str, start: int) -> tuple[list[str], list[SourceRow], int]:
    """Read the table whose header row begins at `start`.

    Return the cells of its header, its rows, and the offset of the line after it.
    """
    header_end = _line_end(source, start)
    header = split_cells(source[start:header_end])
    at = _line_end(source, header_end)
    rows: list[SourceRow] = []
    while at < len(source):
        end = _line_end(source, at)
        line = source[at:end]
        if "|" not in line or _NEW_BLOCK.match(line):
            break
        rows.append((at, split_cells(line)))
        at = end
    return header, rows, at


def split_cells(line: str) -> list[str]:
    """Split a row at its bars, except for escaped ones.

    The outer bars may be missing. A comment after the last bar is dropped. Cells beyond
    `COLUMN_LIMIT` are joined into one, which keeps their text but not their columns.
    """
    text = line.strip()
    cells = text.split("|")
    if "\\" in text:
        cells = _join_escaped(cells)
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and (not cells[-1].strip() or _COMMENT_CELL.match(cells[-1].strip())):
        last = cells.pop()
        if last.strip() and len(cells) > 1 and not cells[-1].strip():
            cells.pop()
    if len(cells) > COLUMN_LIMIT:
        cells[COLUMN_LIMIT - 1 :] = [" | ".join(cells[COLUMN_LIMIT - 1 :])]
    return [_with_break(cell.strip()) for cell in cells]


def _with_break(cell: str) -> str:
    """Mark a gap of several blanks in a long cell as a line break.

    Lists that put a title and its summary into one cell often part them by nothing else.
    """
    if len(cell) < LONG_CELL:
        return cell
    for gap in _GAP.finditer(cell):
        before = cell[: gap.start()]
        if len(cell) - gap.end() < LONG_CELL:
            break
        balanced = before.count("[") == before.count("]") and before.count("**") % 2 == 0
        if balanced and before.count("(") <= before.count(")"):
            return f"{before}<br>{cell[gap.end() :]}"
    return cell


def _join_escaped(parts: list[str]) -> list[str]:
    cells: list[str] = []
    open_cell = False
    for part in parts:
        if open_cell:
            cells[-1] = f"{cells[-1][:-1]}|{part}"
        else:
            cells.append(part)
        backslashes = len(part) - len(part.rstrip("\\"))
        open_cell = backslashes % 2 == 1
    return cells


def _line_end(source: str, start: int) -> int:
    end = source.find("\n", start)
    return len(source) if end < 0 else end + 1
