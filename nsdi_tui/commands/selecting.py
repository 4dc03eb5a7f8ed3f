"""The papers that a command writes: those that match the query, with the user's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import marks_path, open_requested, parse_query, with_dates_added
from nsdi_tui.errors import CommandError, MarksError
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.commands.request import Request
    from nsdi_tui.digest.library import Library
    from nsdi_tui.digest.model import Paper
    from nsdi_tui.export.selection import Annotate, Selection
    from nsdi_tui.finding.query import Query
    from nsdi_tui.marks.reader import MarksReader


def select(request: Request, *, with_marks: bool) -> tuple[list[Selection], Annotate | None]:
    """Return the papers that match the query, all without a query, and what annotates them.

    A paper that is listed in several places comes once.

    With marks, the annotating function is None as long as no paper has ever been marked, or if the
    marks cannot be read, which is reported; without, it is always None. Raises CommandError for
    digests that cannot be opened, and for a query on marks that cannot be read.
    """
    from nsdi_tui.digest.library import Library
    from nsdi_tui.export.selection import select_once

    opened = open_requested(request)
    warn(opened.notices)
    query = parse_query(request.query, opened.digests) if request.query else None
    marks = _read_marks(
        request, is_needed=query is not None and query.asks_for_marks, is_used=with_marks
    )
    library = Library.of(opened.digests)
    if query is not None and query.asks_for_added:
        library = with_dates_added(library)
    positions: Iterable[int] = range(len(library.papers))
    if query is not None:
        positions = _matching(library, query, marks)
    return select_once(library, positions), _annotate(marks) if with_marks else None


def _annotate(marks: MarksReader | None) -> Annotate | None:
    from nsdi_tui.export.selection import Annotation

    if marks is None or not marks.is_used:
        return None
    reader = marks

    def annotate(paper: Paper) -> Annotation:
        mark = reader.get(paper)
        return Annotation(mark.starred, mark.read, mark.note)

    return annotate


def _read_marks(request: Request, *, is_needed: bool, is_used: bool) -> MarksReader | None:
    """Read the marks; None if they are not used or, with a warning, if they cannot be read.

    Raises CommandError if the query needs them: no matches would look like no marks.
    """
    if not is_needed and not is_used:
        return None
    from nsdi_tui.marks.reader import MarksReader

    try:
        return MarksReader(marks_path(request))
    except MarksError as error:
        if is_needed:
            raise CommandError(f"Cannot evaluate the query: {error}") from None
        warn([f"Written without marks: {error}"])
        return None


def _matching(library: Library, query: Query, marks: MarksReader | None) -> Sequence[int]:
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.search import search
    from nsdi_tui.finding.status import NO_STATUS, Status

    if marks is not None and query.asks_for_marks:
        try:
            for digest in library.digests:
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

    return search(query, Corpus(library), status=status).positions
