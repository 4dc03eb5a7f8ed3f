"""All links and images of a document, wherever they are."""

from __future__ import annotations

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
from nsdi_tui.digest.markdown.inline import addresses_in
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import StyledText


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link of a document: its line, text and address.

    The text of a linked image is its description. An address in a code block is its own text.
    """

    line: int
    text: str
    url: str
    kind: Literal["text", "image", "code"] = "text"


def links_of(blocks: Iterable[Block]) -> Iterator[LinkUse]:
    """Yield the links of blocks and of all blocks in them, in order; not those to nowhere."""
    for block in blocks:
        if isinstance(block, Verbatim):
            for at, url in addresses_in(block.text):
                line = block.line + block.text.count("\n", 0, at)
                yield LinkUse(line, clean(url), clean(url), "code")
            continue
        for line, rich in _texts(block):
            yield from _links_in(rich, line)
        if isinstance(block, Item | Quote):
            yield from links_of(block.blocks)


def _texts(block: Block) -> Iterator[tuple[int, StyledText]]:
    """Yield the texts of a block itself, each with its line."""
    if isinstance(block, Table):
        for cell in block.header or ():
            yield block.line, cell
        for row in block.rows:
            for cell in row.cells:
                yield row.line, cell
    elif isinstance(block, Heading | Paragraph | Item | DetailsStart):
        yield block.line, block.rich


def _links_in(rich: StyledText, line: int) -> Iterator[LinkUse]:
    for span in rich.links:
        text = rich.text[span.start : span.end]
        yield LinkUse(line + rich.lines_before(span.start), text, span.url or "")
    for image in rich.images:
        if image.url:
            yield LinkUse(line + rich.lines_before(image.at), image.alt, image.url, "image")
