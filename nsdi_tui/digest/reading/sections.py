"""The sections of a document: headings, `<details>` and group lines, as a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.markdown.blocks import (
    DetailsEnd,
    DetailsStart,
    Heading,
    Item,
    Paragraph,
    Rule,
    Table,
)
from nsdi_tui.digest.reading.context import SectionFacts
from nsdi_tui.digest.reading.dates import is_date_label
from nsdi_tui.digest.reading.parts import is_sign
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.titles import reads_like_title
from nsdi_tui.digest.reading.words import (
    announces_resources,
    field_of_label,
    is_generic_summary,
    section_role,
)
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.venues import names_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.words import SectionRole
    from nsdi_tui.digest.styled import StyledText

TITLE_LIMIT = 500
DETAILS_LEVEL = 70
# Details elements nest to this depth; what is deeper goes on beside the deepest.
DETAILS_LIMIT = 20
GROUP_LEVEL = 80
_GROUP_LENGTH = 90
_TITLE_LENGTH = 300
_INHERITED: tuple[SectionRole, ...] = ("meta", "acceptance", "acronyms", "back")
# What conferences add to their name and year in a heading.
_ROUND = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|(?:accepted )?papers?|proceedings"
    r"|(?:first|second|third) (?:round|cycle)|(?:round|cycle) \d|main (?:track|conference))\b",
    re.I,
)
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(slots=True)
class Section:
    """A heading, a details element or a group line, with the blocks directly below it.

    Details elements and group lines in it are sections among its blocks.
    Headings are not nested here.
    """

    level: float
    kind: Literal["front", "heading", "details", "group"]
    rich: StyledText | None
    title: str
    line: int
    facts: SectionFacts
    links: tuple[Link, ...] = ()
    blocks: list[Block | Section] = field(default_factory=list)


class OpenHeadings:
    """The headings that are open at some line of a document, with what they say about it."""

    def __init__(self, opened: Sequence[tuple[int, SectionFacts]] = ()) -> None:
        self.opened = list(opened)

    def enter(self, level: int, title: str) -> SectionFacts:
        """Return the facts of the next heading."""
        is_date = is_date_label(title)
        while self.opened and _closes(
            level, is_date, self.opened[-1][0], self.opened[-1][1].is_date
        ):
            self.opened.pop()
        parent = self.opened[-1][1] if self.opened else SectionFacts()
        facts = _facts(parent, title, "heading")
        facts.is_date = is_date
        self.opened.append((level, facts))
        return facts


class OpenTitles:
    """The headings that are open at some line, by their levels and titles alone."""

    def __init__(self) -> None:
        self._opened: list[tuple[int, bool, str]] = []

    def enter(self, level: int, title: str) -> None:
        """Take the next heading."""
        is_date = is_date_label(title)
        while self._opened and _closes(level, is_date, *self._opened[-1][:2]):
            self._opened.pop()
        self._opened.append((level, is_date, title))

    def clear(self) -> None:
        """Close all headings."""
        self._opened.clear()

    def with_facts(self) -> tuple[tuple[int, SectionFacts], ...]:
        """Return the levels of the open headings and what they say about the document."""
        headings = OpenHeadings()
        for level, _, title in self._opened:
            headings.enter(level, title)
        return tuple(headings.opened)


def _closes(level: int, is_date: bool, open_level: int, open_is_date: bool) -> bool:
    """Whether a heading closes an open one: a date does not close a name of its level."""
    return open_level > level or (open_level == level and (open_is_date or not is_date))


def sections_of(
    blocks: Sequence[Block],
    opened: OpenHeadings,
    title_line: int | None,
    diagnostics: list[Diagnostic],
) -> list[Section]:
    """Sort the blocks of a part of a document into sections, and add what is to be reported.

    `opened` are the headings that are open where it begins. The heading at `title_line` is the
    document's title and heads no section. The first section holds what comes before a heading.
    """
    builder = _Builder(opened, title_line)
    for at, block in enumerate(blocks):
        builder.add(block, blocks[at + 1] if at + 1 < len(blocks) else None)
    if builder.too_deep:
        line, title = builder.too_deep[0]
        deeper = f"details elements nest deeper than {DETAILS_LIMIT} levels"
        reason = f"{deeper}: {len(builder.too_deep):,} shown at that level"
        diagnostics.append(Diagnostic(line, reason, title))
    return builder.sections


class _Builder:
    def __init__(self, opened: OpenHeadings, title_line: int | None) -> None:
        self._opened = opened
        self._title_line = title_line
        # A copy: other pieces begin in the same section, and each decides what it holds.
        facts = replace(opened.opened[-1][1]) if opened.opened else SectionFacts()
        self.sections = [Section(0, "front", None, "", 1, facts)]
        self._stack = [self.sections[0]]
        # The lines and titles of details elements that nest too deeply.
        self.too_deep: list[tuple[int, str]] = []

    def add(self, block: Block, following: Block | None) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, DetailsStart):
            self._pop(GROUP_LEVEL)
            depth = sum(1 for section in self._stack if section.kind == "details")
            if depth == DETAILS_LIMIT:
                self._end_details()
                depth -= 1
                self.too_deep.append((block.line, block.rich.text))
            title = _group_title(block.rich)
            if is_generic_summary(title) or title.casefold() == self._stack[-1].title.casefold():
                title = ""
            self._push(DETAILS_LEVEL + depth / 100, "details", block.rich, title, block.line)
        elif isinstance(block, DetailsEnd):
            self._end_details()
        elif isinstance(block, Paragraph) and _is_group_line(block, following):
            self._pop(GROUP_LEVEL)
            self._push(GROUP_LEVEL, "group", block.rich, _group_title(block.rich), block.line)
        else:
            if isinstance(block, Rule):
                self._pop(GROUP_LEVEL)
            self._stack[-1].blocks.append(block)

    def _heading(self, block: Heading) -> None:
        title = heading_title(block.rich)
        links = _links(block.rich)
        if block.line == self._title_line:
            facts = SectionFacts()
            section = Section(0, "front", block.rich, title, block.line, facts, links)
            self._opened.opened.clear()
        else:
            facts = self._opened.enter(block.level, title)
            section = Section(block.level, "heading", block.rich, title, block.line, facts, links)
        self.sections.append(section)
        self._stack = [section]

    def _pop(self, level: float) -> None:
        while len(self._stack) > 1 and self._stack[-1].level >= level:
            self._stack.pop()

    def _end_details(self) -> None:
        for position in range(len(self._stack) - 1, 0, -1):
            if self._stack[position].kind == "details":
                del self._stack[position:]
                return

    def _push(
        self,
        level: float,
        kind: Literal["details", "group"],
        rich: StyledText,
        title: str,
        line: int,
    ) -> None:
        parent = self._stack[-1]
        facts = _facts(parent.facts, title, kind)
        section = Section(level, kind, rich, title, line, facts, _links(rich))
        parent.blocks.append(section)
        self._stack.append(section)


def _facts(parent: SectionFacts, title: str, kind: str) -> SectionFacts:
    role = section_role(title) if kind == "heading" else None
    if role is None:
        role = parent.role if parent.role in _INHERITED else "topic"
    venue, year = parent.venue, parent.year
    dated = False
    core = _ROUND.sub("", title).strip(" :-–—")
    # Without figures there is no date, and without a date a venue does not count.
    found = read_venue(core) if len(core) <= 80 and _FIGURE.search(core) else None
    if found and found.venue and found.date and names_venue(found.venue):
        venue, year, dated = found.venue, found.date.year, True
    elif found and found.date:
        year = found.date.year
    elif match := _YEAR.search(title):
        year = int(match[1])
    is_topic = role in ("topic", "back") and bool(title)
    return SectionFacts(
        role=role,
        title=title,
        path=(*parent.path, title) if is_topic else parent.path,
        expects_papers=parent.expects_papers or role == "papers" or (kind == "heading" and dated),
        resources=announces_resources(title) or (parent.resources and role != "papers"),
        venue=venue,
        year=year,
    )


def heading_title(rich: StyledText) -> str:
    """Return a heading's text without the brackets that hold anchors (`([back](#top))`)."""
    text = rich.text
    anchors = [
        s
        for s in rich.spans
        if s.style == "link" and (s.url or "").startswith("#") and s.end > s.start
    ]
    for span in reversed(anchors):
        start, end = span.start, span.end
        left, right = text[:start].rstrip(), text[end:].lstrip()
        if left[-1:] in "([（【" and left and right[:1] in ")]）】" and right:
            text = left[:-1].rstrip() + " " + right[1:]
    return clean(text.strip().rstrip("#").strip(), TITLE_LIMIT)


def _group_title(rich: StyledText) -> str:
    title = heading_title(rich).strip(" *_")
    if title[:1] in "[(【（" and title[-1:] in ")]】）":
        title = title[1:-1]
    return clean(title.rstrip(":：").strip(), TITLE_LIMIT)


def _links(rich: StyledText) -> tuple[Link, ...]:
    """Return the links of a heading, but for those to its own anchor."""
    found = [
        make_link(rich.text[link.start : link.end], link.url or "")
        for link in rich.links
        if link.url and link.url[0] != "#"
    ]
    found += [make_link(image.alt, image.url) for image in rich.images if image.url]
    return tuple(found)


def _is_group_line(block: Paragraph, following: Block | None) -> bool:
    """Whether a paragraph is one bold or italic line that names what follows it."""
    rich = block.rich
    text = rich.text
    if not text or len(text) > _TITLE_LENGTH or rich.breaks or rich.hard or rich.links:
        return False
    is_title = isinstance(following, Item) and bool(link_bullet(following.rich))
    if len(text) > _GROUP_LENGTH or (is_title and reads_like_title(text)):
        # A title of an entry, if what follows is its links.
        return is_title
    if not isinstance(following, Item | Table | DetailsStart | Paragraph):
        return False
    if isinstance(following, Paragraph) and not is_date_label(text.strip("*_ ")):
        return False
    start = 0
    while start < len(text) and (is_sign(text[start]) or text[start] in " ([（【#"):
        start += 1
    end = len(text.rstrip(" :：.)]）】"))
    while end > start and is_sign(text[end - 1]):
        end -= 1
    covered = sum(
        s.end - s.start for s in rich.spans if s.style in ("strong", "emphasis", "underline")
    )
    if covered < 0.9 * (end - start):
        return False
    label = text.rstrip(" :：")
    if label != text.rstrip() and field_of_label(label) in ("summary", "authors", "tags", "date"):
        return False
    return text[-1] not in ".!。！" or len(text.split()) <= 4
