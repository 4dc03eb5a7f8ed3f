"""The first pass over a section: its blocks as units, each judged by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly
from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Table
from nsdi_tui.digest.reading.context import Context, DocumentFacts
from nsdi_tui.digest.reading.judging import judge, paragraph_units
from nsdi_tui.digest.reading.paragraphs import takes_body
from nsdi_tui.digest.reading.rows import row_units
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet
from nsdi_tui.digest.reading.sections import Section
from nsdi_tui.digest.reading.units import Unit, item_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.context import Rules

# How many entries a section needs before it counts as a topic in spite of its heading's words.
_OVERRIDE = {"back": 6, "contents": 1, "meta": 2, "acronyms": 2, "acceptance": 2}


class Run:
    """Units that follow each other and are of one kind: a list, a table, or paragraphs."""

    def __init__(self, units: list[Unit], blocks: list[Block]) -> None:
        self.units = units
        self.blocks = blocks


class Plan:
    """A section whose direct blocks were read once: runs of units, and blocks that are none."""

    def __init__(self, section: Section, document: DocumentFacts, rules: Rules = RULES) -> None:
        self.section = section
        self.runs = _runs(section, document, rules)
        facts = section.facts
        if facts.role in _OVERRIDE and _holds_entries(self.units, _OVERRIDE[facts.role]):
            facts.role = "topic"
        self.below = [run for run in self.runs if isinstance(run, Plan)]

    @property
    def units(self) -> list[Unit]:
        """The units of the section itself."""
        return [unit for run in self.runs if isinstance(run, Run) for unit in run.units]

    def all_units(self) -> Iterator[Unit]:
        """Yield the units of the section and of the groups in it, with those below them."""
        for unit in self.units:
            yield unit
            yield from unit.children
        for inner in self.below:
            yield from inner.all_units()

    @property
    def may_be_entry(self) -> bool:
        """Whether the section reads as one entry: links with labels below its title, and text."""
        section = self.section
        if self.below or section.rich is None:
            return False
        facts = section.facts
        if facts.role != "topic" or facts.is_date or len(section.title) < 3:
            return False
        labelled = sum(1 for link in section.rich.links if is_scholarly(link.url or ""))
        others = 0
        for run in self.runs:
            if isinstance(run, Table):
                return False
            if isinstance(run, Paragraph):
                labelled += bool(link_bullet(run.rich))
            for unit in run.units if isinstance(run, Run) else ():
                if link_bullet(unit.rich) or (unit.rich.images and not unit.text):
                    labelled += 1
                elif unit.children or (is_strong(unit) and _has_evidence(unit)):
                    return False
                else:
                    others += bool(unit.rich.links)
        return labelled > others


def _has_evidence(unit: Unit) -> bool:
    fields = unit.fields
    return bool(fields.venue or fields.authors) or any(is_scholarly(k.url) for k in fields.links)


def is_strong(unit: Unit) -> bool:
    """Whether a unit is an entry beyond doubt."""
    return unit.verdict == "entry" and (unit.fields.evidence == 3 or unit.is_sure)


def _runs(section: Section, document: DocumentFacts, rules: Rules) -> list[Run | Plan | Block]:
    context = Context(section.facts, rules, document=document)
    runs: list[Run | Plan | Block] = []
    blocks = section.blocks
    at = 0
    while at < len(blocks):
        block = blocks[at]
        first = at
        at += 1
        units: list[Unit] = []
        if isinstance(block, Section):
            runs.append(Plan(block, document, rules))
            continue
        if isinstance(block, Item):
            units = item_units(block)
            while at < len(blocks) and isinstance(item := blocks[at], Item):
                units.extend(item_units(item))
                at += 1
        elif isinstance(block, Table):
            units = row_units(block)
        elif isinstance(block, Paragraph) and (units := paragraph_units(block, context)):
            at = takes_body(units[-1], blocks, at, context)
            runs.append(Run(units, blocks_between(blocks, first, at)))
            continue
        for unit in units:
            judge(unit, context)
        runs.append(Run(units, blocks_between(blocks, first, at)) if units else block)
    return runs


def blocks_between(blocks: Sequence[Block | Section], start: int, end: int) -> list[Block]:
    """Return the blocks in a range, groups left out."""
    return [block for block in blocks[start:end] if not isinstance(block, Section)]


def _holds_entries(units: list[Unit], least: int) -> bool:
    """Whether most items of a section are surely entries, whatever its heading says."""
    strong = sum(1 for unit in units if is_strong(unit) or unit.verdict == "topic")
    return bool(units) and strong >= max(least, 0.5 * len(units))
