"""The public Python API: open digests, and search them with the query language of the filter."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import (
    Acceptance,
    Acronym,
    Bullet,
    Diagnostic,
    Digest,
    Link,
    Paper,
    Topic,
)
from nsdi_tui.errors import DigestError, DigestWarning, NsdiTuiError, QueryError

if TYPE_CHECKING:
    from os import PathLike

__all__ = [
    "Acceptance",
    "Acronym",
    "Bullet",
    "Diagnostic",
    "Digest",
    "DigestError",
    "DigestWarning",
    "Library",
    "Link",
    "NsdiTuiError",
    "Paper",
    "QueryError",
    "Topic",
    "open_digests",
    "search",
]


def open_digests(*sources: str | PathLike[str]) -> Library:
    """Open Markdown files, and folders of them, in the order given; without any, NSDI 2026.

    Any Markdown document is a digest. What was not read is in `Digest.diagnostics`, by line. Files
    of a folder that have no papers or cannot be read are skipped with a `DigestWarning`.

    Raises DigestError for the first source that cannot be opened.
    """
    from nsdi_tui.digest import opening
    from nsdi_tui.resources import bundled_digest

    names = [os.fspath(source) for source in sources]
    # `-` is standard input on the command line only.
    names = ["./-" if name == "-" else name for name in names]
    opened = opening.open_digests(names or [str(bundled_digest())])
    for notice in opened.notices:
        warnings.warn(notice, DigestWarning, stacklevel=2)
    return Library.of(opened.digests)


def search(library: Library, query: str) -> list[Paper]:
    """Return the papers that match a query, in the order of the digests.

    The query language is that of the filter and of `--filter`. An empty query matches every paper.
    A paper that is listed in several places is returned for each of them.

    Raises QueryError for unknown values of `is:` and `has:`, and for queries that need marks
    (`is:starred`, `note:`) or the history of lists (`added:`), which a library does not have.
    """
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.flags import parse_checked
    from nsdi_tui.finding.search import search as find

    parsed = parse_checked(query, library.digests)
    for clause in parsed.clauses:
        if clause.asks_for_marks:
            raise QueryError(f"{clause.source} asks for marks, which a library does not have")
    if parsed.asks_for_added and not library.added:
        raise QueryError("added: asks for the history of lists, which this library does not have")
    return [library.papers[position] for position in find(parsed, Corpus(library)).positions]
