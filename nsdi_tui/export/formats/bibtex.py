"""Papers as BibTeX entries, for reference managers and LaTeX.

The file is UTF-8, and so are its umlauts and Chinese characters: today's BibTeX styles, Biber and
LaTeX read them, and no LaTeX command writes them all. Raised and lowered characters, which LaTeX
lacks, are formulas. What LaTeX would take for a command is escaped, except in addresses and
identifiers (there a brace, backslash or space, which no valid one has, is percent-encoded).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.authors import without_others
from nsdi_tui.digest.latex import raised_and_lowered
from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.venues import ARXIV, MONTHS, venue_kind, venue_of
from nsdi_tui.export.citation_keys import CitationKeys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.digest.venues import Venue
    from nsdi_tui.export.selection import Annotate, Selection

NO_AUTHORS = (
    "% The list does not name authors: no entry has an author field. The institutions are in\n"
    "% annote, which most styles do not print; key takes the place of the author in sorting.\n"
)
SOME_AUTHORS = (
    "% The list does not name the authors of every paper: some entries have no author field.\n"
    "% There, key takes the place of the author in sorting.\n"
)
_DOI_KEY = "doi:"
# An unknown name that is written as conferences are: `EXCONF`, `ExConf`, `ACM ExConf`.
_ACRONYM = re.compile(r"(?:[A-Z]{2,5} )?[A-Z][a-z]*[A-Z][A-Za-z]*")
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
    """Yield one entry a paper, after a comment if authors are missing.

    A paper that a digest has twice gets one entry.
    """
    selections = list(selections)
    keys = CitationKeys(selection.digest for selection in selections)
    written: set[str] = set()
    comment = _comment([paper for selection in selections for paper in selection.papers])
    yield comment
    separator = "\n" if comment else ""
    for selection in selections:
        for paper in selection.papers:
            key = keys.key(paper, selection.digest)
            if key not in written:
                written.add(key)
                yield separator + _entry(key, paper, selection.digest)
                separator = "\n"


def _comment(papers: Sequence[Paper]) -> str:
    with_authors = sum(1 for paper in papers if paper.authors)
    if with_authors == len(papers):
        return ""
    return SOME_AUTHORS if with_authors else NO_AUTHORS


def _entry(key: str, paper: Paper, digest: Digest) -> str:
    """Return one entry, ending in a line break, with what the digest says of the paper.

    The braces inside those of the title keep its capitals in every style.
    """
    # bibtexparser rather than pybtex: half the import time, and no LaTeX codec and YAML with it.
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field
    from bibtexparser.writer import BibtexFormat

    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent = "  "
    form.trailing_comma = True
    venue = venue_of(paper, digest)
    entry_type, venue_field = _entry_type(paper, venue)
    values = {
        "author": _authors(paper),
        "title": "{" + _safe(paper.title) + "}",
        venue_field: _safe(venue.name or "") if venue_field else None,
        "year": str(venue.year) if venue.year else None,
        "url": _address(paper),
        "doi": _doi(paper),
        "eprint": paper.arxiv,
        "archivePrefix": ARXIV if paper.arxiv else None,
        "annote": _safe(" & ".join(paper.organizations)),
        "key": _safe(paper.name or paper.title.partition(":")[0]),
    }
    fields = [Field(name, "{" + value + "}") for name, value in values.items() if value]
    if month := _month(paper, venue):
        at = next(number for number, given in enumerate(fields) if given.key == "year")
        fields.insert(at + 1, Field("month", month))
    # Its own way to put values in braces copies the whole library for every entry.
    return write_string(
        Library([Entry(entry_type, key, fields)]), unparse_stack=[], bibtex_format=form
    )


def _entry_type(paper: Paper, venue: Venue) -> tuple[str, str]:
    """Return the type of an entry, and the field that names its venue (empty for none)."""
    name = venue.name
    if name is None or name == ARXIV:
        return "misc", ""
    kind = venue_kind(name)
    if paper.kind == "resource" or kind == "preprint":
        return "misc", "howpublished"
    if kind == "journal":
        return "article", "journal"
    if kind == "conference" or (venue.year and _ACRONYM.fullmatch(name)):
        return "inproceedings", "booktitle"
    return "misc", "howpublished"


def _authors(paper: Paper) -> str | None:
    """Return the authors in BibTeX's form; what follows `et al.` is others."""
    names = []
    is_cut = False
    for author in paper.authors:
        name, has_others = without_others(author)
        is_cut = is_cut or has_others
        if name:
            safe = _safe(name)
            # BibTeX reads `and` and more than two commas as its own.
            is_whole = re.search(r"(?:^|\s)and(?:\s|$)", name, re.I) or name.count(",") > 2
            names.append("{" + safe + "}" if is_whole else safe)
    return " and ".join([*names, *(["others"] if is_cut else [])]) if names else None


def _month(paper: Paper, venue: Venue) -> str | None:
    date = paper.date or venue.date or ""
    if venue.year is None or date[:4] != str(venue.year) or len(date) < len("2024-05"):
        return None
    number = int(date[5:7])
    return MONTHS[number - 1] if 1 <= number <= len(MONTHS) else None


def _safe(text: str) -> str:
    if text.isascii():
        return text.translate(_ESCAPES)
    runs = raised_and_lowered(text)
    return "".join(
        f"${sign}{{{plain}}}$" if sign else plain.translate(_ESCAPES) for sign, plain in runs
    )


def _address(paper: Paper) -> str | None:
    best = paper.link("paper", "doi", "pdf", "arxiv") or paper.best_link
    urls = [link.url for link in (best, *paper.links) if link and is_web(link.url)]
    return urls[0].translate(_IN_ADDRESSES) if urls else None


def _doi(paper: Paper) -> str | None:
    for key in paper.keys:
        if key.startswith(_DOI_KEY):
            return key[len(_DOI_KEY) :].translate(_IN_ADDRESSES)
    return None
