"""Reading the canonical form strictly: what it says is taken as it is, nothing is guessed.

See docs/canonical-form.md. What the form does not have is reported, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.identity import keys_of, shared_addresses, without_keys
from nsdi_tui.digest.links import LINK_KINDS
from nsdi_tui.digest.markdown.blocks import Heading, Item, Paragraph, Quote, Verbatim
from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Digest, Link, Paper, Topic
from nsdi_tui.digest.reading import form
from nsdi_tui.digest.reading.canonical_lines import (
    MARKS,
    joined_lines,
    preformatted,
    read_acronym,
    read_bullet,
    read_meta,
    read_rate,
    take_links,
    unprotected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import StyledText

_FRONT = (form.META, form.ACCEPTANCE, form.NOTES)
_YEAR = re.compile(r"\d{1,4}", re.A)


def is_canonical(text: str) -> bool:
    """Whether a document ends with the marker of the canonical form."""
    return text[-200:].rstrip().endswith(form.MARKER)


def read_canonical(blocks: Sequence[Block], source: str, path: str | None = None) -> Digest:
    """Return the digest that blocks in the canonical form describe."""
    reader = _Reader()
    for block in blocks:
        reader.read(block)
    return reader.finish(source, path)


@dataclass(slots=True)
class _OpenTopic:
    """A topic whose end has not been reached: a heading of `level`."""

    level: int
    title: str
    line: int
    children: list[Topic | Paper] = field(default_factory=list)
    notes: list[Bullet] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def close(self) -> Topic:
        return Topic(
            self.title, self.line, tuple(self.children), tuple(self.notes), tuple(self.links)
        )


class _Reader:
    def __init__(self) -> None:
        self.title: str | None = None
        self.digest = Digest("", "")
        self.section = form.META
        self.meta: list[Link] = []
        self.notes: list[Bullet] = []
        self.acceptance: list[Acceptance] = []
        self.acronyms: list[Acronym] = []
        self.diagnostics: list[Diagnostic] = []
        self.root = _OpenTopic(0, "", 1)
        self.stack = [self.root]

    def read(self, block: Block) -> None:
        """Read a block of the top level."""
        if isinstance(block, Diagnostic):
            self.diagnostics.append(block)
        elif isinstance(block, Heading):
            self._heading(block)
        elif self.section == form.PAPERS:
            self._below(block, self.stack[-1])
        elif self.section == form.ACCEPTANCE and isinstance(block, Item):
            self._acceptance(block)
        elif self.section == form.ACRONYMS and isinstance(block, Item):
            self._acronym(block)
        elif self.section == form.META and isinstance(block, Paragraph):
            self._meta(block)
        else:
            self.notes.extend(self._bullets([block]))

    def finish(self, source: str, path: str | None) -> Digest:
        """Return the digest of everything read."""
        self._close_to(1)
        children = tuple(self.root.children)
        digest = Digest(
            title=self.title or "Untitled",
            source=source,
            meta=tuple(self.meta),
            notes=(*self.root.notes, *self.notes),
            acceptance=tuple(self.acceptance),
            acronyms=tuple(self.acronyms),
            children=children,
            diagnostics=tuple(sorted(self.diagnostics, key=lambda item: item.line)),
            path=path,
        )
        if shared := shared_addresses(digest.papers):
            children = without_keys(children, shared)
        return replace(digest, children=children)

    # Headings

    def _heading(self, heading: Heading) -> None:
        title = heading.rich.text
        if heading.level == 1 and self.title is None:
            self.title = title
            self.digest = Digest(title, "")
        elif heading.level == 2 and title in (form.META, form.PAPERS, form.ACRONYMS):
            self.section = title
            # Sections of a second digest belong to its own heading.
            self._close_to(2)
            return
        elif self.section in _FRONT and title in (form.ACCEPTANCE, form.NOTES):
            self.section = title
            return
        else:
            self._close_to(heading.level)
            self.stack.append(
                _OpenTopic(heading.level, unprotected(heading.rich.text), heading.line)
            )
            self.section = form.PAPERS
            return
        self._report_links(heading.rich, heading.line)

    def _close_to(self, level: int) -> None:
        while len(self.stack) > 1 and self.stack[-1].level >= level:
            topic = self.stack.pop()
            self.stack[-1].children.append(topic.close())

    # Topics and papers

    def _entry(self, item: Item, parent: _OpenTopic) -> None:
        fields = self._fields(item)
        title, links = take_links(item.rich)
        if links or fields:
            parent.children.append(self._paper(item, title, links, fields))
            return
        if not item.rich.text and not item.blocks:
            return
        topic = _OpenTopic(parent.level + 1, unprotected(item.rich.text), item.line)
        self._report_links(item.rich, item.line)
        self.stack.append(topic)
        for block in item.blocks:
            self._below(block, topic)
        self.stack.pop()
        parent.children.append(topic.close())

    def _below(self, block: Block, topic: _OpenTopic) -> None:
        """Read a block below a topic: an entry, the topic's links or its notes."""
        if isinstance(block, Item):
            if block.rich.text == "Notes:":
                topic.notes.extend(self._bullets(block.blocks))
            else:
                self._entry(block, topic)
            return
        if isinstance(block, Paragraph):
            rest, links = take_links(block.rich)
            if rest.text == "Links:":
                topic.links.extend(links)
                return
        topic.notes.extend(self._bullets([block]))

    def _paper(
        self, item: Item, head: StyledText, links: list[Link], fields: dict[str, str]
    ) -> Paper:
        title = unprotected(MARKS.sub("", head.text, count=1))
        self._report_links(head, item.line)
        blocks = item.blocks[len(fields) :]
        organizations = _members(fields, "Organizations")
        if not fields and blocks and isinstance(blocks[0], Item) and not blocks[0].blocks:
            organizations = tuple(blocks[0].rich.text.split(form.BETWEEN_ORGANIZATIONS))
            self._report_links(blocks[0].rich, blocks[0].line)
            blocks = blocks[1:]
        kinds = [LINK_KINDS[kind] for kind in _members(fields, "Link kinds") if kind in LINK_KINDS]
        if len(kinds) == len(links):
            links = [replace(link, kind=kind) for link, kind in zip(links, kinds, strict=True)]
        venue = fields.get("Venue") or None
        paper = Paper(
            title=title,
            name=None,
            aliases=(),
            venue=venue,
            topics=tuple(topic.title for topic in self.stack[1:]),
            organizations=organizations,
            badges=_members(fields, "Badges"),
            summary=tuple(self._bullets(blocks)),
            links=tuple(links),
            keys=keys_of(title, links, venue),
            line=item.line,
            authors=_members(fields, "Authors"),
            date=fields.get("Date") or None,
            tags=_members(fields, "Tags"),
            kind="resource" if fields.get("Kind") == "resource" else "paper",
        )
        name, aliases = form.implied_names(paper)
        if "Name" in fields:
            name = fields["Name"] or None
        if "Aliases" in fields:
            aliases = _members(fields, "Aliases")
        year = form.implied_year(paper, self.digest)
        if "Year" in fields:
            year = int(fields["Year"]) if _YEAR.fullmatch(fields["Year"]) else None
        return replace(paper, name=name, aliases=aliases, year=year)

    def _fields(self, item: Item) -> dict[str, str]:
        """Return the labelled bullets that an item begins with, by label."""
        fields: dict[str, str] = {}
        for block in item.blocks:
            if not isinstance(block, Item) or block.blocks:
                break
            label = form.LABEL.match(block.rich.text)
            if not label or label[1] in fields or label[1] not in form.PAPER_LABELS:
                break
            if any(span.start < label.end(1) for span in block.rich.spans):
                break
            fields[label[1]] = block.rich.text[label.end() :]
            self._report_links(block.rich, block.line)
        return fields

    # Text

    def _bullets(self, blocks: Iterable[Block], level: int = 0) -> list[Bullet]:
        """Return blocks as bullets; `level` counts the bullets around them."""
        bullets: list[Bullet] = []
        for block in blocks:
            depth = max(level - 1, 0)
            if isinstance(block, Item):
                if (bullet := read_bullet(block.rich, level, "item")).text:
                    bullets.append(bullet)
                bullets.extend(self._bullets(block.blocks, level + 1))
            elif isinstance(block, Paragraph):
                bullets.append(read_bullet(block.rich, depth, "text"))
            elif isinstance(block, Verbatim):
                bullets.append(Bullet(block.text, depth, (), block.kind))
            elif isinstance(block, Quote):
                bullets.extend(self._quote(block, level))
            elif isinstance(block, Diagnostic):
                self.diagnostics.append(block)
            else:
                self._unknown(block)
        return bullets

    def _quote(self, quote: Quote, level: int) -> list[Bullet]:
        """Read a quote: text with line breaks, or the note of somebody's marks, which is no text.

        Such text is preformatted, or each of its lines is a paragraph.
        """
        first = quote.blocks[0] if quote.blocks else None
        if isinstance(first, Verbatim) and len(quote.blocks) == 1:
            return [preformatted(first.text, max(level - 1, 0))]
        if isinstance(first, Paragraph) and first.rich.text.startswith(form.NOTE_START):
            return []
        bullets = self._bullets(quote.blocks, level)
        is_text = all(isinstance(block, Paragraph | Diagnostic) for block in quote.blocks)
        return [joined_lines(bullets)] if is_text and bullets else bullets

    # Before and after the papers

    def _meta(self, paragraph: Paragraph) -> None:
        if link := read_meta(paragraph.rich):
            self.meta.append(link)
        else:
            self.notes.append(read_bullet(paragraph.rich, 0, "text"))

    def _acceptance(self, item: Item) -> None:
        if rate := read_rate(item.rich.text):
            self.acceptance.append(rate)
        else:
            self.notes.extend(self._bullets([item]))

    def _acronym(self, item: Item) -> None:
        if acronym := read_acronym(item.rich.text):
            self.acronyms.append(acronym)
        else:
            self.notes.extend(self._bullets([item]))

    # Reports

    def _report(self, line: int, reason: str, text: str) -> None:
        self.diagnostics.append(Diagnostic(line, reason, text))

    def _unknown(self, block: Block) -> None:
        name = type(block).__name__.lower()
        self._report(block.line, f"{name} is not part of the canonical form", "")
        for use in links_of([block]):
            self._report(use.line, "link that the canonical form does not have here", use.url)

    def _report_links(self, rich: StyledText, line: int) -> None:
        """Report links where only text is read, unless their address is the text."""
        for span in rich.links:
            url = span.url or ""
            if rich.text[span.start : span.end] != url:
                self._report(line, "link that the canonical form does not have here", url)


def _members(fields: dict[str, str], label: str) -> tuple[str, ...]:
    return form.split_members(fields.get(label, ""))
