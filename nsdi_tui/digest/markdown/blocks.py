"""The blocks of a document, with their lines: what the Markdown reader hands on.

Nobody past the reader sees a Markdown token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.diagnostics import Diagnostic
    from nsdi_tui.digest.styled import StyledText


@dataclass(slots=True)
class Heading:
    """A heading of level 1 to 6."""

    line: int
    level: int
    rich: StyledText


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `line` is its first one."""

    line: int
    rich: StyledText


@dataclass(slots=True)
class Verbatim:
    """Text with line breaks of its own: a code block (`code`), a table or HTML (`text`)."""

    line: int
    kind: Literal["text", "code"]
    text: str


@dataclass(slots=True)
class Item:
    """A list item: its first paragraph, then what stands below it.

    `line` is where its text begins, or its marker where it has none. Lists that follow each other
    below one item are one: `blocks` holds their items in order.
    """

    line: int
    rich: StyledText
    blocks: list[Block] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """The items directly below."""
        return [block for block in self.blocks if isinstance(block, Item)]


@dataclass(slots=True)
class Quote:
    """A block quote or a hint: whatever it holds is text, never a paper."""

    line: int
    blocks: list[Block]


Block: TypeAlias = "Heading | Paragraph | Verbatim | Item | Quote | Diagnostic"


def walk(blocks: list[Block], depth: int = 0) -> Iterator[tuple[Block, int]]:
    """Yield every block with the depth of its bullet, quotes opened."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from walk(block.blocks, depth)
        else:
            yield block, depth
        if isinstance(block, Item):
            yield from walk(block.blocks, depth + 1)
