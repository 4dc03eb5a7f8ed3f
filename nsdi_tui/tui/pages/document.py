"""A linked Markdown document as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import make_link
from nsdi_tui.tui.pages.page import Block, Page, link_style, target_style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.markdown import blocks as markdown
    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.styled import StyledText

LABEL_LIMIT = 40

_SHOWN_STYLES = ("strong", "emphasis", "code", "strike", "link")


def read_document(path: Path) -> Page:
    """Read a Markdown file into a page. Raises DigestError when it cannot be read."""
    from nsdi_tui.digest.sources.files import read_file

    return document_page(read_file(path).text)


def document_page(text: str) -> Page:
    """Return the page of a Markdown text: headings, paragraphs, lists, quotes, tables, code."""
    from nsdi_tui.digest.markdown.reader import read_blocks

    builder = _Builder()
    for block in read_blocks(text).blocks:
        builder.add(block)
    return builder.page()


class _Builder:
    """Appends the blocks of a document to a page, and numbers their links."""

    def __init__(self) -> None:
        self._page = Page()
        self._links: list[Link] = []

    def page(self) -> Page:
        self._page.links = tuple(self._links)
        return self._page

    def add(self, block: markdown.Block, depth: int = 0) -> None:
        """Append one block; `depth` counts the lists and quotes around it."""
        from nsdi_tui.digest.markdown import blocks

        page = self._page
        if isinstance(block, blocks.Heading):
            page.gap()
            self._add_text(block.rich, style="title")
        elif isinstance(block, blocks.Paragraph):
            if not depth:
                page.gap()
            self._add_text(block.rich, indent=2 * depth)
        elif isinstance(block, blocks.Verbatim):
            page.gap()
            style = "code" if block.kind == "code" else ""
            for line in block.text.split("\n"):
                page.blocks.append(Block(line, style=style, indent=2 * depth))
        elif isinstance(block, blocks.Item):
            if (
                not depth
                and page.blocks
                and not page.blocks[-1].indent
                and not page.blocks[-1].lead
            ):
                page.gap()
            lead = "• " if block.number is None else f"{block.number}. "
            self._add_text(block.rich, lead=lead, indent=2 * depth)
            self._add_below(block.blocks, depth + 1)
        elif isinstance(block, blocks.Quote):
            page.gap()
            self._add_below(block.blocks, depth + 1)
        elif isinstance(block, blocks.Table):
            page.gap()
            if block.header is not None:
                self._add_row(block.header, depth, style="strong")
            for row in block.rows:
                self._add_row(row.cells, depth)
        elif isinstance(block, blocks.DetailsStart):
            page.gap()
            self._add_text(block.rich, style="strong", indent=2 * depth)

    def _add_below(self, blocks: list[markdown.Block], depth: int) -> None:
        for block in blocks:
            self.add(block, depth)

    def _add_row(self, cells: Sequence[StyledText], depth: int, *, style: str = "") -> None:
        """Append a table row as one paragraph, with bars between its cells."""
        row = Block(style=style, indent=2 * depth)
        for number, cell in enumerate(cells):
            row.text += " │ " if number else ""
            self._add_spans(row, cell, len(row.text))
            row.text += cell.text
        self._page.blocks.append(row)

    def _add_text(
        self, rich: StyledText, *, style: str = "", lead: str = "", indent: int = 0
    ) -> None:
        block = Block(rich.text, style=style, lead=lead, indent=indent)
        self._add_spans(block, rich)
        self._page.blocks.append(block)

    def _add_spans(self, block: Block, rich: StyledText, offset: int = 0) -> None:
        """Add the styles and links of a text that begins at this offset of a block."""
        for span in rich.spans:
            start, end = span.start + offset, span.end + offset
            if span.style in _SHOWN_STYLES:
                block.spans.append((start, end, span.style))
            if span.url:
                label = rich.text[span.start : span.end][:LABEL_LIMIT]
                self._links.append(make_link(label, span.url))
                click = target_style(("link", len(self._links)))
                block.spans.append((start, end, link_style(span.url) + click))
