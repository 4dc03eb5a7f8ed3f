"""Papers as comma-separated values, for spreadsheets and scripts.

By RFC 4180 in UTF-8 without a byte order mark. A list is one cell, its members joined by " | ";
a bar or backslash that belongs to a member is escaped with a backslash. A cell that a spreadsheet
would take for a formula has an apostrophe before it, and so has one that begins like that result:
to read a cell back, take one apostrophe off what begins with apostrophes and then a sign of
`FORMULA_SIGNS`.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.venues import venue_of
from nsdi_tui.export.selection import NO_ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.model import Digest, LinkKind, Paper
    from nsdi_tui.export.selection import Annotate, Selection

SEPARATOR = " | "
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
COLUMNS = (
    "digest",
    "title",
    "name",
    "venue",
    "year",
    "topics",
    "organizations",
    "badges",
    "arxiv",
    "paper",
    "pdf",
    "code",
    "links",
    "summary",
    "key",
    "line",
)
MARK_COLUMNS = ("starred", "read", "note")
LATER_COLUMNS = ("authors", "date", "tags", "kind", "also_in")
"""Columns that came later than the marks' and so are behind them."""

_FORMULA = re.compile(f"'*[{re.escape(FORMULA_SIGNS)}]")


class _Line:
    """Gives a row's text back to the caller of the writer."""

    def write(self, text: str) -> str:
        return text


def csv_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:
    """Yield a heading row, then one row a paper.

    `venue` and `year` are the paper's own, else its digest's (see `venue_of`); `arxiv` is the id;
    `paper`, `pdf` and `code` are the first address of that kind; `links` lists all of them as
    `label: address`, a space in an address as `%20`. Marks are `yes` or empty. `also_in` lists the
    other places of the paper as `digest > topic > topic`.
    """
    writer = csv.writer(_Line())
    yield _row(writer, (*COLUMNS, *(MARK_COLUMNS if annotate else ()), *LATER_COLUMNS))
    for selection in selections:
        for paper, places in selection.with_places():
            cells = _cells(paper, selection.digest)
            if annotate:
                mark = annotate(paper) or NO_ANNOTATION
                cells += ["yes" if mark.starred else "", "yes" if mark.read else "", mark.note]
            cells += [_joined(paper.authors), paper.date or "", _joined(paper.tags), paper.kind]
            cells.append(_joined(" > ".join((p.digest.title, *p.topics)) for p in places))
            yield _row(writer, map(_harmless, cells))


def _row(writer: Any, cells: Iterable[str]) -> str:
    # The writer returns what its file's `write` returns, which its type does not state.
    return str(writer.writerow(cells))


def _cells(paper: Paper, digest: Digest) -> list[str]:
    venue = venue_of(paper, digest)
    return [
        digest.title,
        paper.title,
        paper.name or "",
        venue.name or "",
        str(venue.year) if venue.year else "",
        _joined(paper.topics),
        _joined(paper.organizations),
        _joined(paper.badges),
        paper.arxiv or "",
        _address(paper, "paper"),
        _address(paper, "pdf"),
        _address(paper, "code"),
        _joined(f"{link.label}: {link.url.replace(' ', '%20')}" for link in paper.links),
        _joined(bullet.text for bullet in paper.summary),
        paper.key,
        str(paper.line),
    ]


def _address(paper: Paper, kind: LinkKind) -> str:
    link = paper.link(kind)
    return link.url if link else ""


def _joined(members: Iterable[str]) -> str:
    return SEPARATOR.join(member.replace("\\", "\\\\").replace("|", "\\|") for member in members)


def _harmless(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell
