"""The blocks of a Markdown document, with their lines.

Code outside this package works on blocks and never sees a Markdown token or an HTML tag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.diagnostics import Diagnostic
    from nsdi_tui.digest.styled import StyledText


@dataclass(slots=True)
class Heading:
    """A heading of level 1 to 6, written in Markdown or HTML."""

    line: int
    level: int
    rich: StyledText


@dataclass(slots=True)
class Paragraph:
    """A paragraph, or the text of an HTML element; `line` is the first line of its text."""

    line: int
    rich: StyledText


@dataclass(slots=True)
class Verbatim:
    """Text whose line breaks matter: a code block (`code`) or other preformatted text (`text`)."""

    line: int
    kind: Literal["text", "code"]
    text: str


@dataclass(slots=True)
class Item:
    """A list item: its first paragraph, then the blocks below it.

    `line` is where its text begins, or its marker if it has no text. `number` is the item's number
    in an ordered list. Consecutive lists are not kept apart: `blocks` holds their items in order.
    """

    line: int
    rich: StyledText
    blocks: list[Block] = field(default_factory=list)
    number: int | None = None

    @property
    def items(self) -> list[Item]:
        """The items directly below."""
        return [block for block in self.blocks if isinstance(block, Item)]


@dataclass(slots=True)
class Row:
    """A table row. It may have more or fewer cells than the header."""

    line: int
    cells: tuple[StyledText, ...]


@dataclass(slots=True)
class Table:
    """A Markdown or HTML table; `header` is None if no column has a heading."""

    line: int
    header: tuple[StyledText, ...] | None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    """A block quote or a GitBook hint."""

    line: int
    blocks: list[Block]


@dataclass(slots=True)
class Rule:
    """A thematic break."""

    line: int


@dataclass(slots=True)
class DetailsStart:
    """The start of a `<details>` element, with the text of its summary.

    The blocks that follow belong to the element, up to the matching `DetailsEnd`, which may be
    missing.
    """

    line: int
    rich: StyledText


@dataclass(slots=True)
class DetailsEnd:
    """The end of a `<details>` element. Its start may be missing."""

    line: int


Block: TypeAlias = (
    "Heading | Paragraph | Verbatim | Item | Table | Quote | Rule | DetailsStart | DetailsEnd"
    " | Diagnostic"
)


@dataclass(slots=True)
class Document:
    """What was read from a document or a section of one.

    `matter` is the front matter. Diagnostics are top-level blocks. `used` holds the keys of the
    link and footnote definitions that the blocks refer to (see `Definitions.unused`).
    """

    matter: dict[str, str]
    blocks: list[Block]
    used: frozenset[str] = frozenset()


def walk(blocks: Iterable[Block], depth: int = 0) -> Iterator[tuple[Block, int]]:
    """Yield every block with its list depth; quotes are replaced by their contents."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from walk(block.blocks, depth)
        else:
            yield block, depth
        if isinstance(block, Item):
            yield from walk(block.blocks, depth + 1)
