"""From sections to a digest: which units are entries, which are topics, what stays as a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.links import is_scholarly
from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Quote, Rule, Table, Verbatim
from nsdi_tui.digest.model import Bullet, Paper, Topic
from nsdi_tui.digest.reading.context import Context, Shape, Siblings, shape_of
from nsdi_tui.digest.reading.entries import Interner, bullets_of, make_paper, table_text
from nsdi_tui.digest.reading.judging import judge, read_fields
from nsdi_tui.digest.reading.paragraphs import paragraph_units, takes_body
from nsdi_tui.digest.reading.preamble import Preamble, is_label_only
from nsdi_tui.digest.reading.rows import row_units
from nsdi_tui.digest.reading.titles import TITLE_WORDS, reads_like_title
from nsdi_tui.digest.reading.units import Unit, item_unit, line_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.sections import Section

# How to cite something, in BibTeX: no note of the list.
_CITATION = re.compile(r"\s*@\w+\s*\{")
_OWN_SHAPE = 8
_OVERRIDE = {"back": 6, "contents": 1}


class Run:
    """Units that follow each other and are of one kind: a list, a table, or paragraphs."""

    def __init__(self, units: list[Unit], block: Block | None = None) -> None:
        self.units = units
        self.block = block


class Plan:
    """A section with its direct blocks read once: runs of units, and blocks that are none."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.context = Context(section.facts)
        self.runs: list[Run | Block] = []
        self.below: list[Plan] = []

    @property
    def units(self) -> list[Unit]:
        """All units of the section itself."""
        return [unit for run in self.runs if isinstance(run, Run) for unit in run.units]


class Assembler:
    """Builds topics and entries from sections, and notes what is neither."""

    def __init__(self, page: str | None = None) -> None:
        self.interner = Interner()
        self.diagnostics: list[Diagnostic] = []
        self.preamble = Preamble(self.diagnostics)
        self.page = page
        self._shape = Shape()

    def assemble(self, root: Section, notes: list[Bullet]) -> list[Topic | Paper]:
        """Return the digest's children; what belongs to the digest itself goes to `notes`."""
        plan = self._plan(root)
        items = [unit for unit in _all_units(plan) if unit.kind == "item"]
        self._shape = shape_of(items)
        return self._children(plan, notes)

    # The first pass.

    def _plan(self, section: Section) -> Plan:
        plan = Plan(section)
        plan.context.page = self.page
        plan.runs = self._runs(section, plan.context)
        role = section.facts.role
        if role in ("back", "contents", "meta", "acronyms", "acceptance") and _holds_entries(
            plan.units, _OVERRIDE.get(role, 2)
        ):
            section.facts.role = "topic"
            if section.title and section.facts.path[-1:] != (section.title,):
                section.facts.path = (*section.facts.path, section.title)
                for inner in section.sections:
                    _deepen(inner, section.title, len(section.facts.path) - 1)
        plan.below = [self._plan(inner) for inner in section.sections]
        return plan

    def _runs(self, section: Section, context: Context) -> list[Run | Block]:
        runs: list[Run | Block] = []
        blocks = section.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            if isinstance(block, Item):
                units = [item_unit(block)]
                while at < len(blocks) and isinstance(item := blocks[at], Item):
                    units.append(item_unit(item))
                    at += 1
                for unit in units:
                    judge(unit, context)
                runs.append(Run(units))
            elif isinstance(block, Table):
                if rows := row_units(block):
                    for unit in rows:
                        judge(unit, context)
                    runs.append(Run(rows, block))
                else:
                    runs.append(block)
            elif isinstance(block, Paragraph) and (units := paragraph_units(block, context)):
                at = takes_body(units[-1], blocks, at, context)
                runs.append(Run(units, block))
            else:
                runs.append(block)
        return runs

    # The second pass.

    def _children(self, plan: Plan, notes: list[Bullet]) -> list[Topic | Paper]:
        section = plan.section
        children, own = self._direct(plan)
        notes.extend(own)
        before_papers = not children
        is_root = section.kind == "root"
        entry_sections = self._entry_sections(plan)
        for inner in plan.below:
            facts = inner.section.facts
            if id(inner) in entry_sections:
                children.append(self._section_entry(inner))
                before_papers = False
                continue
            if facts.role not in ("topic", "back") or not inner.section.title:
                children.extend(self._children(inner, notes))
                before_papers = before_papers and not children
                continue
            below_notes: list[Bullet] = []
            below = self._children(inner, below_notes)
            if inner.section.kind != "heading" and not below:
                # A bold line without entries below it is text.
                if inner.section.rich:
                    notes.append(inner.section.rich.bullet(0, "text"))
                notes.extend(below_notes)
                continue
            follows = not (is_root and before_papers)
            if below or (follows and not (below_notes and before_papers)):
                children.append(
                    Topic(
                        facts.path[-1],
                        inner.section.line,
                        tuple(below),
                        tuple(below_notes),
                        inner.section.links,
                    )
                )
                before_papers = False
            else:
                # A chapter of text before the papers is about the digest.
                if below_notes and inner.section.title:
                    notes.append(Bullet(inner.section.title, 0, (), "text"))
                notes.extend(below_notes)
                self.preamble.meta.extend(inner.section.links)
        return children

    def _direct(self, plan: Plan) -> tuple[list[Topic | Paper], list[Bullet]]:
        """Return the entries and topics of a section's own blocks, and its notes."""
        section = plan.section
        role = section.facts.role
        notes: list[Bullet] = []
        children: list[Topic | Paper] = []
        if role in ("acronyms", "acceptance", "meta", "back", "contents"):
            for block in section.blocks:
                self._other(block, section, notes)
            return children, notes
        shape = self._shape_for(plan.units)
        for run in plan.runs:
            if isinstance(run, Run):
                self._settle(run, plan, shape, children, notes)
            elif isinstance(run, Paragraph):
                self._paragraph(run, section, notes)
            elif isinstance(run, Diagnostic):
                self.diagnostics.append(run)
            else:
                self._note_block(run, notes)
        return children, notes

    def _shape_for(self, units: list[Unit]) -> Shape:
        own = shape_of(units)
        if len(units) >= _OWN_SHAPE:
            return own
        whole = self._shape
        return Shape(
            entries=own.entries,
            papers=own.papers,
            named_rest=own.named_rest or whole.named_rest,
            bar_organizations=own.bar_organizations or whole.bar_organizations,
            bar_tags=own.bar_tags or whole.bar_tags,
            bracket_venues=own.bracket_venues or whole.bracket_venues,
            code_roles=whole.code_roles,
            labelled_bullets=own.labelled_bullets or whole.labelled_bullets,
            title_rules=own.title_rules,
        )

    def _settle(
        self,
        run: Run,
        plan: Plan,
        shape: Shape,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        context = Context(plan.section.facts, shape, Siblings(), True, self.page)
        near = _siblings(run.units, plan.section.facts.expects_papers, children)
        context.siblings = near
        for unit in run.units:
            if unit.needs_shape:
                verdict = unit.verdict
                read_fields(unit, context)
                unit.verdict = verdict
            if unit.kind in ("item", "row"):
                judge(unit, context)
            self._place(unit, plan, context, children, notes)

    def _place(
        self,
        unit: Unit,
        plan: Plan,
        context: Context,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        facts = plan.section.facts
        front = facts.role == "front"
        if unit.kind == "item" and not unit.blocks and is_label_only(unit.rich):
            self.preamble.meta_line(unit.rich, facts.role, notes)
        elif unit.verdict == "entry" and not (front and not _is_strong(unit) and not unit.blocks):
            children.extend(self._entries(unit, context))
        elif unit.verdict == "topic":
            children.append(self._topic(unit, context))
        elif unit.verdict == "contents":
            pass
        elif front and unit.kind == "item" and not unit.blocks:
            self.preamble.meta_line(unit.rich, "front", notes, "item")
        elif unit.kind == "paragraph":
            notes.append(unit.rich.bullet(0, "text"))
            notes.extend(bullets_of(unit.blocks))
        else:
            self._note(unit, context, children, notes)

    def _entries(self, unit: Unit, context: Context) -> list[Paper]:
        """Return an entry, then those among its bullets that have a title and links of their own."""
        followups: list[Unit] = []
        for block in unit.items:
            if not block.blocks and any(is_scholarly(link.url or "") for link in block.rich.links):
                child = item_unit(block)
                judge(child, Context(context.section, context.shape))
                if _is_followup(child):
                    followups.append(child)
        if followups:
            taken = {child.line for child in followups}
            unit.blocks = [b for b in unit.blocks if not (isinstance(b, Item) and b.line in taken)]
        papers = [make_paper(unit, context, self.interner)]
        papers.extend(make_paper(child, context, self.interner) for child in followups)
        return papers

    def _topic(self, unit: Unit, context: Context) -> Topic:
        """Return an item as a topic with all that is below it."""
        fields = unit.fields
        beside = fields.venue or fields.badges or fields.date
        title = unit.text if beside or not fields.title else fields.title
        title = title.strip().rstrip(":：").strip() or title
        facts = context.section
        inner = type(facts)(
            role=facts.role if facts.role != "front" else "topic",
            title=title,
            path=self.interner.strings((*facts.path, title)),
            expects_papers=facts.expects_papers,
            resources=facts.resources,
            venue=fields.venue or facts.venue,
            year=fields.date.year if fields.date else facts.year,
        )
        children: list[Topic | Paper] = []
        notes: list[Bullet] = []
        shape = self._shape_for(unit.children)
        below = Context(inner, shape, Siblings(), True, self.page)
        self._settle_items(unit.children, below, children, notes)
        own = [Bullet(rest.text, 0, rest.spans, "text") for rest in fields.summary if not beside]
        own += bullets_of([block for block in unit.blocks if not isinstance(block, Item)])
        return Topic(
            inner.path[-1], unit.line, tuple(children), (*own, *notes), tuple(fields.links)
        )

    def _settle_items(
        self,
        units: list[Unit],
        context: Context,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        context.siblings = _siblings(units, context.section.expects_papers, children)
        for unit in units:
            if unit.needs_shape:
                read_fields(unit, context)
            judge(unit, context)
            if unit.verdict == "entry":
                children.extend(self._entries(unit, context))
            elif unit.verdict == "topic":
                children.append(self._topic(unit, context))
            elif unit.verdict != "contents":
                self._note(unit, context, children, notes)

    def _note(
        self,
        unit: Unit,
        context: Context,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        if unit.kind == "row":
            notes.append(Bullet(" | ".join(cell.text for cell in _cells(unit)), 0, (), "text"))
            return
        if not unit.text and unit.children:
            self._settle_items(unit.children, context, children, notes)
            return
        bullets = bullets_of([Item(unit.line, unit.rich, unit.blocks)])
        notes.extend(bullets)
        if context.section.expects_papers and bullets:
            reason = "neither a paper nor a topic: kept as a note"
            self.diagnostics.append(Diagnostic(unit.line, reason, bullets[0].text))

    # Sections that are entries: a heading or bold line with links alone below it.

    def _entry_sections(self, plan: Plan) -> set[int]:
        candidates = [inner for inner in plan.below if _may_be_entry(inner)]
        if not candidates:
            return set()
        level = {inner.section.level for inner in candidates}
        alike = [inner for inner in plan.below if inner.section.level in level]
        with_content = [inner for inner in alike if inner.section.blocks or inner.below]
        if len(candidates) >= max(2, 0.5 * len(with_content)) or (
            len(candidates) == len(with_content) and _has_venue(candidates[0])
        ):
            return {id(inner) for inner in candidates}
        return set()

    def _section_entry(self, plan: Plan) -> Paper:
        section = plan.section
        rich = section.rich
        assert rich is not None
        blocks = [block for block in section.blocks if not isinstance(block, Rule)]
        unit = Unit("heading", section.line, rich, line_parts(rich, section.line), blocks)
        facts = type(section.facts)(
            role="topic",
            path=section.facts.path[:-1],
            expects_papers=True,
            venue=section.facts.venue,
            year=section.facts.year,
        )
        context = Context(facts, self._shape, Siblings(expects=True), True, self.page)
        for block in blocks:
            if isinstance(block, Paragraph) and block.rich.links and len(block.rich.text) < 400:
                for piece in line_parts(block.rich, block.line):
                    piece.role = "below"
                    unit.parts.append(piece)
        kept = [
            b
            for b in blocks
            if not (isinstance(b, Paragraph) and b.rich.links and len(b.rich.text) < 400)
        ]
        unit.blocks = kept
        read_fields(unit, context)
        return make_paper(unit, context, self.interner)

    # What is no entry.

    def _paragraph(self, block: Paragraph, section: Section, notes: list[Bullet]) -> None:
        if section.facts.role in ("front", "papers"):
            for line in block.rich.lines():
                self.preamble.meta_line(line, section.facts.role, notes)
            self.preamble.meta_images(block.rich)
        else:
            notes.extend(bullets_of([block]))

    def _other(self, block: Block, section: Section, notes: list[Bullet]) -> None:
        if isinstance(block, Diagnostic):
            self.diagnostics.append(block)
        elif isinstance(block, Item):
            self.preamble.item(block, section.facts.role, notes)
        elif isinstance(block, Paragraph):
            self.preamble.paragraph(block, section.facts.role, notes)
        else:
            self._note_block(block, notes)

    @staticmethod
    def _note_block(block: Block, notes: list[Bullet]) -> None:
        if isinstance(block, Table):
            if text := table_text(block):
                notes.append(Bullet(text, 0, (), "text"))
        elif isinstance(block, Verbatim) and _CITATION.match(block.text):
            pass
        elif isinstance(block, Quote | Verbatim | Paragraph | Item):
            notes.extend(bullets_of([block]))


def _siblings(units: list[Unit], expects: bool, before: Iterable[Topic | Paper]) -> Siblings:
    """Return what the units of one list, and what came before it, say about an open one."""
    kinds = {type(child) for child in list(before)[-64:]}
    entries = sum(1 for unit in units if unit.verdict == "entry")
    still_open = [unit for unit in units if unit.verdict is None]
    titles = sum(1 for unit in still_open if reads_like_title(unit.title))
    return Siblings(
        expects=expects,
        entries=Paper in kinds or entries > 0,
        topics=Topic in kinds or any(unit.verdict == "topic" for unit in units),
        mostly_titles=titles >= 0.6 * len(still_open),
        mostly_linked=sum(1 for u in units if u.fields.evidence >= 1) >= 0.5 * len(units),
        mostly_entries=entries >= 0.5 * len(units),
    )


def _all_units(plan: Plan) -> list[Unit]:
    out: list[Unit] = []
    stack = [plan]
    while stack:
        here = stack.pop()
        for unit in here.units:
            out.append(unit)
            out.extend(unit.children)
        stack.extend(here.below)
    return out


def _holds_entries(units: list[Unit], least: int) -> bool:
    """Whether most items of a section are surely entries, whatever its heading says."""
    if not units:
        return False
    strong = sum(1 for unit in units if _is_strong(unit))
    strong += sum(1 for unit in units if unit.verdict == "topic")
    return strong >= max(least, 0.5 * len(units))


def _is_strong(unit: Unit) -> bool:
    return unit.verdict == "entry" and (unit.fields.evidence == 3 or unit.is_sure)


def _is_followup(unit: Unit) -> bool:
    """Whether a bullet below an entry is an entry itself: a title with links, and no sentence."""
    fields = unit.fields
    if unit.verdict != "entry" or fields.summary or not fields.title:
        return False
    named = bool(fields.authors and fields.date)
    if fields.title_rule == "plain_title" and len(fields.title.split()) < TITLE_WORDS and not named:
        return False
    return fields.title_at <= 2 or bool(fields.venue)


def _deepen(section: Section, title: str, at: int) -> None:
    path = section.facts.path
    section.facts.path = (*path[:at], title, *path[at:])
    for inner in section.sections:
        _deepen(inner, title, at)


def _cells(unit: Unit) -> list[Part]:
    return [*unit.parts, *unit.cells]


def _may_be_entry(plan: Plan) -> bool:
    """Whether a section reads as one entry: links with labels below it, and text."""
    section = plan.section
    if plan.below or section.kind not in ("heading", "group") or not section.blocks:
        return False
    if section.facts.role != "topic" or section.is_date or len(section.title) < 3:
        return False
    labelled = 0
    for run in plan.runs:
        if isinstance(run, Run):
            for unit in run.units:
                if unit.verdict == "entry" or unit.children:
                    return False
                if _only_links(unit):
                    labelled += 1
                elif unit.rich.links:
                    return False
        elif isinstance(run, Paragraph) and _only_label_links(run):
            labelled += 1
        elif isinstance(run, Table):
            return False
    return labelled > 0


def _only_links(unit: Unit) -> bool:
    from nsdi_tui.digest.reading.rules.link_bullets import link_bullet

    return bool(link_bullet(unit.rich)) or (bool(unit.rich.images) and not unit.text)


def _only_label_links(block: Paragraph) -> bool:
    from nsdi_tui.digest.reading.rules.link_bullets import link_bullet

    return bool(link_bullet(block.rich))


def _has_venue(plan: Plan) -> bool:
    return plan.section.facts.year is not None
