"""Paragraphs as units: an entry of several lines, or a line each."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly
from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Quote, Verbatim
from nsdi_tui.digest.reading.judging import judge
from nsdi_tui.digest.reading.parts import QUOTES, Part
from nsdi_tui.digest.reading.units import Unit, item_unit
from nsdi_tui.digest.reading.words import field_of_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.sections import Section
    from nsdi_tui.digest.styled import StyledText

_LABEL = re.compile(r"\W*[^\W\d_][\w /&-]{0,24}\W{0,2}[:：]")
_MARKED = ("linked_title", "marked_title", "quoted_title", "named_link_title", "citation")
_REMARK_LIMIT = 80
_LENGTH = 2_000


def paragraph_units(block: Paragraph, context: Context) -> list[Unit]:
    """Return the entries that a paragraph consists of; none where it is prose."""
    rich = block.rich
    if not rich.text or len(rich.text) > _LENGTH:
        return []
    if not rich.spans and not any(map(str.isdigit, rich.text)):
        return []
    lines = _lines(rich)
    units: list[Unit] = []
    if len(lines) > 1:
        starts = [at for at, (_, piece) in enumerate(lines) if at == 0 or _begins_entry(piece)]
        if len(starts) > 1:
            ends = [*starts[1:], len(lines)]
            units = [_unit(block, lines[a:b]) for a, b in zip(starts, ends, strict=True)]
            for unit in units:
                judge(unit, context)
            if not all(_is_entry(unit, context) for unit in units):
                units = []
    if not units:
        unit = _unit(block, lines)
        judge(unit, context)
        units = [unit] if _is_entry(unit, context) else []
    for unit in units:
        unit.verdict = "entry"
        unit.is_sure = True
    return units


def _lines(rich: StyledText) -> list[tuple[int, StyledText]]:
    """Split at breaks that the page shows, and at others where a new thing begins."""
    breaks = sorted({*rich.hard, *rich.breaks})
    kept = [
        at
        for at in breaks
        if at in rich.hard
        or _LABEL.match(rich.text, at)
        or _begins_entry(rich.slice(at, len(rich.text)))
        or any(s.start == at and s.style == "emphasis" for s in rich.spans)
    ]
    edges = [0, *kept, len(rich.text)]
    pieces = [(start, rich.slice(start, end)) for start, end in itertools.pairwise(edges)]
    return [(start, piece) for start, piece in pieces if piece.text or piece.images]


def _begins_entry(rich: StyledText) -> bool:
    """Whether a line begins with a title that is marked: a link of several words, or bold text."""
    part = Part(rich, 1, "cell")
    start = part.lead()
    for span in rich.spans:
        if span.start > start + 1:
            break
        words = len(part.of(span).split())
        if span.style == "link" and span.url and words >= 2 and part.is_title_link(span):
            return True
        if (
            span.style == "strong"
            and words >= 2
            and not part.of(span).rstrip().endswith((":", "："))
        ):
            return True
    return False


def _unit(block: Paragraph, lines: list[tuple[int, StyledText]]) -> Unit:
    parts = []
    for number, (start, piece) in enumerate(lines):
        line = block.line + block.rich.lines_before(start)
        parts.append(Part(piece, line, "line" if number else "cell"))
    whole = block.rich.slice(lines[0][0], lines[-1][0] + len(lines[-1][1].text))
    return Unit("paragraph", parts[0].line, whole, parts)


def _is_entry(unit: Unit, context: Context) -> bool:
    fields = unit.fields
    if not fields.title or len(fields.title) < 3 or _is_abstract(unit.text):
        return False
    scholarly = any(is_scholarly(link.url) for link in fields.links)
    facts = sum(map(bool, (fields.venue, fields.authors, fields.date)))
    if fields.title_rule not in _MARKED:
        # A plain title needs the whole form: links with labels, and nothing left of the line.
        return (
            fields.evidence == 3
            and fields.has_paper_link
            and len(fields.title.split()) >= 3
            and not fields.summary
            and context.section.role != "front"
        )
    if fields.title_rule == "citation":
        return True
    remark = sum(len(bullet.text) for bullet in fields.summary)
    if fields.evidence == 3 and (facts or fields.has_paper_link or scholarly):
        if fields.title_rule == "linked_title" and not facts and not scholarly:
            # A line of links, none of which leads to a paper.
            return False
        return context.section.role != "front" or facts > 0 or scholarly
    if fields.title_rule == "marked_title":
        return bool(fields.authors and (fields.venue or fields.date or fields.links))
    if remark > _REMARK_LIMIT:
        return False
    if context.section.role == "front":
        return scholarly and len(fields.title.split()) >= 4
    return fields.evidence >= 2 and (scholarly or facts > 0)


def _is_abstract(text: str) -> bool:
    label = re.match(r"\W*([^\W\d_][\w /&-]{0,24})\W{0,2}[:：]", text)
    return bool(label) and field_of_label(label[1]) == "summary" if label else False


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
