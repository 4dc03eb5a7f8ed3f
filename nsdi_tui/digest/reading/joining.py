"""Putting the sections of a document together: headings nest, and some are no topics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import is_
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Account
from nsdi_tui.digest.identity import shared_addresses, without_keys
from nsdi_tui.digest.model import Bullet, Digest, Paper, Topic
from nsdi_tui.digest.reading.auditing import Tally
from nsdi_tui.digest.reading.siblings import by_majority
from nsdi_tui.digest.venues import parse_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.pieces import Outline, ReadPiece, ReadSection


@dataclass(slots=True)
class _Node:
    """A section among the others: its level, which a date below a name of its level raises."""

    section: ReadSection
    level: float
    below: list[_Node] = field(default_factory=list)
    is_divided: bool = False


def join(
    pieces: Sequence[ReadPiece],
    outline: Outline,
    source: str,
    path: str | None,
    is_whole: bool = True,
) -> Digest:
    """Return the digest that the pieces of a document make, or its first pieces, in their order."""
    sections = [section for piece in pieces for section in piece.sections]
    matter = pieces[0].matter if pieces else {}
    notes: list[Bullet] = []
    if description := matter.get("description"):
        notes.append(Bullet(description, 0, (), "text"))
    meta = [link for piece in pieces for link in piece.meta]
    root, title = _nest(sections, outline.title_line)
    joiner = _Joiner(notes, meta, _title_levels(sections))
    children = _placed(joiner.children(root), ())
    papers = (paper for child in children for paper in _papers(child))
    if dropped := shared_addresses(papers):
        children = without_keys(children, dropped)
    conference = parse_venue(title or "")
    if conference.name and conference.year:
        children = _dated(children, conference.year)
    stem = source.rpartition("/")[2].rpartition(".")[0] or source
    used = frozenset().union(*(piece.used for piece in pieces))
    tally = joiner.tally(sections)
    cut = outline.cut if is_whole else None
    if cut:
        tally.texts["unread"] += cut.lines
        tally.unread.append(cut.diagnostic)
    links, texts = tally.counts()
    diagnostics = [item for piece in pieces for item in piece.diagnostics] + tally.unread
    if is_whole:
        diagnostics += outline.definitions.unused(used)
    return Digest(
        title=title or matter.get("title") or stem or "Untitled",
        source=source,
        meta=tuple(dict.fromkeys(meta)),
        notes=tuple(notes),
        acceptance=tuple(rate for piece in pieces for rate in piece.acceptance),
        acronyms=tuple(acronym for piece in pieces for acronym in piece.acronyms),
        children=children,
        diagnostics=tuple(sorted(diagnostics, key=lambda item: item.line)),
        path=path,
        account=Account(
            size=sum(piece.size for piece in pieces) + (cut.size if cut else 0),
            lines=sum(piece.lines for piece in pieces),
            headings=sum(piece.headings for piece in pieces),
            links=links,
            texts=texts,
            undecided=tuple(sorted(line for piece in pieces for line in piece.undecided)),
        ),
    )


def _nest(sections: list[ReadSection], title_line: int | None) -> tuple[_Node, str | None]:
    """Return the tree of sections, and the document's title."""
    title: str | None = None
    root: _Node | None = None
    stack: list[_Node] = []
    divided: set[float] = set()
    for section in sections:
        if root is None:
            root = _Node(section, 0)
            stack = [root]
            continue
        if section.line == title_line and section.title and section.level == 0:
            title = section.title
            stack = [root]
        if section.level == 0:
            # What a piece holds before its first heading goes on in the heading before it.
            stack[-1].section = _extended(stack[-1].section, section)
            continue
        level = float(section.level)
        if section.is_date and (owner := _owner(stack, level, divided)):
            owner.is_divided = True
            divided.add(level)
            level += 0.5
        while len(stack) > 1 and stack[-1].level >= level:
            stack.pop()
        node = _Node(section, level)
        stack[-1].below.append(node)
        stack.append(node)
    assert root is not None
    return root, title


def _extended(section: ReadSection, more: ReadSection) -> ReadSection:
    """Return a section with what a piece holds before its first heading; pieces stay as read.

    A section that goes on in another piece is too long for an entry.
    """
    if not more.children and not more.notes:
        return section
    children = [*section.children, *more.children]
    notes = [*section.notes, *more.notes]
    return replace(section, children=children, notes=notes, entry=None, entry_account=None)


def _owner(stack: list[_Node], level: float, divided: set[float]) -> _Node | None:
    """Return the open section of this level that a date heading of the same level divides.

    It has a name and no entries directly below it. Text is allowed only if other sections of its
    level are divided: otherwise it is an introduction, not a topic of the dates that follow.
    """
    for node in stack:
        if node.level == level and not node.section.is_date:
            section = node.section
            if section.children or section.role != "topic":
                return None
            known = node.is_divided or level in divided
            return node if known or not section.notes else None
    return None


def _title_levels(sections: list[ReadSection]) -> set[int]:
    """Return the levels at which headings are usually titles of entries."""
    candidates: Counter[int] = Counter()
    leaves: Counter[int] = Counter()
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        is_leaf = following is None or following.level <= section.level
        if section.level and is_leaf:
            leaves[section.level] += bool(section.children or section.notes or section.entry)
            candidates[section.level] += section.entry is not None
    return {level for level, count in candidates.items() if count >= max(5, 0.5 * leaves[level])}


class _Joiner:
    """Turns nested sections into topics and entries."""

    def __init__(self, notes: list[Bullet], meta: list[Link], title_levels: set[int]) -> None:
        self._notes = notes
        self._meta = meta
        self._title_levels = title_levels
        self._entry_lines: set[int] = set()
        self._topic_lines: set[int] = set()

    def tally(self, sections: Sequence[ReadSection]) -> Tally:
        """Return the places of all links and texts, by what each heading was read as."""
        total = Tally()
        for section in sections:
            is_entry = section.entry_account and section.line in self._entry_lines
            part = section.entry_account if is_entry else section.account
            assert part is not None
            total.add(part)
            if section.level and not is_entry:
                is_topic = section.line in self._topic_lines
                total.add_heading(len(section.links), "topics" if is_topic else "meta")
        return total

    def children(self, root: _Node) -> list[Topic | Paper]:
        """Return the digest's children."""
        return self._below(root, self._notes, is_root=True)

    def _below(
        self, node: _Node, notes: list[Bullet], is_root: bool = False
    ) -> list[Topic | Paper]:
        """Return a section's children; what belongs to the section above goes to `notes`."""
        notes.extend(node.section.notes)
        children = list(node.section.children)
        before_papers = not children
        for inner, is_entry in zip(node.below, self._entries(node), strict=True):
            section = inner.section
            if is_entry and section.entry:
                self._entry_lines.add(section.line)
                children.append(section.entry)
                before_papers = False
                continue
            if section.role not in ("topic", "back") or not section.title:
                self._meta.extend(section.links)
                children.extend(self._below(inner, notes))
                before_papers = before_papers and not children
                continue
            own: list[Bullet] = []
            below = self._below(inner, own)
            follows = not (is_root and before_papers)
            if below or (follows and not (own and before_papers)):
                topic = Topic(section.title, section.line, tuple(below), tuple(own), section.links)
                children.append(topic)
                self._topic_lines.add(section.line)
                before_papers = False
                continue
            # A chapter of text before the papers is about the digest.
            if own:
                notes.append(Bullet(section.title, 0, (), "text"))
            notes.extend(own)
            self._meta.extend(section.links)
        return children

    def _entries(self, node: _Node) -> list[bool]:
        """Return for each section below a heading whether its heading is an entry."""
        candidates = [inner.section.entry is not None and not inner.below for inner in node.below]
        if not any(candidates):
            return candidates
        first = node.below[candidates.index(True)].section
        if first.level in self._title_levels:
            return candidates
        counted = [
            bool(i.below or i.section.children or i.section.notes or i.section.entry)
            for i in node.below
        ]
        return by_majority(candidates, counted, first.is_dated)


def _placed(children: Sequence[Topic | Paper], path: tuple[str, ...]) -> tuple[Topic | Paper, ...]:
    """Return children whose papers name the topics around them, whatever a piece assumed."""
    out: list[Topic | Paper] = []
    for child in children:
        if isinstance(child, Topic):
            below = _placed(child.children, (*path, child.title))
            is_same = all(map(is_, below, child.children))
            out.append(child if is_same else replace(child, children=below))
        else:
            out.append(child if child.topics == path else replace(child, topics=path))
    return tuple(out)


def _dated(children: Sequence[Topic | Paper], year: int) -> tuple[Topic | Paper, ...]:
    """Return the papers of one conference with its year, where they say nothing else."""
    out: list[Topic | Paper] = []
    for child in children:
        if isinstance(child, Topic):
            out.append(replace(child, children=_dated(child.children, year)))
        elif child.venue or child.date or child.kind != "paper":
            out.append(child)
        else:
            out.append(replace(child, year=year))
    return tuple(out)


def _papers(child: Topic | Paper) -> tuple[Paper, ...]:
    return (child,) if isinstance(child, Paper) else tuple(child.papers)
