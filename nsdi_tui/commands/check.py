"""Reporting what was parsed and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import open_requested
from nsdi_tui.commands.output import print_lines
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from nsdi_tui.commands.request import Request


def check(request: Request) -> int:
    """Print a report on each digest; return the exit status."""
    from nsdi_tui.digest.check import check_lines
    from nsdi_tui.digest.text import clean

    opened = open_requested(request)
    # Within a block of code, a line break would look like the next line of the report.
    lines = (_indented(line) for digest in opened.digests for line in check_lines(digest))
    print_lines(indent + clean(text) for indent, text in lines)
    warn(opened.notices)
    return 0


def _indented(line: str) -> tuple[str, str]:
    text = line.lstrip(" ")
    return line[: len(line) - len(text)], text
