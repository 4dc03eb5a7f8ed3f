"""The runs of text of a section: items, cells, paragraphs, headings and code, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.markdown.blocks import (
    DetailsStart,
    Heading,
    Item,
    Paragraph,
    Quote,
    Table,
    Verbatim,
)
from nsdi_tui.digest.reading.sections import Section
from nsdi_tui.digest.reading.words import field_of_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import Image, StyledText

# How to cite something, in BibTeX: no note of the list.
CITATION = re.compile(r"\s*@\w+\s*\{")


@dataclass(slots=True)
class Run:
    """A text with its line and its linked images.

    `kind` is `columns` for what names or fills a column that is left out (numbers, ratings) and
    `contents` for a label to click on.
    """

    line: int
    text: str
    rich: StyledText | None
    kind: Literal["text", "code", "columns", "contents"] = "text"
    images: tuple[Image, ...] = ()
    is_cell: bool = False


def runs_of(section: Section, *, with_heading: bool) -> Iterator[Run]:
    """Yield the runs of a section and of the groups in it; its heading first, if wanted."""
    if with_heading and section.rich is not None:
        yield _run(section.line, section.rich, "text" if section.title else "contents")
    for block in section.blocks:
        if isinstance(block, Section):
            yield from runs_of(block, with_heading=True)
        else:
            yield from block_runs((block,))


def _run(line: int, rich: StyledText, kind: Literal["text", "columns", "contents"] = "text") -> Run:
    return Run(line, rich.text, rich, kind, rich.images)


def block_runs(blocks: Iterable[Block]) -> Iterator[Run]:
    """Yield the runs of blocks and of all blocks in them."""
    for block in blocks:
        if isinstance(block, Item):
            yield Run(block.line, block.rich.text, block.rich, "text", block.rich.images)
            if block.blocks:
                yield from block_runs(block.blocks)
        elif isinstance(block, Paragraph | Heading | DetailsStart):
            yield _run(block.line, block.rich)
        elif isinstance(block, Verbatim):
            yield Run(block.line, block.text, None, "code")
        elif isinstance(block, Table):
            yield from _table_runs(block)
        elif isinstance(block, Quote):
            yield from block_runs(block.blocks)


def _table_runs(table: Table) -> Iterator[Run]:
    header = table.header or ()
    left_out = {i for i, cell in enumerate(header) if field_of_label(cell.text) == "ignore"}
    for cell in header:
        yield _run(table.line, cell, "columns")
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            kind: Literal["text", "columns"] = "columns" if number in left_out else "text"
            yield Run(row.line, cell.text, cell, kind, cell.images, True)
