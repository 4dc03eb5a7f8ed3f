"""The overview of a digest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from nsdi_tui.digest.text import counted
from nsdi_tui.tui.pages.page import Page, bar, target_style
from nsdi_tui.tui.pages.paper import add_acronyms, add_links
from nsdi_tui.tui.pages.topic import BAR_CELLS, add_bars
from nsdi_tui.tui.pages.years import add_years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nsdi_tui.digest.model import Acceptance, Digest, Paper
    from nsdi_tui.digest.years import YearComparison


def digest_page(
    digest: Digest,
    papers: Sequence[Paper],
    topics: Mapping[str, int],
    *,
    read: int | None = None,
    starred: int | None = None,
    fresh: str = "",
    years: YearComparison | None = None,
) -> Page:
    """Return the overview: links, acceptance rates, papers by topic and institution, acronyms.

    `papers` has each paper once, `topics` the number of papers of each top topic. `read` and
    `starred` are the numbers of papers marked so; None leaves them out. `fresh` says how many are
    new and changed. `years` compares the digest with those of other years that are open.
    """
    page = Page(links=digest.meta)
    page.add(digest.title, "title")
    page.gap()
    page.add(f"{counted(len(papers), 'paper')} in {digest.source}", "muted")
    if papers:
        add_share(
            page, sum(1 for paper in papers if paper.arxiv), len(papers), "with an arXiv link"
        )
        add_share(page, sum(1 for paper in papers if paper.summary), len(papers), "with a summary")
        if read is not None:
            add_share(page, read, len(papers), "read")
        if starred:
            add_share(page, starred, len(papers), "starred")
    add_fresh(page, fresh)
    if digest.notes:
        page.gap()
        page.add_bullets(digest.notes)
    if digest.meta:
        page.heading("Links")
        add_links(page, digest.meta)
    if digest.acceptance:
        page.heading("Acceptance")
        width = max(cell_len(rate.label) for rate in digest.acceptance)
        for rate in digest.acceptance:
            _acceptance(page, rate, width)
    add_bars(page, "Topics", topics, len(papers), "topic")
    institutions = Counter(name for paper in papers for name in paper.organizations)
    add_bars(page, "Institutions", institutions, len(papers), "org")
    if years is not None:
        add_years(page, years)
    if digest.acronyms:
        page.heading("Acronyms")
        add_acronyms(page, digest.acronyms)
    if digest.diagnostics:
        page.heading("Unrecognized lines")
        for problem in digest.diagnostics[:20]:
            page.add(f"{problem.reason}: {problem.text}", "muted", lead=f"line {problem.line}  ")
    return page


def add_share(page: Page, part: int, whole: int, what: str) -> None:
    """Append how many of the papers are something, aligned with the other counts."""
    digits = len(f"{whole:,}")
    text = f"{part:>{digits},} {what}"
    block = page.add(text, "muted")
    block.spans.append((0, digits, "figure"))


def add_fresh(page: Page, fresh: str) -> None:
    """Append how many papers are new and changed, if any is; this leads to them."""
    if fresh:
        block = page.add(f"{fresh} since your last visit", "muted")
        target = target_style(("filter", "is:new"))
        block.spans += [(0, len(fresh), "new"), (0, len(block.text), target)]


def _acceptance(page: Page, rate: Acceptance, width: int) -> None:
    text = set_cell_size(rate.label, width)
    spans: list[tuple[int, int, str]] = []
    if rate.rate is not None:
        figure = f"{rate.rate:g}%"
        spans.append((len(text) + 2, len(text) + 2 + len(figure), "figure"))
        text += f"  {figure:<6}"
        filled = bar(rate.rate / 100, BAR_CELLS)
        spans.append((len(text) + 1, len(text) + 1 + len(filled), "muted"))
        text += f" {filled:<{BAR_CELLS}}"
    if rate.accepted is not None and rate.submitted is not None:
        text += f"  {rate.accepted:,} of {rate.submitted:,}"
    page.add(text, fit="cut").spans.extend(spans)
