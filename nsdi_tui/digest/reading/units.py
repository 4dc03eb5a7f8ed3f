"""Units: whatever may be an entry. A list item, a table row, a heading, a paragraph or its line."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.digest.links import is_label
from nsdi_tui.digest.markdown.blocks import DetailsEnd, DetailsStart, Item, Paragraph
from nsdi_tui.digest.reading.ballot import Fields
from nsdi_tui.digest.reading.parts import Part
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_tail
from nsdi_tui.digest.reading.titles import TITLE_WORDS
from nsdi_tui.digest.reading.words import is_generic_summary

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.ballot import Kind, Vote
    from nsdi_tui.digest.styled import StyledText

UnitKind: TypeAlias = Literal["item", "row", "heading", "paragraph"]
# A line with more than this is no entry's line.
HEAD_LIMIT = 3_000
LINKS_LIMIT = 64
_FACTS_LIMIT = 600


@dataclass(slots=True)
class Unit:
    """One candidate: its parts (the head first), the blocks below it, and what it was read as."""

    kind: UnitKind
    line: int
    rich: StyledText
    parts: list[Part]
    blocks: list[Block] = field(default_factory=list)
    # The paragraphs below an item that are entries.
    entry_blocks: list[Block] = field(default_factory=list)
    # A table row's other cells, and the bullets below an entry.
    cells: list[Part] = field(default_factory=list)
    bullets: list[Part] = field(default_factory=list)
    # How many of the bullets come before the first one that has bullets below it.
    plain_bullets: int = 0
    children: list[Unit] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    was_read: bool = False
    votes: list[Vote] = field(default_factory=list)
    verdict: Kind | None = None
    # How many of the blocks are among the parts.
    completed: int = 0
    # Whether the siblings have no say any more.
    is_sure: bool = False
    # The features of a shape (`Shape`) that would let a rule say more in the second pass.
    asks: set[str] = field(default_factory=set)
    is_resource: bool = False

    @property
    def head(self) -> Part:
        """The part that holds the title as a rule."""
        return self.parts[0]

    @property
    def title(self) -> str:
        """The title as read."""
        return self.fields.title

    @property
    def text(self) -> str:
        """The head's text."""
        return self.rich.text

    @property
    def items(self) -> list[Item]:
        """The list items directly below."""
        return [block for block in self.blocks if isinstance(block, Item)]


def item_unit(item: Item) -> Unit:
    """Return the unit of a list item: its lines, and the paragraph below that may complete it."""
    blocks = without_details(item.blocks)
    unit = Unit("item", item.line, item.rich, line_parts(item.rich, item.line), blocks)
    complete(unit)
    return unit


def without_details(blocks: list[Block]) -> list[Block]:
    """Return the blocks of an item with the summaries of its `<details>` elements as paragraphs."""
    if not any(isinstance(block, DetailsStart | DetailsEnd) for block in blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, DetailsStart):
            if block.rich.text and not is_generic_summary(block.rich.text):
                out.append(Paragraph(block.line, block.rich))
        elif not isinstance(block, DetailsEnd):
            out.append(block)
    return out


_YEAR = re.compile(r"\s*[(\[](?:19|20)\d\d[)\]]")


def item_units(item: Item) -> list[Unit]:
    """Return the units of a list item: one, or two where its line joins two dated titles."""
    rich = item.rich
    links = rich.links
    if 2 <= len(links) <= 4 and links[0].start <= 2 and " and " in rich.text:
        first, second = links[0], links[1]
        year = _YEAR.match(rich.text, first.end)
        joined = rich.text[year.end() : second.start].strip(" ,") if year else ""
        if year and joined in ("and", "and The", "&") and _YEAR.match(rich.text, second.end):
            pieces = (rich.slice(0, year.end()), rich.slice(second.start, len(rich.text)))
            units = [Unit("item", item.line, p, line_parts(p, item.line)) for p in pieces]
            units[1].blocks = without_details(item.blocks)
            return units
    return [item_unit(item)]


def line_parts(rich: StyledText, line: int) -> list[Part]:
    """Return a text as parts, one for each line that the page shows."""
    if not rich.hard:
        return [Part(rich, line)]
    lines: list[Part] = []
    edges = [0, *rich.hard, len(rich.text)]
    for start, end in itertools.pairwise(edges):
        piece = rich.slice(start, end)
        if piece.text or piece.images:
            role: Literal["head", "line"] = "line" if lines else "head"
            lines.append(Part(piece, line + rich.lines_before(start), role))
    return lines or [Part(rich, line)]


def complete(unit: Unit) -> None:
    """Add the paragraphs directly below an entry's line that may hold its authors or links."""
    for block in unit.blocks[:3]:
        if not isinstance(block, Paragraph) or not _may_complete(block.rich):
            break
        add_below(unit, block)
        unit.completed += 1


def add_below(unit: Unit, block: Paragraph) -> None:
    """Add the lines of a paragraph to the parts of the unit above it."""
    for piece in line_parts(block.rich, block.line):
        piece.role = "below"
        unit.parts.append(piece)


def _may_complete(rich: StyledText) -> bool:
    """Whether a paragraph looks like authors, links or facts rather than a summary."""
    if len(rich.text) > HEAD_LIMIT:
        return False
    if rich.images and len(rich.text) < 40:
        return True
    links = rich.links
    for link in links:
        text = rich.text[link.start : link.end]
        labelled = is_label(rich.text[: link.start].strip(" :：") or "-")
        if len(text.split()) >= TITLE_WORDS and not is_label(text) and not labelled:
            # The link is a title.
            return False
    if not links and (reads_like_facts(rich.text) or _reads_like_people(rich.text)):
        return True
    covered = sum(link.end - link.start for link in links)
    if links and covered + 12 * len(links) >= 0.5 * len(rich.text):
        return True
    first = next((span for span in rich.spans if span.style in ("emphasis", "small")), None)
    return (
        first is not None
        and first.start <= 2
        and (bool(links) or first.end >= 0.6 * len(rich.text))
    )


def _reads_like_people(text: str) -> bool:
    """Whether a line below a title consists of full names."""
    names = authors_in(text)
    return bool(names) and all(" " in name for name in names)


def reads_like_facts(text: str) -> bool:
    """Whether a line below a title is wholly made of its venue, or of authors and a venue."""
    if len(text) > _FACTS_LIMIT or not any(map(str.isdigit, text)):
        return False
    tail = read_tail(text)
    return bool(tail.venue or (tail.authors and tail.date)) and not tail.rest
