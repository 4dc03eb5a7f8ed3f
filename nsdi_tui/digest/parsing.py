"""Reading a digest: from the text of a Markdown document to frozen values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.identity import shared_addresses, without_keys
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.markdown.blocks import Heading, Item, Paragraph
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.model import (
    Acceptance,
    Acronym,
    Bullet,
    Digest,
    Link,
    Paper,
    Topic,
)
from nsdi_tui.digest.outline import Judged, Outline, Verdict, judge
from nsdi_tui.digest.papers import Shared, bullets_of
from nsdi_tui.digest.preamble import is_label_only, read_acceptance, read_acronym, read_meta
from nsdi_tui.digest.reading.canonical import is_canonical, read_canonical
from nsdi_tui.digest.reading.form import implied_year
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from typing import Literal

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import StyledText

    Role = Literal["front", "papers", "topic", "meta", "acceptance", "acronyms", "contents", "back"]

TITLE_LIMIT = 500
SETTLED_TOGETHER = 64

_ROLE_NAMES: dict[Role, str] = {
    "papers": "papers|paper|paper list|papers list|list of papers|accepted papers|all papers"
    "|accepted paper list|reading list|论文|论文列表",
    "meta": "meta|meta info|meta information|metadata|info|information|conference info"
    "|basic info|general information",
    "acceptance": "acceptance rate|acceptance rates|acceptance|acceptance ratio|submissions",
    "acronyms": "acronym|acronyms|glossary|abbreviation|abbreviations|terminology|terms"
    "|list of acronyms|list of abbreviations|acronyms and abbreviations|nomenclature",
    "contents": "contents|content|table of contents|table of content|toc|catalog|catalogue"
    "|index|outline",
    "back": "contributing|contribution|contributions|contribute|how to contribute|license"
    "|licence|acknowledgement|acknowledgements|acknowledgment|acknowledgments|citation"
    "|citations|citing|cite|contact|contact us|contributors|maintainers|authors|star history"
    "|changelog|changelogs|change log|news|updates|update log|disclaimer|credits|todo",
}
_ROLES = {name: role for role, names in _ROLE_NAMES.items() for name in names.split("|")}


def parse(text: str, source: str = "digest.md", path: str | None = None) -> Digest:
    """Read a digest from Markdown.

    `source` is the name that the reader sees; its stem is the title of a document without one.
    Any text is a digest: what could not be placed is listed in `diagnostics`, by line.
    """
    document = read_blocks(text)
    if is_canonical(text):
        return read_canonical(document.blocks, clean(source), path)
    builder = _Builder()
    for block in document.blocks:
        builder.receive(block)
    return builder.finish(document.matter, clean(source), path)


@dataclass(slots=True)
class _Section:
    """A heading with what stands below it, up to the next heading of its level or above."""

    level: int
    title: str
    line: int
    role: Role
    links: tuple[Link, ...]
    path: tuple[str, ...]
    sure: bool
    judged: list[Judged] = field(default_factory=list)
    notes: list[Bullet] = field(default_factory=list)
    children: list[Topic | Paper] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)


class _Builder:
    def __init__(self) -> None:
        self.shared = Shared()
        self.outline = Outline(self.shared)
        self.title: str | None = None
        self.meta: list[Link] = []
        self.acceptance: list[Acceptance] = []
        self.acronyms: list[Acronym] = []
        self.diagnostics = self.outline.diagnostics
        self.root = _Section(0, "", 1, "front", (), (), False)
        self.stack = [self.root]

    def receive(self, block: Block) -> None:
        """Take the document's next block."""
        section = self.stack[-1]
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Diagnostic):
            self.diagnostics.append(block)
        elif isinstance(block, Item):
            self._item(block, section)
        elif isinstance(block, Paragraph):
            self._paragraph(block, section)
        else:
            section.notes.extend(bullets_of([block]))

    def _paragraph(self, block: Paragraph, section: _Section) -> None:
        if section.role == "acronyms":
            for line in block.rich.lines():
                if acronym := read_acronym(line.text):
                    self.acronyms.append(acronym)
                else:
                    section.notes.append(line.bullet(0, "text"))
        elif section.role in ("front", "meta", "acceptance", "papers"):
            for line in block.rich.lines():
                self._meta_line(line, section)
        else:
            section.notes.extend(bullets_of([block]))

    def _heading(self, block: Heading) -> None:
        title = clean(block.rich.text, TITLE_LIMIT)
        if block.level == 1 and self.title is None:
            self._settle(self.stack)
            self.title = title or None
            self.meta.extend(_links(block.rich))
            self.stack = [self.root]
            return
        while len(self.stack) > 1 and self.stack[-1].level >= block.level:
            self._settle([self.stack.pop()])
        parent = self.stack[-1]
        self._settle([parent])
        role = _role(title, parent.role)
        is_topic = role in ("topic", "back")
        path = self.shared.strings((*parent.path, title)) if is_topic else parent.path
        sure = parent.sure or role == "papers"
        links = _links(block.rich)
        section = _Section(block.level, title, block.line, role, links, path, sure)
        parent.sections.append(section)
        self.stack.append(section)

    def _item(self, item: Item, section: _Section) -> None:
        if section.role == "acronyms":
            self._acronym(item, section)
        elif section.role == "acceptance":
            self._rate(item, section)
        elif section.role in ("meta", "back", "contents"):
            self._other_item(item, section)
        elif not item.blocks and is_label_only(item.rich):
            self._meta_line(item.rich, section)
        else:
            judged = judge(item)
            if section.role == "front" and judged.verdict is Verdict.OPEN and not item.blocks:
                # Before the papers, what is not surely a paper is about the digest.
                self._meta_line(item.rich, section, "item")
                return
            section.judged.append(judged)
            self._settle_sure(section)

    def _settle_sure(self, section: _Section) -> None:
        """Build a long list's papers and topics as they come, so that their blocks can go."""
        waiting = section.judged
        if len(waiting) >= SETTLED_TOGETHER and all(judged.is_sure for judged in waiting):
            self._settle([section])

    def _other_item(self, item: Item, section: _Section) -> None:
        if section.role == "contents":
            links = item.rich.links
            if links and all((link.url or "").startswith(("#", ".", "/")) for link in links):
                return
        if not item.blocks:
            self._meta_line(item.rich, section)
        else:
            section.notes.extend(bullets_of([item]))

    def _meta_line(
        self, rich: StyledText, section: _Section, kind: Literal["item", "text"] = "text"
    ) -> None:
        links = read_meta(rich) if section.role not in ("back", "contents") else None
        if links:
            self.meta.extend(links)
            return
        about_rate = section.role == "acceptance" or rich.text[:10].casefold() == "acceptance"
        if about_rate and (rate := read_acceptance(rich.text)):
            self.acceptance.append(rate)
        elif rich.text:
            section.notes.append(rich.bullet(0, kind))

    def _acronym(self, item: Item, section: _Section) -> None:
        text = item.rich.text
        if acronym := read_acronym(text):
            self.acronyms.append(acronym)
        elif text:
            section.notes.append(item.rich.bullet())
            if not item.items:
                reason = "no short form with its long form: kept as a note"
                self.diagnostics.append(Diagnostic(item.line, reason, text))
        for child in item.items:
            self._acronym(child, section)

    def _rate(self, item: Item, section: _Section, parent: str = "") -> None:
        text = item.rich.text
        rate = read_acceptance(text, parent)
        if rate:
            self.acceptance.append(rate)
        elif text and not item.items:
            section.notes.append(item.rich.bullet())
        label = text.partition(":")[0].strip()
        below = f"{parent} / {label}" if parent and label else parent or label
        for block in item.blocks:
            if isinstance(block, Item):
                self._rate(block, section, below)
            else:
                section.notes.extend(bullets_of([block]))

    def _settle(self, sections: list[_Section]) -> None:
        for section in sections:
            if section.judged:
                before = {type(child) for child in section.children[-SETTLED_TOGETHER:]}
                children, notes = self.outline.settle(
                    section.judged, section.path, section.sure, before
                )
                section.children.extend(children)
                section.notes.extend(notes)
                section.judged = []

    def finish(self, matter: dict[str, str], source: str, path: str | None) -> Digest:
        """Return the digest of all blocks received."""
        self._settle(self.stack)
        notes: list[Bullet] = []
        if description := matter.get("description"):
            notes.append(Bullet(description, 0, (), "text"))
        children = tuple(self._assemble(self.root, notes))
        papers = (paper for child in children for paper in _papers(child))
        if dropped := shared_addresses(papers):
            children = without_keys(children, dropped)
        stem = source.rpartition("/")[2].rpartition(".")[0] or source
        digest = Digest(
            title=self.title or matter.get("title") or stem or "Untitled",
            source=source,
            meta=tuple(dict.fromkeys(self.meta)),
            notes=tuple(notes),
            acceptance=tuple(self.acceptance),
            acronyms=tuple(self.acronyms),
            children=children,
            diagnostics=tuple(sorted(self.diagnostics, key=lambda item: item.line)),
            path=path,
        )
        return replace(digest, children=_with_years(children, digest))

    def _assemble(self, section: _Section, notes: list[Bullet]) -> list[Topic | Paper]:
        """Return a section's children; what belongs to the digest itself goes to `notes`."""
        notes.extend(section.notes)
        children = list(section.children)
        before_papers = not children
        for inner in section.sections:
            if inner.role not in ("topic", "back"):
                children.extend(self._assemble(inner, notes))
                before_papers = before_papers and not children
                continue
            own: list[Bullet] = []
            below = self._assemble(inner, own)
            follows = not (section is self.root and before_papers)
            if below or (follows and not (own and before_papers)):
                title = inner.path[-1]
                children.append(Topic(title, inner.line, tuple(below), tuple(own), inner.links))
                before_papers = False
            else:
                # A chapter of text before the papers is about the digest.
                if own and inner.title:
                    notes.append(Bullet(inner.title, 0, (), "text"))
                notes.extend(own)
        return children


def _links(rich: StyledText) -> tuple[Link, ...]:
    """Return the links of a heading, but for those to its own anchor."""
    return tuple(
        make_link(rich.text[link.start : link.end], link.url)
        for link in rich.links
        if link.url and link.url[0] != "#"
    )


def _with_years(children: tuple[Topic | Paper, ...], digest: Digest) -> tuple[Topic | Paper, ...]:
    """Return the same children, their papers with the years that are implied."""
    out: list[Topic | Paper] = []
    for child in children:
        if isinstance(child, Topic):
            out.append(replace(child, children=_with_years(child.children, digest)))
        else:
            year = implied_year(child, digest)
            out.append(child if year is None else replace(child, year=year))
    return tuple(out)


def _papers(child: Topic | Paper) -> tuple[Paper, ...]:
    return (child,) if isinstance(child, Paper) else tuple(child.papers)


def is_topic_heading(title: str) -> bool:
    """Whether a heading below `Papers` with this title is a topic (`Acronyms` is none)."""
    return _role(title, "papers") == "topic"


def _role(title: str, parent: Role) -> Role:
    folded = re.sub(r"[^\w ]+", " ", title.casefold())
    known = _ROLES.get(" ".join(folded.split()))
    if known:
        return known
    return parent if parent in ("meta", "acceptance", "acronyms", "contents", "back") else "topic"
