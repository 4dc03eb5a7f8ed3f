"""The page of a topic or another group of papers."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.text import counted
from nsdi_tui.tui.pages.page import Page, bar, filter_style, matched, target_style
from nsdi_tui.tui.pages.paper import add_links, add_values
from nsdi_tui.tui.wording import elided, name_and_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nsdi_tui.tui.pages.page import Ranges
    from nsdi_tui.tui.view.outline import Group

MOST_PAPERS = 200
MOST_BARS = 12
LONGEST_NAME = 28
BAR_CELLS = 24


def topic_page(
    topic: Topic | Group,
    papers: Mapping[int, Paper],
    path: Sequence[str] = (),
    highlights: Ranges = (),
    *,
    filtered: bool = False,
) -> Page:
    """Return the page of a topic: its papers by name, and their institutions.

    `papers` are those that the filter leaves, by their positions; `path` has the titles of the
    topics above it.
    """
    page = Page()
    page.add(topic.title, "title").spans += matched(highlights)
    page.gap()
    if path:
        add_values(page, path, " › ", "topic", {}, "muted")
    count = counted(len(papers), "paper")
    page.add(count.replace(" ", " matching ") if filtered else count, "muted")
    with_arxiv = sum(1 for paper in papers.values() if paper.arxiv)
    if papers:
        page.add(f"{with_arxiv} with an arXiv link", "muted")
    if isinstance(topic, Topic):
        if topic.notes:
            page.gap()
            page.add_bullets(topic.notes)
        if topic.links:
            page.links = topic.links
            page.heading("Links")
            add_links(page, topic.links)
    if papers:
        page.heading("Papers")
        add_papers(page, papers)
    institutions = Counter(name for paper in papers.values() for name in paper.organizations)
    add_bars(page, "Institutions", institutions, len(papers), "org")
    return page


def add_papers(page: Page, papers: Mapping[int, Paper]) -> None:
    """Append the names and titles of papers, which lead to them, one bullet each."""
    for position, paper in islice(papers.items(), MOST_PAPERS):
        block = page.add(
            name_and_title(paper)[0], lead="• ", lead_spans=[(0, 1, "muted")], fit="cut"
        )
        if paper.name:
            block.spans.append((0, len(paper.name), "strong"))
        block.spans.append((0, len(block.text), target_style(("paper", position))))
    if len(papers) > MOST_PAPERS:
        page.add(f"and {len(papers) - MOST_PAPERS:,} more", "muted", indent=2)


def add_bars(
    page: Page, heading: str, counts: Mapping[str, int], total: int, field: str = ""
) -> None:
    """Append a section with the number of papers of each name, the largest first.

    Bars show the share of `total`. Each name filters by it in this field.
    """
    if not counts:
        return
    page.heading(heading)
    top = sorted(counts.items(), key=lambda item: -item[1])[:MOST_BARS]
    width = min(max(cell_len(name) for name, _ in top), LONGEST_NAME)
    digits = len(f"{top[0][1]:,}")
    # Bars that are all equal say nothing.
    has_bars = len(set(counts.values())) > 1
    for name, number in top:
        label = set_cell_size(elided(name, width), width)
        cells = bar(number / total, BAR_CELLS) if has_bars else ""
        text = f"{label}  {number:>{digits},}  {cells}".rstrip()
        start = len(label) + 2 + digits
        block = page.add(text, fit="cut")
        block.spans += [(len(label) + 2, start, "strong"), (start, len(text), "muted")]
        if field and (style := filter_style(field, name)):
            block.spans.append((0, len(text), style))
    if len(counts) > len(top):
        page.add(f"and {len(counts) - len(top):,} more", "muted")
