"""Reporting what was parsed and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import open_requested, source_of
from nsdi_tui.commands.output import print_lines
from nsdi_tui.errors import CommandError, DigestError
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from nsdi_tui.commands.request import Request


def check(request: Request) -> int:
    """Print a report on the digests, or how a line was read; return the exit status."""
    from nsdi_tui.digest.check import check_report

    status = 0
    if request.explain is not None:
        report = _explanation(request, request.explain)
    else:
        opened = open_requested(request)
        warn(opened.notices)
        report, status = check_report(opened.digests, verbose=request.verbose)
    print_lines(report)
    return status


def _explanation(request: Request, line: int) -> list[str]:
    from nsdi_tui.digest.check import explain_line

    try:
        return explain_line(source_of(request), line)
    except DigestError as error:
        raise CommandError(str(error)) from None
