"""Making the Paper of a unit that is an entry, from its fields and its summary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.identity import keys_of
from nsdi_tui.digest.latex import to_text
from nsdi_tui.digest.links import arxiv_id, is_scholarly
from nsdi_tui.digest.markdown.blocks import DetailsStart, Item, Paragraph, Quote, Table, Verbatim
from nsdi_tui.digest.model import Bullet, Link, Paper, Span
from nsdi_tui.digest.reading.unit_fields import read_below
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.titles import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.ballot import Fields
    from nsdi_tui.digest.reading.context import Context, SectionFacts
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.styled import StyledText

CONTENT_WORDS = 4
# Bullets nest to this depth. Topics and papers may be around them in an export, and Markdown
# readers read lists to some depth only.
DEPTH_LIMIT = 10


class Interner:
    """Clean texts that many entries have in common, kept once."""

    def __init__(self) -> None:
        self._strings: dict[str, str] = {}
        self._tuples: dict[tuple[str, ...], tuple[str, ...]] = {}

    def string(self, text: str) -> str:
        """Return the one copy of a text, cleaned."""
        found = self._strings.get(text)
        if found is None:
            cleaned = clean(text)
            found = self._strings[text] = self._strings.setdefault(cleaned, cleaned)
        return found

    def link(self, link: Link) -> Link:
        """Return a link with the one copy of its label."""
        label = self.string(link.label)
        return link if label is link.label else Link(label, link.kind, link.url)

    def strings(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the one copy of a tuple of strings."""
        key = tuple(texts)
        if not key:
            return key
        found = self._tuples.get(key)
        if found is None:
            found = self._tuples[key] = tuple(map(self.string, key))
        return found

    def members(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the one copy of a tuple of strings, without empty ones."""
        found = self.strings(texts)
        return found if all(found) else self.strings(filter(None, found))


def make_paper(unit: Unit, context: Context, interner: Interner) -> Paper:
    """Return the entry of a unit, in the section that the context names."""
    rest = read_below(unit, context)
    fields = unit.fields
    links = tuple([interner.link(link) for link in _once(fields.links)])
    summary = [*fields.summary, *bullets_of(rest)]
    title = clean(to_text(fields.title))
    name, aliases = names_of(title, summary)
    if fields.name:
        name = clean(fields.name)
        aliases = tuple(a for a in aliases if a != name)
    venue = fields.venue or context.section.venue
    date = fields.date
    return Paper(
        title=title,
        name=name,
        aliases=aliases,
        venue=interner.string(venue) if venue else None,
        topics=interner.strings(context.section.path),
        organizations=interner.members(fields.organizations),
        badges=interner.members(dict.fromkeys(fields.badges)),
        summary=tuple(summary),
        links=links,
        keys=keys_of(title, links, venue),
        line=_title_line(unit),
        authors=interner.members(fields.authors),
        year=_year(fields, links, context.section),
        date=date.iso if date else None,
        tags=interner.members(dict.fromkeys(fields.tags)),
        kind=kind_of(unit, context),
    )


def _title_line(unit: Unit) -> int:
    """Return the line of an entry's title; a sign that was left out may be on the line above."""
    fields = unit.fields
    part = fields.title_part or unit.head
    if part is not unit.head:
        return unit.line
    at = max(part.text.find(fields.title, fields.title_at), fields.title_at)
    return part.line + part.rich.lines_before(at)


def kind_of(unit: Unit, context: Context) -> Literal["paper", "resource"]:
    """Return whether an entry is a paper, by its links, its venue and authors, and its section."""
    fields = unit.fields
    if unit.is_resource:
        return "resource"
    if fields.venue or fields.authors:
        return "paper"
    if any(is_scholarly(link.url) for link in fields.links):
        return "paper"
    labelled = [
        link
        for link in fields.links
        if link.kind in ("paper", "pdf", "doi", "arxiv") and not _is_title_link(link)
    ]
    if labelled:
        return "paper"
    if context.section.resources:
        return "resource"
    if not fields.links or _is_titled_row(unit):
        return "paper"
    kinds = {link.kind for link in fields.links}
    words = len(fields.title.split())
    if context.shape.mostly_papers:
        return "paper" if "paper" in kinds or words >= CONTENT_WORDS else "resource"
    if context.section.venue or (context.section.expects_papers and "paper" in kinds):
        return "paper"
    return "resource"


def _is_titled_row(unit: Unit) -> bool:
    """Whether a title is in a column that is headed so: tables of tools have names."""
    part = unit.fields.title_part
    words = len(unit.fields.title.split())
    return part is not None and "title" in part.column.casefold() and words >= CONTENT_WORDS


def _is_title_link(link: Link) -> bool:
    return link.label == "Paper" and link.kind == "paper" and not is_scholarly(link.url)


def _once(links: list[Link]) -> Iterator[Link]:
    """Leave out a link whose address came before, under whatever label."""
    seen: set[str] = set()
    for link in links:
        if link.url not in seen:
            seen.add(link.url)
            yield link


def _year(fields: Fields, links: tuple[Link, ...], section: SectionFacts) -> int | None:
    if fields.venue_year:
        return fields.venue_year
    if section.venue and section.year and not (fields.venue or fields.date):
        return section.year
    if fields.date:
        return fields.date.year
    for link in links:
        if link.kind in ("arxiv", "doi") and (identifier := arxiv_id(link.url)):
            digits = identifier.rpartition("/")[2][:2]
            return int(digits) + (1900 if int(digits) >= 90 else 2000)
    return section.year


def bullets_of(blocks: Iterable[Block], depth: int = 0) -> list[Bullet]:
    """Return blocks as bullets, nesting kept to a depth; quotes, tables and code as text."""
    depth = min(depth, DEPTH_LIMIT)
    out: list[Bullet] = []
    for block in blocks:
        if isinstance(block, Quote):
            out.extend(bullets_of(block.blocks, depth))
        elif isinstance(block, Item):
            if (bullet := bullet_of(block.rich, depth)).text:
                out.append(bullet)
            out.extend(bullets_of(block.blocks, depth + 1))
        elif isinstance(block, Paragraph | DetailsStart):
            if (bullet := bullet_of(block.rich, max(depth - 1, 0), "text")).text:
                out.append(bullet)
        elif isinstance(block, Verbatim):
            out.append(Bullet(block.text, max(depth - 1, 0), (), block.kind))
        elif isinstance(block, Table) and (bullet := table_bullet(block, max(depth - 1, 0))).text:
            out.append(bullet)
    return out


def bullet_of(rich: StyledText, depth: int = 0, kind: Literal["item", "text"] = "item") -> Bullet:
    """Return a text as a bullet, with its linked images as links behind it."""
    bullet = rich.bullet(depth, kind)
    for image in rich.images:
        if image.url and image.url[0] != "#":
            start = len(bullet.text) + 1 if bullet.text else 0
            text = f"{bullet.text} {image.alt or 'Link'}".lstrip()
            span = Span(start, len(text), "link", image.url)
            bullet = Bullet(text, depth, (*bullet.spans, span), kind)
    return bullet


def table_bullet(table: Table, depth: int = 0) -> Bullet:
    """Return a table that holds no entries as text, a row a line."""
    rows = [table.header] if table.header else []
    return rows_bullet([*rows, *(row.cells for row in table.rows)], depth)


def rows_bullet(rows: Iterable[Sequence[StyledText]], depth: int = 0) -> Bullet:
    """Return rows of cells as text, with the links in them."""
    lines: list[str] = []
    spans: list[Span] = []
    at = 0
    for row in rows:
        line = ""
        for number, bullet in enumerate(map(bullet_of, row)):
            # An empty cell leaves no blank at an end, and no two in a row.
            line += " |" if line and number else "|" if number else ""
            if bullet.text:
                line += " " if line else ""
                start = at + len(line)
                spans += [
                    replace(s, start=s.start + start, end=s.end + start) for s in bullet.spans
                ]
                line += bullet.text
        if line.strip(" |"):
            lines.append(line)
            at += len(line) + 1
    return Bullet("\n".join(lines), depth, tuple(spans), "text")
