"""A page of the detail pane: blocks of styled text, wrapped to a width when they are drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len
from textual.content import Content, Span
from textual.style import Style

from nsdi_tui.tui.wording import elided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nsdi_tui.digest.model import Bullet, Link
    from nsdi_tui.tui.pages.search import PageSearch

Ranges: TypeAlias = "Iterable[tuple[int, int]]"
Target: TypeAlias = "tuple[Literal['link', 'address', 'filter', 'paper'], int | str]"
"""Where text of a page leads: a link by its number, an address, a query, a paper's position."""

# 30.5%, 2.03x, 100,000 (GPUs), 1.5 years, 744x; not the 3 of ns-3 or the 100 of A100.
_FIGURE = re.compile(
    r"(?<![\w.,-])[~≈<>+]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%|[x×](?!\w)|(?=[\s,;.)]|$))"
    r"(?:\s(?:GPUs?|nodes?|servers?|machines?|years?|months?|papers?|users?))?"
)
_WORD = re.compile(r"\S+")
MOST_BULLETS = 1_000
"""Bullets of a summary, and links, that a page shows."""
_PLAIN_NUMBER = re.compile(r"\d{1,2}")


@dataclass(slots=True)
class Block:
    """A paragraph: `lead` precedes its first line, the others are indented to its text.

    `spans` are `(start, end, style)`, the style being a component of the detail pane (`title`,
    `match`) or a ready Style; `lead_spans` are the same for the lead. `wrap=False` cuts the text
    with an ellipsis instead of wrapping it.
    """

    text: str = ""
    spans: list[tuple[int, int, str | Style]] = field(default_factory=list)
    lead: str = ""
    lead_spans: list[tuple[int, int, str | Style]] = field(default_factory=list)
    style: str = ""
    indent: int = 0
    fit: Literal["wrap", "cut", "elide"] = "wrap"
    rule: bool = False

    def lines(self, width: int, search: PageSearch | None = None) -> list[Content]:
        """Return the block's lines, none wider than `width` cells, at least one.

        A search highlights what it finds, in place of what the filter matched.
        """
        hang = " " * (self.indent + cell_len(self.lead))
        room = max(4, width - len(hang))
        text, ranges = self.text, self.spans
        if self.fit == "elide":
            text = elided(text, room)
        elif self.fit == "wrap":
            text, ranges = _with_short_addresses(text, ranges, room)
        spans = [Span(start, min(end, len(text)), style) for start, end, style in ranges]
        lead_spans = [Span(*span) for span in self.lead_spans]
        if search is not None:
            lead_spans += [Span(*span) for span in search.spans(self.lead)]
            spans = [span for span in spans if span.style != "match"]
            spans += [Span(*span) for span in search.spans(text)]
        if self.style:
            spans.insert(0, Span(0, len(text), self.style))
        body = Content(text, spans)
        if self.fit == "wrap":
            wrapped = body.wrap(room)
        else:
            wrapped = [line.truncate(room, ellipsis=True) for line in body.split(allow_blank=True)]
        if self.rule and (rest := room - wrapped[-1].cell_length - 1) > 0:
            wrapped[-1] += Content(" " + "─" * rest, [Span(1, 1 + rest, "rule")])
        lead = Content(self.lead, lead_spans)
        first = Content(" " * self.indent) + lead
        return [first + wrapped[0], *(Content(hang) + line for line in wrapped[1:])]


@dataclass(slots=True)
class Page:
    """Blocks in order, and the links that their numbers open (the first is number 1).

    `text_links` are the links in running text, which have no numbers.
    """

    blocks: list[Block] = field(default_factory=list)
    links: Sequence[Link] = ()
    text_links: list[Link] = field(default_factory=list)

    def add(self, text: str = "", style: str = "", **options: object) -> Block:
        """Append a block; see `Block` for the options."""
        block = Block(text, style=style, **options)  # type: ignore[arg-type]
        self.blocks.append(block)
        return block

    def add_bullets(
        self, bullets: Sequence[Bullet], matches: Mapping[int, Ranges] | None = None
    ) -> None:
        """Append the bullets of a summary or of notes, and what matches in each of them."""
        for number, bullet in enumerate(bullets[:MOST_BULLETS]):
            self._add_bullet(bullet, (matches or {}).get(number, ()))
        self.add_rest(len(bullets) - MOST_BULLETS)

    def add_rest(self, count: int) -> None:
        """Say how many bullets or links are left out, if any."""
        if count > 0:
            self.add(f"and {count:,} more; exports have all of them", "muted", indent=2)

    def _add_bullet(self, bullet: Bullet, matches: Ranges) -> None:
        spans: list[tuple[int, int, str | Style]] = []
        if bullet.kind != "code":
            spans += figure_spans(bullet.text)
        for span in bullet.spans:
            spans.append((span.start, span.end, span.style))
            if span.url:
                from nsdi_tui.digest.links import make_link

                self.text_links.append(make_link(bullet.text[span.start : span.end], span.url))
                style = link_style(span.url) + target_style(("address", span.url))
                spans.append((span.start, span.end, style))
        spans += matched(matches)
        block = Block(
            bullet.text,
            spans,
            lead="• " if bullet.kind == "item" else "  ",
            lead_spans=[(0, 1, "muted")],
            style="code" if bullet.kind == "code" else "",
            indent=2 * bullet.depth,
        )
        self.blocks.append(block)

    def gap(self) -> None:
        """Append an empty line, unless the page is empty or ends in one."""
        if self.blocks and (self.blocks[-1].text or self.blocks[-1].lead):
            self.blocks.append(Block())

    def heading(self, text: str) -> None:
        """Append a section's heading with an empty line before it."""
        self.gap()
        self.add(text, "heading", rule=True)

    def key_row(self, key: str, meaning: str, width: int) -> Block:
        """Append what a key or an example does, the first in a column of `width` characters."""
        lead = f"{key:<{width}}  "
        return self.add(meaning, lead=lead, lead_spans=[(0, len(key), "key")])

    def iter_lines(self, width: int, search: PageSearch | None = None) -> Iterator[Content]:
        """Yield the lines in order, none wider than `width` cells."""
        for block in self.blocks:
            yield from block.lines(width, search)


def matched(ranges: Ranges, offset: int = 0) -> list[tuple[int, int, str | Style]]:
    """Return spans for what the filter matched, shifted by `offset` characters."""
    return [(start + offset, end + offset, "match") for start, end in ranges]


def figure_spans(text: str) -> list[tuple[int, int, str | Style]]:
    """Return spans for the figures of a sentence: per cents, factors, large or exact numbers."""
    return [
        (*match.span(), "figure")
        for match in _FIGURE.finditer(text)
        if not _PLAIN_NUMBER.fullmatch(match.group())
    ]


def _with_short_addresses(
    text: str, spans: list[tuple[int, int, str | Style]], room: int
) -> tuple[str, list[tuple[int, int, str | Style]]]:
    """Return a text in which addresses longer than a line lose their middle, and its spans."""
    cuts = []
    for match in _WORD.finditer(text) if "://" in text or "www." in text else ():
        word = match.group()
        if len(word) > room // 2 and (cells := cell_len(word)) > room and _is_address(word):
            kept = max(2, room * len(word) // cells)
            head = kept * 2 // 3
            cuts.append((match.start() + head, match.end() - (kept - head - 1)))
    if not cuts:
        return text, spans

    def moved(at: int, *, is_end: bool) -> int:
        shift = 0
        for start, end in cuts:
            if at >= end:
                shift += end - start - 1
            elif at > start:
                shift += at - start - is_end
        return at - shift

    for start, end in reversed(cuts):
        text = f"{text[:start]}…{text[end:]}"
    return text, [
        (moved(start, is_end=False), moved(end, is_end=True), style) for start, end, style in spans
    ]


def _is_address(word: str) -> bool:
    return "://" in word or "www." in word


def target_style(target: Target) -> Style:
    """Return the style of text that leads somewhere, by a click or by `enter`."""
    return Style.from_meta({"@click": ("screen.follow", target)})


def filter_style(field: str, value: str) -> Style | None:
    """Return the style of text that filters by a value of a field; None for odd values."""
    return None if '"' in value else target_style(("filter", f'{field}:"{value}"'))


def link_style(url: str) -> Style:
    """Return the style that makes text a link of the terminal's own (OSC 8); web addresses only."""
    if url.startswith(("https://", "http://")) and url.isascii():
        return Style(link=url)
    return Style()


def bar(share: float, width: int) -> str:
    """Return a thin bar of `width` cells, filled by `share` (0 to 1), at least by one for any."""
    cells = round(max(0.0, min(share, 1.0)) * width)
    return "━" * max(cells, 1 if share > 0 else 0)
