"""Deciding what a unit is: the votes on it, and paragraphs that consist of entries."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly
from nsdi_tui.digest.markdown.blocks import Item, Paragraph
from nsdi_tui.digest.reading.ballot import tally
from nsdi_tui.digest.reading.needs import CHILDREN, rules_for
from nsdi_tui.digest.reading.parts import Part
from nsdi_tui.digest.reading.unit_fields import read_fields
from nsdi_tui.digest.reading.units import Unit, item_unit
from nsdi_tui.digest.reading.words import field_of_label

if TYPE_CHECKING:
    from nsdi_tui.digest.reading.ballot import Vote
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.styled import StyledText

SURE = 60

_LABEL = re.compile(r"\W*[^\W\d_][\w /&-]{0,24}\W{0,2}[:：]")
_MARKED = ("linked_title", "marked_title", "quoted_title", "named_link_title", "citation")
_REMARK_LIMIT = 80
_LENGTH = 2_000


def _may_be_topic(unit: Unit) -> bool:
    """Whether the items below a unit could make it a topic, so that they must be judged."""
    fields = unit.fields
    if fields.evidence == 3 and fields.is_scholarly:
        return False
    return fields.evidence < 2 or any(item.rich.links or item.blocks for item in unit.items)


def judge(unit: Unit, context: Context) -> None:
    """Read a unit and decide what it is by itself; `verdict` stays None where that is open.

    The items below are judged only where the unit's own line leaves room for doubt.
    """
    if not context.second:
        read_fields(unit, context)
        if unit.kind == "item" and _may_be_topic(unit):
            unit.children = [item_unit(block) for block in unit.blocks if isinstance(block, Item)]
            for child in unit.children:
                judge(child, context)
            if unit.fields.evidence < 2:
                unit.children = _with_paragraphs(unit, context)
    unit.votes = _votes(unit, context)
    unit.verdict = tally(unit.votes)
    if not context.second:
        surely = any(vote.weight >= SURE for vote in unit.votes)
        unit.is_sure = surely and unit.verdict in ("entry", "topic")


def _with_paragraphs(unit: Unit, context: Context) -> list[Unit]:
    """Return the units below an item in their order, the paragraphs that are entries among them."""
    items = iter(unit.children)
    out: list[Unit] = []
    for block in unit.blocks[unit.completed :]:
        if isinstance(block, Item):
            out.append(next(items))
        elif isinstance(block, Paragraph) and block.rich.links:
            units = paragraph_units(block, context)
            out.extend(units)
            if units:
                unit.entry_blocks.append(block)
    return out


def _votes(unit: Unit, context: Context) -> list[Vote]:
    votes = []
    for rule, name in rules_for(context.rules.votes, CHILDREN if unit.children else 0):
        for vote in rule(unit, context):
            vote.rule = name
            votes.append(vote)
    return votes


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
