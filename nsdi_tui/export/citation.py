"""One paper as a text to paste: a citation line, a Markdown item, a BibTeX entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.venues import venue_of

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.export.selection import Selection


def citation_line(paper: Paper, digest: Digest) -> str:
    """Return title (with the name, where it is not in it), institutions, venue and year, address.

    `SYMI: Efficient …. Stanford, NVIDIA & OpenAI. NSDI 2026. https://arxiv.org/abs/2504.19925`
    """
    title = paper.title
    if paper.name and paper.name.casefold() not in title.casefold():
        title = f"{title} ({paper.name})"
    sentences = [title, _listed(paper.organizations), venue_of(paper, digest).label]
    parts = [text if text[-1] in ".?!" else text + "." for text in sentences if text]
    if link := paper.best_link:
        parts.append(link.url)
    return " ".join(parts)


def _listed(names: tuple[str, ...]) -> str:
    # A comma may belong to a name (`SIAT, CAS`): then ` & ` separates all of them.
    if any("," in name for name in names):
        return " & ".join(names)
    return " & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def markdown_item(paper: Paper, digest: Digest) -> str:
    """Return the paper as a list item of a digest: its line, and institutions and summary below."""
    from nsdi_tui.export.markdown_item import item_lines, single_blanks

    return "\n".join(single_blanks(item_lines(paper, digest)))


def bibtex_entries(selections: list[Selection]) -> str:
    """Return the entries of papers, after the comment that there are no authors."""
    from nsdi_tui.export.formats.bibtex import bibtex_chunks

    return "".join(bibtex_chunks(selections, None)).rstrip("\n")
