"""Papers as BibTeX entries, for reference managers and LaTeX.

The file is UTF-8, and so are its umlauts and Chinese characters: today's BibTeX styles, Biber and
LaTeX read them, and no LaTeX command writes them all. What LaTeX would take for a command is
escaped, but not in addresses and identifiers, which stand as they are (a brace, backslash or space,
which no valid one has, percent-encoded).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.venues import ARXIV, venue_of
from nsdi_tui.export.citation_keys import CitationKeys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.export.selection import Annotate, Selection

NO_AUTHORS = (
    "% A digest names institutions, not authors: no entry has an author field. The institutions\n"
    "% stand in annote, which most styles do not print; key stands in for the author in sorting.\n"
)
_DOI_KEY = "doi:"
# BibTeX wants braces in pairs and counts escaped ones too: hence commands instead of `\{`.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "#": r"\#",
        "$": r"\$",
    }
)
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:  # noqa: ARG001
    """Yield a comment, then one entry a paper; what stands twice in a digest has one entry."""
    selections = list(selections)
    keys = CitationKeys(selection.digest for selection in selections)
    written: set[str] = set()
    yield NO_AUTHORS
    for selection in selections:
        for paper in selection.papers:
            key = keys.key(paper, selection.digest)
            if key not in written:
                written.add(key)
                yield "\n" + _entry(key, paper, selection.digest)


def _entry(key: str, paper: Paper, digest: Digest) -> str:
    """Return one entry, ending in a line break, with what the digest knows of the paper.

    It is `@inproceedings` where a venue other than arXiv is known, else `@misc`. The braces inside
    those of the title keep its capitals in every style.
    """
    # bibtexparser rather than pybtex: half the import time, and no LaTeX codec and YAML with it.
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field
    from bibtexparser.writer import BibtexFormat

    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent = "  "
    form.trailing_comma = True
    place = venue_of(paper, digest)
    venue, year = place.name, place.year
    in_proceedings = venue is not None and venue != ARXIV
    said = {
        "title": "{" + _safe(paper.title) + "}",
        "booktitle": _safe(venue) if venue and in_proceedings else None,
        "year": str(year) if year else None,
        "url": _address(paper),
        "doi": _doi(paper),
        "eprint": paper.arxiv,
        "archivePrefix": ARXIV if paper.arxiv else None,
        "annote": _safe(" & ".join(paper.organizations)),
        "key": _safe(paper.name or paper.title.partition(":")[0]),
    }
    fields = [Field(name, "{" + value + "}") for name, value in said.items() if value]
    entry = Entry("inproceedings" if in_proceedings else "misc", key, fields)
    # Its own way to put values in braces copies the whole library for every entry.
    return write_string(Library([entry]), unparse_stack=[], bibtex_format=form)


def _safe(text: str) -> str:
    return text.translate(_ESCAPES)


def _address(paper: Paper) -> str | None:
    best = paper.link("paper", "doi", "pdf", "arxiv") or paper.best_link
    urls = [link.url for link in (best, *paper.links) if link and is_web(link.url)]
    return urls[0].translate(_IN_ADDRESSES) if urls else None


def _doi(paper: Paper) -> str | None:
    for key in paper.keys:
        if key.startswith(_DOI_KEY):
            return key[len(_DOI_KEY) :].translate(_IN_ADDRESSES)
    return None
