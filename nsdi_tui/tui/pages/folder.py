"""The overview of a folder of digests."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.digest.years import compare_years
from nsdi_tui.tui.pages.digest import add_fresh, add_share
from nsdi_tui.tui.pages.page import Page
from nsdi_tui.tui.pages.topic import add_bars
from nsdi_tui.tui.pages.years import add_years

if TYPE_CHECKING:
    from nsdi_tui.digest.library import Folder, Library


def folder_page(
    folder: Folder,
    library: Library,
    *,
    read: int | None = None,
    starred: int | None = None,
    fresh: str = "",
) -> Page:
    """Return the overview: its papers by directory or page, institution, venue and year.

    A paper that several pages list counts once. `read` and `starred` are the numbers of papers
    marked so; None leaves them out. `fresh` says how many are new and changed.
    """
    page = Page()
    page.add(folder.title, "title")
    page.gap()
    positions = library.positions_below(folder)
    papers = [library.papers[position] for position in positions]
    count = sum(1 for _ in folder.digests)
    page.add(f"{counted(len(papers), 'paper')} in {counted(count, 'page')}", "muted")
    add_share(page, sum(1 for paper in papers if paper.arxiv), len(papers), "with an arXiv link")
    add_share(page, sum(1 for paper in papers if paper.summary), len(papers), "with a summary")
    if read is not None:
        add_share(page, read, len(papers), "read")
    if starred:
        add_share(page, starred, len(papers), "starred")
    add_fresh(page, fresh)
    total = len(papers)
    topics: Counter[str] = Counter()
    for child in folder.children:
        topics[child.title] += len(library.positions_below(child))
    add_bars(page, "Topics", topics, total, "topic")
    institutions = Counter(name for paper in papers for name in paper.organizations)
    add_bars(page, "Institutions", institutions, total, "org")
    venues = Counter(library.venue_of(position).name or "" for position in positions)
    del venues[""]
    add_bars(page, "Venues", venues, total, "venue")
    years = Counter(str(library.year_of(position) or "") for position in positions)
    del years[""]
    add_bars(page, "Years", years, total, "year")
    for comparison in compare_years(folder.digests):
        add_years(page, comparison)
    return page
