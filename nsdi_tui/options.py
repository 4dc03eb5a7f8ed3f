"""The command's options, and which of its tasks they ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nsdi_tui import __version__, tasks
from nsdi_tui.errors import CommandError
from nsdi_tui.export import FORMATS
from nsdi_tui.system.settings import CLIPBOARD_MODES

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILE = click.Path(path_type=Path)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without DIGEST, NSDI 2026 is opened. In the app, ? shows the keys and the queries.",
)
@click.argument("digests", nargs=-1, metavar="[DIGEST]...")
@click.option(
    "-f",
    "--filter",
    "query",
    default="",
    metavar="QUERY",
    help="Open with this filter; with --export, the papers to write.",
)
@click.option(
    "-e",
    "--export",
    "export_format",
    type=click.Choice([*FORMATS, "marks"]),
    help="Write the papers, or all marks, to standard output.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Report what was read and what was not; status 1 if anything was not.",
)
@click.option("--verbose", is_flag=True, help="With --check: every line that was not read.")
@click.option(
    "--explain",
    type=click.IntRange(min=1),
    metavar="LINE",
    help="With --check: show how a line was read.",
)
@click.option("--theme", metavar="NAME", help="The colour theme; a wrong name lists them.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--clipboard",
    type=click.Choice(CLIPBOARD_MODES),
    help="How copying reaches the clipboard; auto tries what fits.",
)
@click.option("--marks", type=_FILE, metavar="FILE", help="Where stars, read marks and notes are.")
@click.option(
    "--import-marks", type=_FILE, metavar="FILE", help="Merge marks written by --export marks."
)
@click.option("--dry-run", is_flag=True, help="With --import-marks: only say what it would do.")
@click.option("--doctor", is_flag=True, help="Say what the program finds on this machine.")
@click.option("--try", "try_copy", is_flag=True, help="With --doctor: copy a line for real.")
@click.version_option(__version__, prog_name="nsdi-tui", message="%(prog)s %(version)s")
def _command(
    export_format: str | None,
    check: bool,
    verbose: bool,
    explain: int | None,
    import_marks: Path | None,
    dry_run: bool,
    doctor: bool,
    try_copy: bool,
    **request: Any,
) -> None:
    """Browse conference-paper digests written in Markdown.

    DIGEST is a file, a folder, or - for standard input.
    """
    wanted = tasks.Request(**request)
    asked_for = {
        "--export": export_format is not None,
        "--check": check,
        "--import-marks": import_marks is not None,
        "--doctor": doctor,
    }
    asked = [name for name, is_asked in asked_for.items() if is_asked]
    if len(asked) > 1:
        raise CommandError(f"{asked[0]} and {asked[1]} do not go together: call it twice")
    if dry_run and import_marks is None:
        raise CommandError("--dry-run goes with --import-marks FILE")
    if (verbose or explain is not None) and not check:
        raise CommandError("--verbose and --explain go with --check")
    if try_copy and not doctor:
        raise CommandError("--try goes with --doctor")
    if export_format == "marks":
        tasks.export_marks(wanted)
    elif export_format is not None:
        tasks.export(wanted, export_format)
    elif check:
        tasks.check(wanted, verbose=verbose, explain=explain)
    elif import_marks is not None:
        tasks.import_marks(wanted, import_marks, dry_run=dry_run)
    elif doctor:
        tasks.doctor(wanted, try_copy=try_copy)
    else:
        tasks.browse(wanted)


def run(arguments: Sequence[str]) -> None:
    """Carry out what these arguments ask for. Raises CommandError for those that make no sense."""
    try:
        _command.main(list(arguments), prog_name="nsdi-tui", standalone_mode=False)
    except click.ClickException as error:
        message = " ".join(error.format_message().split())
        raise CommandError(f"{message} (nsdi-tui --help lists the options)") from None
    except click.Abort:
        raise KeyboardInterrupt from None
