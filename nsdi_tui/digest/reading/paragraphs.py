"""What follows an entry in a paragraph and belongs to it: bullets, pictures, labelled facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Quote, Verbatim
from nsdi_tui.digest.reading.judging import judge
from nsdi_tui.digest.reading.parts import QUOTES, Part
from nsdi_tui.digest.reading.units import item_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.sections import Section
    from nsdi_tui.digest.reading.units import Unit


def takes_body(unit: Unit, blocks: Sequence[Block | Section], at: int, context: Context) -> int:
    """Give an entry the blocks that follow it and belong to it; return where the next one is."""
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Item):
            end = at
            while end < len(blocks) and isinstance(blocks[end], Item):
                end += 1
            items = [item for item in blocks[at:end] if isinstance(item, Item)]
            if _are_entries(items, context):
                return at
            unit.blocks.extend(items)
            at = end
        elif isinstance(block, Paragraph) and _continues(block):
            if block.rich.text or any(image.url for image in block.rich.images):
                unit.parts.append(Part(block.rich, block.line, "line"))
                judge(unit, context)
                unit.verdict, unit.is_sure = "entry", True
            at += 1
        elif isinstance(block, Verbatim | Quote):
            unit.blocks.append(block)
            at += 1
        else:
            return at
    return at


def _are_entries(items: list[Item], context: Context) -> bool:
    units = [item_unit(item) for item in items[:8]]
    for unit in units:
        judge(unit, context)
    strong = sum(1 for unit in units if unit.verdict in ("entry", "topic") and unit.is_sure)
    return strong >= 0.5 * len(units)


def _continues(block: Paragraph) -> bool:
    """Whether a paragraph after an entry belongs to it: a picture, or a fact with a label."""
    rich = block.rich
    if not rich.text:
        return bool(rich.images)
    first = rich.spans[0] if rich.spans else None
    if first and first.start == 0 and first.style == "strong":
        label = rich.text[: first.end + 1].rstrip()
        return label[-1:] in ":：" and len(label) <= 30
    return bool(re.match(r"\W*abstract\W*[:：]", rich.text, re.I)) and rich.text[0] not in QUOTES
