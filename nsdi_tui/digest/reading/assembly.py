"""The second pass over a section: which units are entries, which are topics, what stays a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.links import is_scholarly
from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Quote, Rule, Table, Verbatim
from nsdi_tui.digest.model import Bullet, Paper, Topic
from nsdi_tui.digest.reading.ballot import described
from nsdi_tui.digest.reading.context import Context, DocumentFacts, Shape, Siblings
from nsdi_tui.digest.reading.entries import (
    Interner,
    bullet_of,
    bullets_of,
    make_paper,
    rows_bullet,
    table_bullet,
)
from nsdi_tui.digest.reading.judging import judge
from nsdi_tui.digest.reading.planning import Plan, Run, is_strong
from nsdi_tui.digest.reading.preamble import Preamble, is_label_only
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.reading.runs import CITATION
from nsdi_tui.digest.reading.sections import Section
from nsdi_tui.digest.reading.siblings import entry_groups, shape_for, siblings_of
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.titles import TITLE_WORDS
from nsdi_tui.digest.reading.unit_fields import read_fields
from nsdi_tui.digest.reading.units import Unit, add_below, item_unit, line_parts, reads_like_facts
from nsdi_tui.digest.venues import names_venue

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.context import Rules

_NO_ENTRIES = ("acronyms", "acceptance", "meta", "back", "contents")
UNDECIDED = "votes are close: kept as a note"
NEITHER = "neither a paper nor a topic: kept as a note"
_LINE_LIMIT = 400


class Assembler:
    """Builds topics and entries from the sections of a part of a document."""

    def __init__(self, document: DocumentFacts, habits: Shape, rules: Rules = RULES) -> None:
        self.interner = Interner()
        self.diagnostics: list[Diagnostic] = []
        self.preamble = Preamble(self.diagnostics)
        self.undecided: list[int] = []
        self._document = document
        self._shape = habits
        # Whether bold lines are titles of entries in this part of the document.
        self.title_groups = False
        self._rules = rules

    def assemble(self, plan: Plan, notes: list[Bullet]) -> list[Topic | Paper]:
        """Return a section's entries and topics, those of the groups in it too, and add notes."""
        section = plan.section
        role = section.facts.role
        children: list[Topic | Paper] = []
        entries = entry_groups(plan, self.title_groups)
        shape = shape_for(plan.units, self._shape)
        for run in plan.runs:
            if isinstance(run, Plan):
                self._group(run, entries.pop(0), children, notes)
            elif role in _NO_ENTRIES:
                for block in run.blocks if isinstance(run, Run) else (run,):
                    self._other(block, section, notes)
            elif isinstance(run, Run):
                self._settle(run, plan, shape, children, notes)
            elif isinstance(run, Paragraph):
                self._paragraph(run, section, notes)
            elif not isinstance(run, Diagnostic):
                self._note_block(run, notes)
        return children

    def _group(
        self, plan: Plan, is_entry: bool, children: list[Topic | Paper], notes: list[Bullet]
    ) -> None:
        """Place a details element or group line: an entry, a topic, or text."""
        section = plan.section
        if is_entry:
            children.append(self.section_entry(plan))
            return
        if not section.title:
            children.extend(self.assemble(plan, notes))
            return
        own: list[Bullet] = []
        below = self.assemble(plan, own)
        if below:
            children.append(
                Topic(section.title, section.line, tuple(below), tuple(own), section.links)
            )
            return
        # A bold line without entries below it is text.
        if section.rich:
            notes.append(bullet_of(section.rich, 0, "text"))
        notes.extend(own)

    def _settle(
        self,
        run: Run,
        plan: Plan,
        shape: Shape,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        context = Context(plan.section.facts, self._rules, shape, Siblings(), True, self._document)
        near = siblings_of(run.units, plan.section.facts.expects_papers, children)
        context.siblings = near
        # A long table has many units: what was placed is dropped.
        run.units.reverse()
        while run.units:
            unit = run.units.pop()
            self._read_again(unit, context)
            self._place(unit, plan, context, children, notes)

    @staticmethod
    def _read_again(unit: Unit, context: Context) -> None:
        """Read and judge a unit again, if its siblings may settle what its own line left open."""
        if any(getattr(context.shape, feature) for feature in unit.asks):
            read_fields(unit, context)
        elif unit.is_sure:
            return
        if unit.kind in ("item", "row"):
            judge(unit, context)

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
        elif unit.verdict == "entry" and not (front and not is_strong(unit) and not unit.blocks):
            children.extend(self._entries(unit, context))
        elif unit.verdict == "topic":
            children.append(self._topic(unit, context))
        elif unit.verdict == "contents":
            pass
        elif front and unit.kind == "item" and not unit.blocks:
            self.preamble.meta_line(unit.rich, "front", notes, "item")
        elif unit.kind == "paragraph":
            notes.append(bullet_of(unit.rich, 0, "text"))
            notes.extend(bullets_of(unit.blocks))
        else:
            self._note(unit, context, children, notes)

    def _entries(self, unit: Unit, context: Context) -> list[Paper]:
        """Return an entry, then those among its bullets that are entries themselves."""
        followups: list[Unit] = []
        for block in unit.items:
            if not block.blocks and any(is_scholarly(link.url or "") for link in block.rich.links):
                child = item_unit(block)
                judge(child, Context(context.section, self._rules, context.shape))
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
        named = read_venue(title)
        date = named.date if named else None
        inner = replace(
            facts,
            role=facts.role if facts.role != "front" else "topic",
            title=title,
            path=self.interner.strings((*facts.path, title)),
            venue=(named.venue if named and date and names_venue(named.venue) else None)
            or facts.venue,
            year=date.year if date else facts.year,
        )
        children: list[Topic | Paper] = []
        notes: list[Bullet] = []
        shape = shape_for(unit.children, self._shape)
        below = Context(inner, self._rules, shape, Siblings(), True, self._document)
        self._settle_items(unit.children, below, children, notes)
        own = [Bullet(rest.text, 0, rest.spans, "text") for rest in fields.summary if not beside]
        entries = unit.entry_blocks
        own += bullets_of(
            block
            for block in unit.blocks
            if not isinstance(block, Item) and not any(block is entry for entry in entries)
        )
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
        context.siblings = siblings_of(units, context.section.expects_papers, children)
        for unit in units:
            self._read_again(unit, context)
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
            notes.append(rows_bullet([[cell.rich for cell in (*unit.parts, *unit.cells)]]))
            return
        if not unit.text and unit.children:
            self._settle_items(unit.children, context, children, notes)
            return
        bullets = bullets_of([Item(unit.line, unit.rich, unit.blocks)])
        notes.extend(bullets)
        if bullets and (reason := _doubt(unit, context)):
            self.diagnostics.append(Diagnostic(unit.line, reason, bullets[0].text))
            if reason.startswith(UNDECIDED):
                self.undecided.append(unit.line)

    def section_entry(self, plan: Plan) -> Paper:
        """Return the entry that a heading or bold line is."""
        return make_paper(*self.section_unit(plan), self.interner)

    def section_unit(self, plan: Plan) -> tuple[Unit, Context]:
        """Return a heading or bold line as a unit, with the links and text below it."""
        section = plan.section
        rich = section.rich
        assert rich is not None
        blocks = [b for b in section.blocks if not isinstance(b, Rule)]
        unit = Unit("heading", section.line, rich, line_parts(rich, section.line))
        for block in blocks:
            if (
                isinstance(block, Paragraph)
                and len(block.rich.text) < _LINE_LIMIT
                and (block.rich.links or reads_like_facts(block.rich.text))
            ):
                add_below(unit, block)
            elif not isinstance(block, Section):
                unit.blocks.append(block)
        facts = replace(section.facts, path=section.facts.path[:-1], expects_papers=True)
        near = Siblings(expects=True)
        context = Context(facts, self._rules, self._shape, near, True, self._document)
        read_fields(unit, context)
        return unit, context

    # What is no entry.

    def _paragraph(self, block: Paragraph, section: Section, notes: list[Bullet]) -> None:
        if section.facts.role in ("front", "papers"):
            self.preamble.paragraph(block, section.facts.role, notes)
        else:
            notes.extend(bullets_of([block]))

    def _other(self, block: Block, section: Section, notes: list[Bullet]) -> None:
        if isinstance(block, Item):
            self.preamble.item(block, section.facts.role, notes)
        elif isinstance(block, Paragraph):
            self.preamble.paragraph(block, section.facts.role, notes)
        else:
            self._note_block(block, notes)

    @staticmethod
    def _note_block(block: Block, notes: list[Bullet]) -> None:
        if isinstance(block, Table):
            if (bullet := table_bullet(block)).text:
                notes.append(bullet)
        elif isinstance(block, Verbatim) and CITATION.match(block.text):
            pass
        elif isinstance(block, Quote | Verbatim | Paragraph | Item):
            notes.extend(bullets_of([block]))


def _doubt(unit: Unit, context: Context) -> str:
    """Return why it is doubtful that a unit is a note, with the votes; empty where it is not."""
    votes = described(unit.votes)
    if unit.verdict is None and votes:
        return f"{UNDECIDED} ({votes})"
    if context.section.expects_papers:
        return f"{NEITHER} ({votes})" if votes else NEITHER
    return ""


def _is_followup(unit: Unit) -> bool:
    """Whether a bullet below an entry is an entry itself: a title with links, and no sentence."""
    fields = unit.fields
    if unit.verdict != "entry" or fields.summary or not fields.title:
        return False
    named = bool(fields.authors and fields.date)
    if fields.title_rule == "plain_title" and len(fields.title.split()) < TITLE_WORDS and not named:
        return False
    return fields.title_at <= 2 or bool(fields.venue)
