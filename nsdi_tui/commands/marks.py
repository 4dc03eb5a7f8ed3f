"""Exporting and importing all marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import marks_path
from nsdi_tui.commands.output import print_lines
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import CommandError, MarksError
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.commands.request import Request
    from nsdi_tui.marks.exchange import ImportReport

IMPORT_LIMIT = 256 * 1024 * 1024


def export_marks(request: Request) -> int:
    """Print all marks as JSON lines; return the exit status."""
    from nsdi_tui.marks.reader import MarksReader

    try:
        marks = MarksReader(marks_path(request))
    except MarksError as error:
        raise CommandError(f"Cannot export marks: {error}") from None
    print_lines(marks.export_lines())
    return 0


def import_marks(request: Request) -> int:
    """Merge the marks of a file into the marks file; return the exit status.

    A dry run reports what that would do, and changes nothing.
    """
    assert request.import_file is not None
    lines = _read_lines(request.import_file)
    if request.dry_run:
        report = _preview(request, lines)
    else:
        from nsdi_tui.marks.marks import Marks

        marks = Marks.open(marks_path(request))
        report = marks.import_lines(lines)
        recovery = marks.recovery
        warn([recovery] if recovery else [])
        # An import that failed can be repeated, but not the recovery of a damaged file.
        rescue = marks.close(rescue=recovery is not None)
        warn([rescue.message] if rescue else [])
    if not report.ok:
        warn(report.errors())
        return 2
    print_lines(report.lines())
    return 0


def _preview(request: Request, lines: list[str]) -> ImportReport:
    from nsdi_tui.marks.reader import MarksReader

    try:
        return MarksReader(marks_path(request)).preview_import(lines)
    except MarksError as error:
        raise CommandError(f"Cannot preview the import: {error}") from None


def _read_lines(path: Path) -> list[str]:
    name = clean(str(path), 300)
    try:
        with path.open("rb") as stream:
            data = stream.read(IMPORT_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        raise CommandError(f"Cannot read {name}: {clean(reason).lower()}") from None
    if len(data) > IMPORT_LIMIT:
        raise CommandError(f"Cannot import {name}: larger than {IMPORT_LIMIT >> 20} MB")
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise CommandError(f"Cannot import {name}: it is not UTF-8 text") from None
