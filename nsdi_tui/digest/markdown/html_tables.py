"""HTML tables, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.blocks import (
    DetailsStart,
    Heading,
    Item,
    Paragraph,
    Quote,
    Row,
    Table,
    Verbatim,
)
from nsdi_tui.digest.markdown.inline import plain
from nsdi_tui.digest.markdown.tables import COLUMN_LIMIT
from nsdi_tui.digest.styled import EMPTY, StyledText, join

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.markdown.tags import Tag

ROW_SPAN_LIMIT = 1_000
# How many cells of a table may repeat or follow one that spans rows or columns.
PADDING_LIMIT = 20_000

_CELL_TAG = re.compile(r"</?t[dh](?:\s[^<>]*)?>", re.I)
_OTHER_TAG = re.compile(
    r"</?(?:tr|table|thead|tbody|tfoot|caption|pre|script|style|textarea)[\s/>]", re.I
)


def end_of_cells(raw: str, start: int) -> int:
    """Return where the first tag of a table begins that is not a cell's, else the end."""
    match = _OTHER_TAG.search(raw, start)
    return match.start() if match else len(raw)


def without_cell_tags(raw: str) -> str:
    """Return the text of cells without their tags."""
    return _CELL_TAG.sub(" ", raw)


class TableBuilder:
    """Builds a table from its tags and the texts of its cells.

    A cell that spans rows repeats its text, without links, in each of them; one that spans columns
    is followed by empty cells. So the columns stay aligned.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.nested = 0
        self.in_cell = False
        self._header: tuple[StyledText, ...] | None = None
        self._rows: list[Row] = []
        self._row: list[StyledText] = []
        self._row_line = line
        self._row_open = False
        self._only_headings = True
        self._in_head = False
        self._parts: list[StyledText] = []
        self._spans = (1, 1)
        self._padding = 0
        # By column: how many more rows a cell reaches into, and its text.
        self._reaching: dict[int, tuple[int, StyledText]] = {}

    @property
    def takes_all_cells(self) -> bool:
        """Whether the last cell that a row may have is open: it takes the text of all others."""
        return self.in_cell and not self.nested and len(self._row) >= COLUMN_LIMIT - 1

    def tag(self, tag: Tag, line: int) -> None:
        """Take a tag of the table other than `<table>`; tags of nested tables end a text."""
        if self.nested:
            return
        name = tag.name
        if name in ("td", "th"):
            self._end_cell()
            if not tag.closes:
                self._start_row(line)
                self._only_headings &= name == "th"
                self.in_cell = True
                columns = _number(tag.attribute("colspan"), COLUMN_LIMIT)
                self._spans = (columns, _number(tag.attribute("rowspan"), ROW_SPAN_LIMIT))
            return
        self._end_row()
        if name == "thead":
            self._in_head = not tag.closes
        elif name == "tr" and not tag.closes:
            self._start_row(line)

    def add_text(self, rich: StyledText) -> None:
        """Add text to the cell, on a separate line."""
        if rich.text or rich.images:
            self._parts.append(rich)

    def add_block(self, block: Block) -> None:
        """Add the texts of a block to the cell."""
        if isinstance(block, Paragraph | Heading | DetailsStart):
            self.add_text(block.rich)
        elif isinstance(block, Item):
            self.add_text(block.rich)
            for inner in block.blocks:
                self.add_block(inner)
        elif isinstance(block, Quote):
            for inner in block.blocks:
                self.add_block(inner)
        elif isinstance(block, Verbatim):
            self.add_text(plain(block.text))
        elif isinstance(block, Table):
            for cells in (block.header or (), *(row.cells for row in block.rows)):
                for cell in cells:
                    self.add_text(cell)

    def finish(self) -> Table | None:
        """Return the table, or None if nothing is in it."""
        self._end_row()
        if not self._header and not self._rows:
            return None
        return Table(self.line, self._header, self._rows)

    def _start_row(self, line: int) -> None:
        if not self._row_open:
            self._row_open = True
            self._row_line = line
            self._only_headings = True

    def _end_cell(self) -> None:
        if not self.in_cell:
            return
        self.in_cell = False
        rich = join(self._parts)
        self._parts = []
        self._fill()
        columns, rows = self._spans
        for index in range(columns):
            if len(self._row) >= COLUMN_LIMIT:
                break
            column = len(self._row)
            self._row.append(EMPTY if index else rich)
            self._padding += bool(index) + rows - 1
            if rows > 1 and self._padding < PADDING_LIMIT:
                again = EMPTY if index else StyledText(rich.text)
                self._reaching[column] = (rows - 1, again)

    def _fill(self) -> None:
        """Add the cells of earlier rows that reach into this one."""
        while self._reaching and len(self._row) in self._reaching:
            column = len(self._row)
            left, rich = self._reaching.pop(column)
            self._row.append(rich)
            if left > 1:
                self._reaching[column] = (left - 1, rich)

    def _end_row(self) -> None:
        self._end_cell()
        if not self._row_open:
            return
        self._row_open = False
        cells, self._row = self._row, []
        if cells:
            self._row = cells
            self._fill()
            cells, self._row = self._row, []
        if not any(cell.text or cell.images for cell in cells):
            return
        is_header = self._in_head or self._only_headings
        if is_header and self._header is None and not self._rows:
            self._header = tuple(cells)
        else:
            self._rows.append(Row(self._row_line, tuple(cells)))


def _number(value: str | None, limit: int) -> int:
    text = (value or "1").strip()
    if not text.isascii() or not text.isdigit():
        return 1
    return min(max(int(text[:6]), 1), limit)
