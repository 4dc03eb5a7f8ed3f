"""The commands behind the command line, one module each. Each is imported when it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nsdi_tui.commands.request import Request


def run(request: Request) -> int:
    """Run the requested command and return the exit status. Raises CommandError."""
    task = request.task
    if task == "print" or (task == "browse" and not _can_show_an_app(request)):
        from nsdi_tui.commands.print_papers import print_papers

        return print_papers(request)
    if task == "browse":
        from nsdi_tui.commands.browse import browse

        return browse(request)
    if task == "export":
        from nsdi_tui.commands.export import export

        return export(request)
    if task == "check":
        from nsdi_tui.commands.check import check

        return check(request)
    if task == "doctor":
        from nsdi_tui.commands.doctor import doctor

        return doctor(request)
    if task == "print-config":
        from nsdi_tui.commands.print_config import print_config

        return print_config()
    if task == "print-recent":
        from nsdi_tui.commands.recent import print_recent

        return print_recent()
    if task == "export-marks":
        from nsdi_tui.commands.marks import export_marks

        return export_marks(request)
    if task == "import-marks":
        from nsdi_tui.commands.marks import import_marks

        return import_marks(request)
    from nsdi_tui.commands.output import print_lines

    print_lines([request.text])
    return 0


def _can_show_an_app(request: Request) -> bool:
    """Return whether the app is asked for: `nsdi-tui | less` prints, as --print does."""
    from nsdi_tui.system.streams import is_terminal

    return request.selects or is_terminal(1)
