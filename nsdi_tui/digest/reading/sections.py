"""The sections of a document: headings, `<details>` and group lines, as a tree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

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
from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.reading.context import SectionFacts
from nsdi_tui.digest.reading.dates import is_date_label
from nsdi_tui.digest.reading.parts import is_sign
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.words import announces_resources, field_of_label, section_role
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.reading.words import SectionRole
    from nsdi_tui.digest.styled import StyledText

TITLE_LIMIT = 500
DETAILS_LEVEL = 70
GROUP_LEVEL = 80
_GROUP_LENGTH = 90
_CONTENTS_LEAST = 3
_INHERITED: tuple[SectionRole, ...] = ("meta", "acceptance", "acronyms", "back")
_GENERIC = re.compile(
    r"(?:click|tap|show|expand|unfold|collapse|see|view|open|details?|more|bibtex|abstract|toggle)\b"
    r"|点击|展开",
    re.I,
)
_BACK_LINK = re.compile(r"\s*[\[(（【]?\s*(?:back to|⬆|↑|🔝|top\b).*$", re.I)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(slots=True)
class Section:
    """A heading, details element or group line with what is below it."""

    level: float
    kind: Literal["root", "heading", "details", "group"]
    rich: StyledText | None
    title: str
    line: int
    facts: SectionFacts
    links: tuple[Link, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    is_date: bool = False


class SectionBuilder:
    """Sorts the blocks of a document into sections."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.title_links: tuple[Link, ...] = ()
        self.root = Section(0, "root", None, "", 1, SectionFacts())
        self._stack = [self.root]

    def add(self, blocks: Sequence[Block]) -> None:
        """Take the next blocks of the document."""
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, DetailsStart):
                self._pop(DETAILS_LEVEL + 1)
                depth = sum(1 for section in self._stack if section.kind == "details")
                title = _group_title(block.rich)
                if _GENERIC.match(title) or title.casefold() == self._stack[-1].title.casefold():
                    title = ""
                self._push(DETAILS_LEVEL + depth / 100, "details", block.rich, title, block.line)
            elif isinstance(block, DetailsEnd):
                self._end_details()
            elif isinstance(block, Paragraph) and _is_group_line(block, following):
                self._pop(GROUP_LEVEL)
                self._push(GROUP_LEVEL, "group", block.rich, _group_title(block.rich), block.line)
            elif isinstance(block, Rule):
                self._pop(GROUP_LEVEL)
                self._stack[-1].blocks.append(block)
            else:
                self._stack[-1].blocks.append(block)

    def _heading(self, block: Heading) -> None:
        title = heading_title(block.rich)
        if block.level == 1 and self.title is None:
            self.title = title or None
            self.title_links = _links(block.rich)
            self._stack = [self.root]
            return
        level = float(block.level)
        is_date = is_date_label(title)
        if is_date and (owner := self._named_at(level)):
            level = owner.level + 0.5
        self._pop(level)
        self._push(level, "heading", block.rich, title, block.line, _links(block.rich))
        self._stack[-1].is_date = is_date

    def _named_at(self, level: float) -> Section | None:
        """Return the open section of this level that a date heading of the same level divides.

        It has a name, no entries of its own yet, and follows another section of its kind: a first
        heading such as an introduction is no topic of the dates that follow it.
        """
        for position, section in enumerate(self._stack):
            if section.level == level and section.kind == "heading" and not section.is_date:
                if any(isinstance(block, Item | Table) for block in section.blocks):
                    return None
                divided = any(inner.level == level + 0.5 for inner in section.sections)
                earlier = self._stack[position - 1].sections[:-1]
                before = any(inner.sections for inner in earlier)
                topical = section.facts.role == "topic" and not section.blocks
                return section if divided or before or topical else None
        return None

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
        kind: Literal["heading", "details", "group"],
        rich: StyledText,
        title: str,
        line: int,
        links: tuple[Link, ...] = (),
    ) -> None:
        parent = self._stack[-1]
        facts = _facts(parent.facts, title, kind)
        section = Section(level, kind, rich, title, line, facts, links)
        parent.sections.append(section)
        self._stack.append(section)


def _facts(parent: SectionFacts, title: str, kind: str) -> SectionFacts:
    role = section_role(title) if kind == "heading" else None
    if role is None:
        role = parent.role if parent.role in _INHERITED else "topic"
    is_topic = role in ("topic", "back") and bool(title)
    venue, year = parent.venue, parent.year
    dated = False
    found = read_venue(title) if len(title) <= 80 else None
    if found and found.venue and found.date:
        venue, year, dated = found.venue, found.date.year, True
    elif found and found.date:
        year = found.date.year
    elif match := _YEAR.search(title):
        year = int(match[1])
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
    if not text or len(text) > _GROUP_LENGTH or rich.breaks or rich.hard or rich.links:
        return False
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


def own_page(blocks: Sequence[Block]) -> str | None:
    """Return the document's own address, where contents lead to several of its parts by it."""
    bases: Counter[str] = Counter()
    for link in links_of(block for block in blocks if isinstance(block, Item)):
        base, sign, fragment = link.url.partition("#")
        if sign and fragment and "://" in base:
            bases[base] += 1
    base, count = max(bases.items(), key=lambda item: item[1], default=("", 0))
    return base if count >= _CONTENTS_LEAST else None
