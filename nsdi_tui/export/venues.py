"""Where and when a paper was published, as far as its digest tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.titles import venue_and_year

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest, Paper

ARXIV = "arXiv"


def venue_of(paper: Paper, digest: Digest) -> tuple[str | None, int | None]:
    """Return the venue's name and the year: from the paper's own venue, else the digest's title.

    What the paper's own line calls a venue is one, with or without a year. A paper of neither, with
    an arXiv id, is at arXiv, in the year that the id tells.
    """
    if paper.venue:
        venue, year = venue_and_year(paper.venue)
        return venue or paper.venue, year
    venue, year = venue_and_year(digest.title)
    if venue:
        return venue, year
    return venue_and_year(f"{ARXIV} {paper.arxiv}") if paper.arxiv else (None, year)
