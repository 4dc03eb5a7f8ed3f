"""Writing papers to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import marks_path, open_requested, parse_query
from nsdi_tui.commands.output import standard_output
from nsdi_tui.errors import CommandError, MarksError
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.commands.request import Request
    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.export.formats import Annotation, Selection
    from nsdi_tui.finding.query import Query
    from nsdi_tui.marks.reader import MarksReader

_WITHOUT_MARKS = ("bibtex", "links")
"""Formats that have no place for marks."""


def export(request: Request) -> int:
    """Write the papers that match the query, all without a query; return the exit status."""
    from nsdi_tui.export.formats import Selection, write

    opened = open_requested(request)
    warn(opened.notices)
    query = parse_query(request.query, opened.digests) if request.query else None
    marks = _read_marks(request, is_needed=query is not None and query.asks_for_marks)
    if query is None:
        selections = [Selection(digest, digest.papers) for digest in opened.digests]
    else:
        selections = _matching(opened.digests, query, marks)

    def annotate(paper: Paper) -> Annotation | None:
        return _annotation(marks, paper)

    with standard_output() as stream:
        # Without marks, papers are written as they are in the digest.
        has_marks = marks is not None and marks.is_used
        write(request.export_format, selections, stream, annotate if has_marks else None)
    return 0


def _read_marks(request: Request, *, is_needed: bool) -> MarksReader | None:
    """Read the marks; None if they are not used or, with a warning, if they cannot be read.

    Raises CommandError if the query needs them: no matches would look like no marks.
    """
    if not is_needed and request.export_format in _WITHOUT_MARKS:
        return None
    from nsdi_tui.marks.reader import MarksReader

    try:
        return MarksReader(marks_path(request))
    except MarksError as error:
        if is_needed:
            raise CommandError(f"Cannot evaluate the query: {error}") from None
        warn([f"Exported without marks: {error}"])
        return None


def _annotation(marks: MarksReader | None, paper: Paper) -> Annotation | None:
    from nsdi_tui.export.formats import Annotation

    if marks is None:
        return None
    mark = marks.get(paper)
    return Annotation(mark.starred, mark.read, mark.note)


def _matching(
    digests: Sequence[Digest], query: Query, marks: MarksReader | None
) -> list[Selection]:
    from nsdi_tui.digest.library import Library
    from nsdi_tui.export.formats import Selection
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.search import search
    from nsdi_tui.finding.status import NO_STATUS, Status

    if marks is not None and query.asks_for_marks:
        try:
            for digest in digests:
                marks.compare(digest)
        except MarksError as error:
            raise CommandError(f"Cannot evaluate the query: {error}") from None

    def status(paper: Paper) -> Status:
        if marks is None:
            return NO_STATUS
        mark, freshness = marks.get(paper), marks.freshness(paper)
        return Status(
            starred=mark.starred,
            read=mark.read,
            new=freshness is not None,
            changed=freshness == "changed",
            note=mark.note,
        )

    library = Library.of(digests)
    positions = search(query, Corpus(library), status=status).positions
    return [Selection(digest, papers) for digest, papers in library.by_digest(positions)]
