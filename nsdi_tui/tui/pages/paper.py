"""The page of a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nsdi_tui.tui.pages.page import (
    MOST_BULLETS,
    Page,
    filter_style,
    link_style,
    matched,
    target_style,
)
from nsdi_tui.tui.view.row_text import (
    CHANGED_MARK,
    NEW_MARK,
    READ_MARK,
    SELECTED_MARK,
    STAR_MARK,
)
from nsdi_tui.tui.wording import elided, name_and_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.style import Style

    from nsdi_tui.digest.model import Acronym, Digest, Link, Paper
    from nsdi_tui.finding.highlights import Highlights
    from nsdi_tui.tui.pages.page import Ranges

_LABEL_WIDTH = 16
_CHIP_LIMIT, _MOST_LINK_CHIPS = 16, 4
_SIGNS = {
    "starred": (STAR_MARK, "star"),
    "read": (READ_MARK, "done"),
    "new": (NEW_MARK, "new"),
    "changed": (CHANGED_MARK, "new"),
    "selected": (SELECTED_MARK, "key"),
}


def paper_page(
    paper: Paper,
    digest: Digest,
    highlights: Highlights | None = None,
    *,
    states: Sequence[str] = (),
    note: str = "",
) -> Page:
    """Return the page of a paper: its fields, summary, note, links and acronyms.

    `highlights` is what the query matched, None without one; `states` are words such as `starred`.
    """
    if highlights is None:
        from nsdi_tui.finding.highlights import Highlights

        highlights = Highlights()
    page = Page(links=paper.links)
    heading, offset = name_and_title(paper)
    block = page.add(heading, "title")
    block.spans += matched(highlights.title, offset)
    if offset and paper.name:
        block.spans += matched(highlights.name)
    for number, alias in enumerate(paper.aliases):
        if alias != paper.name:
            block = page.add(f"also {alias}", "muted")
            block.spans.append((5, len(block.text), "strong"))
            block.spans += matched(highlights.aliases.get(number, ()), 5)
    _add_chips(page, paper, digest, states, highlights)
    add_values(page, paper.authors, ", ", "author", highlights.authors)
    add_values(page, paper.organizations, " · ", "org", highlights.organizations)
    add_values(page, paper.topics, " › ", "topic", highlights.topics, "muted")
    add_values(page, paper.tags, " · ", "tag", highlights.tags, "muted", lead="Tags: ")
    page.gap()
    if paper.summary:
        page.add_bullets(paper.summary, highlights.summary)
    else:
        page.add("No summary in this digest.", "muted")
    if note:
        page.heading("Note")
        for line in note.split("\n"):
            page.add(line)
    if paper.links:
        page.heading("Links")
        add_links(page, paper.links)
    spelled = acronyms_in(paper, digest.acronyms)
    if spelled:
        page.heading("Acronyms")
        add_acronyms(page, spelled)
    return page


def _add_chips(
    page: Page, paper: Paper, digest: Digest, states: Sequence[str], highlights: Highlights
) -> None:
    """Append one line with venue, links, badges and marks."""
    block = page.add()

    def add(text: str, style: str, *spans: tuple[int, int, str | Style]) -> None:
        block.text += " " if block.text else ""
        start = len(block.text)
        block.spans.append((start, start + len(text), style))
        block.spans += [(start + first, start + last, name) for first, last, name in spans]
        block.text += text

    place = paper.venue or digest.title
    for part in (place, *_when(paper, place)):
        found = matched(highlights.venue, 1) if part == paper.venue else []
        add(f" {part} ", "chip", *found)
    if paper.kind == "resource":
        add(" Resource ", "chip")
    seen: set[str] = set()
    for number, link in enumerate(paper.links, 1):
        label = elided(link.label, _CHIP_LIMIT)
        if label not in seen and len(seen) < _MOST_LINK_CHIPS:
            seen.add(label)
            click = target_style(("link", number))
            add(f" {label} ", "chip", (0, len(label) + 2, click))
    for number, badge in enumerate(paper.badges):
        add(f" {badge} ", "star", *matched(highlights.badges.get(number, ()), 1))
    for state in states:
        sign, style = _SIGNS[state]
        add(f" {sign} {state} ", style)


def _when(paper: Paper, place: str) -> list[str]:
    """Return the date, or else the year, unless the venue names it already."""
    # The start does not need venues: the page of a digest imports this module too.
    from nsdi_tui.digest.venues import parse_venue

    when = paper.date or (str(paper.year) if paper.year else "")
    venue = parse_venue(place)
    return [when] if when and when not in (str(venue.year), venue.date) else []


def add_values(
    page: Page,
    parts: Sequence[str],
    separator: str,
    field: str,
    highlights: Mapping[int, Ranges],
    style: str = "",
    lead: str = "",
) -> None:
    """Append the values of a field in one paragraph; each is a link that filters by it.

    `highlights` are ranges of the values, by their numbers from 0.
    """
    if not parts:
        return
    lead_spans = [(0, len(lead), "muted")] if lead else []
    block = page.add(separator.join(parts), style, lead=lead, lead_spans=lead_spans)
    offset = 0
    for number, part in enumerate(parts):
        block.spans += matched(highlights.get(number, ()), offset)
        if link := filter_style(field, part):
            block.spans.append((offset, offset + len(part), link))
        offset += len(part)
        if number + 1 < len(parts):
            block.spans.append((offset, offset + len(separator), "muted"))
        offset += len(separator)


def add_links(page: Page, links: Sequence[Link]) -> None:
    """Append numbered links with their full addresses; a click opens one."""
    shown = links[:MOST_BULLETS]
    width = min(max(cell_len(link.label) for link in shown), _LABEL_WIDTH)
    for number, link in enumerate(shown, 1):
        label = link.label
        if cell_len(label) > width:
            label = set_cell_size(label, width - 1) + "…"
        mark = f"{number}  " if number <= 9 else "   "
        click = target_style(("link", number))
        lead = f"{mark}{label}{' ' * (width - cell_len(label))}  "
        lead_spans = [(0, 1, "key"), (3, 3 + len(label), "strong"), (0, len(lead), click)]
        block = page.add(link.url, "address", lead=lead, lead_spans=lead_spans, fit="elide")
        block.spans += [(0, len(link.url), link_style(link.url)), (0, len(link.url), click)]
    page.add_rest(len(links) - MOST_BULLETS)


def add_acronyms(page: Page, acronyms: Sequence[Acronym]) -> None:
    """Append the acronyms, one a line, with their expansions."""
    width = max(cell_len(acronym.short) for acronym in acronyms)
    for acronym in acronyms:
        lead = set_cell_size(acronym.short, width) + "  "
        page.add(acronym.long, lead=lead, lead_spans=[(0, len(lead), "strong")])


def acronyms_in(paper: Paper, acronyms: Sequence[Acronym]) -> list[Acronym]:
    """Return the acronyms that occur in the paper's title, topics or summary, plurals too."""
    text = "\n".join([paper.title, *paper.topics, *(bullet.text for bullet in paper.summary)])
    words = set(re.findall(r"\w+", text))
    return [
        acronym
        for acronym in acronyms
        if acronym.short in words
        or f"{acronym.short}s" in words
        or (not acronym.short.isalnum() and acronym.short in text)
    ]
