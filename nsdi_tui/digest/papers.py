"""A list item to a paper: its head, then affiliation, badges, links and summary below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.affiliations import badges_in, organizations_in
from nsdi_tui.digest.heads import LABEL_LIMIT, read_head
from nsdi_tui.digest.identity import keys_of
from nsdi_tui.digest.links import is_web, kind_by_label, make_link
from nsdi_tui.digest.markdown.blocks import DetailsStart, Item, Paragraph, Table, Verbatim, walk
from nsdi_tui.digest.model import Bullet, Link, Paper
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.titles import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.heads import Head
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import StyledText

_LABELLED = re.compile(r"\s*([^\W\d_][\w -]{0,40}?)\s*[:：]\s*")
_BETWEEN = " ,;|/·•[]()【】."


class Shared:
    """Values that many papers have in common, kept once."""

    def __init__(self) -> None:
        self._strings: dict[str, str] = {}
        self._tuples: dict[tuple[str, ...], tuple[str, ...]] = {}

    def string(self, text: str) -> str:
        """Return the one copy of a string."""
        return self._strings.setdefault(text, text)

    def strings(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the one copy of a tuple of strings."""
        key = tuple(texts)
        known = self._tuples.get(key)
        if known is None:
            known = self._tuples[key] = tuple(map(self.string, key))
        return known


def make_paper(
    item: Item, topics: tuple[str, ...], shared: Shared, head: Head | None = None
) -> Paper:
    """Return the paper of a list item; `topics` from the outermost inward."""
    head = head or read_head(item.rich)
    links = [Link(shared.string(link.label), link.kind, link.url) for link in head.links]
    badges = list(head.badges)
    summary = [rest.bullet() for rest in head.rest]
    organizations: tuple[str, ...] = ()
    before_summary = True
    for block in item.blocks:
        if isinstance(block, Item):
            leaf = not block.blocks
            if leaf and (found := badges_in(block.rich.text)):
                badges.extend(found)
                continue
            if leaf and (more := link_bullet(block.rich)):
                links.extend(more)
                continue
            if before_summary and not organizations and leaf and not block.rich.links:
                organizations = organizations_in(block.rich.text)
                if organizations:
                    continue
            before_summary = False
        summary.extend(bullets_of([block]))
    name, aliases = names_of(head.title, summary)
    return Paper(
        title=head.title,
        name=name,
        aliases=aliases,
        venue=shared.string(head.venue) if head.venue else None,
        topics=topics,
        organizations=shared.strings(organizations),
        badges=shared.strings(dict.fromkeys(badges)),
        summary=tuple(summary),
        links=tuple(dict.fromkeys(links)),
        keys=keys_of(head.title, links, head.venue),
        line=item.line + item.rich.lines_before(head.title_at),
    )


def bullets_of(blocks: list[Block], depth: int = 0) -> list[Bullet]:
    """Return blocks as bullets, nesting kept; quotes, tables and code as text."""
    out = []
    for block, level in walk(blocks, depth):
        if isinstance(block, Item):
            if block.rich.text:
                out.append(block.rich.bullet(level))
        elif isinstance(block, Paragraph | DetailsStart):
            if block.rich.text:
                out.append(block.rich.bullet(max(level - 1, 0), "text"))
        elif isinstance(block, Table):
            lines = [block.header or (), *(row.cells for row in block.rows)]
            rows = [" | ".join(cell.text for cell in cells) for cells in lines if cells]
            out.append(Bullet("\n".join(rows), max(level - 1, 0), (), "text"))
        elif isinstance(block, Verbatim):
            out.append(Bullet(block.text, max(level - 1, 0), (), block.kind))
    return out


def link_bullet(rich: StyledText) -> list[Link]:
    """Return the links of a bullet that holds nothing else: `[Code](…) [Data](…)`, `Code: …`."""
    spans = rich.links
    if not spans or any(span.style != "link" for span in rich.spans):
        return []
    links: list[Link] = []
    at = 0
    for span in spans:
        if span.start < at:
            return []
        label = rich.text[span.start : span.end]
        between = rich.text[at : span.start].strip(_BETWEEN)
        prefix = _LABELLED.fullmatch(between)
        if prefix and kind_by_label(prefix[1]):
            label = prefix[1]
        elif between or is_web(label) or not kind_by_label(label):
            return []
        links.append(make_link(clean(label, LABEL_LIMIT), span.url or ""))
        at = span.end
    return links if not rich.text[at:].strip(_BETWEEN) else []
