"""Printing diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import marks_path, read_settings_file, settings_path
from nsdi_tui.commands.output import print_lines

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.commands.request import Request


def doctor(request: Request) -> int:
    """Print what the program finds on this machine, on one screen; return the exit status."""
    from nsdi_tui import __version__
    from nsdi_tui.digest.text import clean
    from nsdi_tui.system import paths
    from nsdi_tui.system.doctor import report
    from nsdi_tui.system.terminal import write_to_terminal

    settings = read_settings_file(request)
    marks = marks_path(request)
    places = [
        ("marks", marks),
        ("settings", settings_path(request)),
        ("cache", paths.cache_dir()),
    ]
    problem = _marks_problem(marks)
    lines = report(
        __version__,
        places,
        problems={"marks": problem} if problem else {},
        mode=request.clipboard or settings.clipboard,
        try_copy=request.try_copy,
        osc52=write_to_terminal,
    )
    print_lines([*lines, *map(clean, settings.problems)])
    return 0


def _marks_problem(path: Path) -> str | None:
    from nsdi_tui.errors import MarksError
    from nsdi_tui.marks.reader import MarksReader

    try:
        MarksReader(path).close()
    except MarksError as error:
        return str(error)
    return None
