"""Reading a document in pieces: each is read by itself, then they are put together.

A piece is some sections of the text, or part of a long one (`split_sections`). What a piece needs
from the rest of the document is small and found before (`Outline`), so that pieces can be read in
any order, by several processes, and kept by their content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.definitions import Definitions, find_definitions
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.runs import RunReader
from nsdi_tui.digest.markdown.scanner import scan
from nsdi_tui.digest.markdown.sections import heading_lines, own_address, split_sections
from nsdi_tui.digest.markdown.short_lines import limit_short_lines
from nsdi_tui.digest.reading.accounting import account_for, size_of
from nsdi_tui.digest.reading.assembly import Assembler
from nsdi_tui.digest.reading.auditing import Result
from nsdi_tui.digest.reading.context import DocumentFacts, shape_of
from nsdi_tui.digest.reading.legend import legend_of
from nsdi_tui.digest.reading.planning import Plan
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.reading.sections import OpenHeadings, OpenTitles, heading_title, sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.markdown.blocks import Document
    from nsdi_tui.digest.markdown.scanner import Scan
    from nsdi_tui.digest.markdown.sections import HeadingLine
    from nsdi_tui.digest.markdown.short_lines import Cut
    from nsdi_tui.digest.markdown.source_range import SourceRange
    from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Link, Paper, Topic
    from nsdi_tui.digest.reading.auditing import Tally
    from nsdi_tui.digest.reading.context import Rules, SectionFacts
    from nsdi_tui.digest.reading.words import SectionRole


@dataclass(frozen=True, slots=True)
class Outline:
    """What every piece of a document needs from the rest of it, and what is in no piece."""

    definitions: Definitions
    title_line: int | None
    facts: DocumentFacts
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document, and the headings that are open where it begins."""

    part: SourceRange
    opened: tuple[tuple[int, SectionFacts], ...] = ()

    @property
    def first_line(self) -> int:
        """The line of the document on which the piece begins."""
        return self.part.first_line

    @property
    def size(self) -> int:
        """The number of characters."""
        return self.part.end - self.part.start


@dataclass(slots=True)
class ReadSection:
    """A heading with what its piece holds below it, before the next heading."""

    level: int
    title: str
    line: int
    role: SectionRole
    is_date: bool
    links: tuple[Link, ...]
    children: list[Topic | Paper]
    notes: list[Bullet]
    # What became of its links and texts; those of the heading itself, which is a topic or about
    # the document, count in `join`.
    account: Tally
    # The heading as an entry, if it may be one, with its account, and whether it names a year.
    entry: Paper | None = None
    entry_account: Tally | None = None
    is_dated: bool = False


@dataclass(slots=True)
class ReadPiece:
    """What was read from a piece."""

    sections: list[ReadSection] = field(default_factory=list)
    matter: dict[str, str] = field(default_factory=dict)
    meta: list[Link] = field(default_factory=list)
    acceptance: list[Acceptance] = field(default_factory=list)
    acronyms: list[Acronym] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    used: frozenset[str] = frozenset()
    size: int = 0
    lines: int = 0
    headings: int = 0
    undecided: list[int] = field(default_factory=list)


def outline_of(text: str) -> tuple[Outline, list[Piece]]:
    """Return what the pieces of a document share, and the pieces, in order.

    Line ends must be `\\n`.
    """
    text, cut = limit_short_lines(text)
    definitions = find_definitions(text)
    scanned = scan(text)
    title_line = next(
        (
            heading.line
            for heading, title in _titles(text, scanned, definitions, highest=1)
            if title
        ),
        None,
    )
    opened = OpenTitles()
    headings = _titles(text, scanned, definitions)
    following = next(headings, None)
    pieces: list[Piece] = []
    for part in split_sections(text, scanned=scanned):
        while following and following[0].line < part.first_line:
            heading, title = following
            if heading.line == title_line:
                opened.clear()
            else:
                opened.enter(heading.level, title)
            following = next(headings, None)
        pieces.append(Piece(part, opened.with_facts()))
    facts = DocumentFacts(own_address(text), legend_of(text))
    return Outline(definitions, title_line, facts, cut), pieces


def _titles(
    text: str, scanned: Scan, definitions: Definitions, highest: int = 6
) -> Iterator[tuple[HeadingLine, str]]:
    """Yield the headings of a document up to a level, with their titles."""
    lines = (line for line in heading_lines(text, scanned.headings) if line.level <= highest)
    reader = RunReader(definitions)
    return ((line, heading_title(reader.read(line.source, 1))) for line in lines)


def plan_piece(
    piece: Piece, outline: Outline, rules: Rules = RULES
) -> tuple[Document, list[Plan], Assembler]:
    """Read a piece once: its blocks, its sections, and what assembles them."""
    document = read_blocks(piece.part.text, piece.first_line, outline.definitions)
    opened = OpenHeadings(piece.opened)
    problems: list[Diagnostic] = []
    sections = sections_of(document.blocks, opened, outline.title_line, problems)
    plans = [Plan(section, outline.facts, rules) for section in sections]
    habits = shape_of([u for plan in plans for u in plan.all_units() if u.kind == "item"])
    assembler = Assembler(outline.facts, habits, rules)
    assembler.diagnostics.extend(problems)
    groups = [inner.may_be_entry for plan in plans for inner in plan.below]
    assembler.title_groups = sum(groups) >= max(3, 0.5 * len(groups))
    return document, plans, assembler


def read_piece(piece: Piece, outline: Outline, rules: Rules = RULES) -> ReadPiece:
    """Read a piece of a document by these rules."""
    document, plans, assembler = plan_piece(piece, outline, rules)
    assembler.diagnostics.extend(b for b in document.blocks if isinstance(b, Diagnostic))
    preamble = assembler.preamble
    page = outline.facts.page
    out = ReadPiece([], document.matter, preamble.meta, preamble.acceptance, preamble.acronyms)
    for plan in plans:
        section = plan.section
        facts = section.facts
        entry = assembler.section_entry(plan) if plan.may_be_entry else None
        notes: list[Bullet] = []
        before = preamble.extent()
        if section.kind == "front":
            preamble.meta.extend(section.links)
        children = assembler.assemble(plan, notes)
        links, words = preamble.since(before)
        result = Result(children, notes, links, [section.title, *words])
        is_heading = section.kind == "heading"
        out.headings += section.rich is not None
        out.sections.append(
            ReadSection(
                int(section.level),
                section.title,
                section.line,
                facts.role if is_heading else "front",
                facts.is_date,
                section.links,
                children,
                notes,
                account_for(section, result, page, with_heading=not is_heading),
                entry,
                account_for(section, Result((entry,)), page, with_heading=True) if entry else None,
                facts.year is not None,
            )
        )
    out.diagnostics = assembler.diagnostics
    out.undecided = assembler.undecided
    out.used = document.used
    out.size, out.lines = size_of(piece.part.text)
    return out
