"""Writing papers to standard output in one of the export formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.output import standard_output
from nsdi_tui.commands.selecting import select

if TYPE_CHECKING:
    from nsdi_tui.commands.request import Request

_WITHOUT_MARKS = ("bibtex", "links")
"""Formats that have no place for marks."""


def export(request: Request) -> int:
    """Write the papers that match the query, all without a query; return the exit status."""
    from nsdi_tui.export.formats import write

    with_marks = request.export_format not in _WITHOUT_MARKS
    selections, annotate = select(request, with_marks=with_marks)
    with standard_output() as stream:
        write(request.export_format, selections, stream, annotate)
    return 0
