"""The options of the command line, parsed into a request."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import get_completion_class

from nsdi_tui import __version__
from nsdi_tui.commands.request import COMPLETION_VARIABLE, Request
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import CommandError
from nsdi_tui.export import FORMATS
from nsdi_tui.export.template import DEFAULT_TEMPLATE
from nsdi_tui.shell_completion import complete_list
from nsdi_tui.system.settings import CLIPBOARD_MODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.commands.request import Task

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "nsdi-tui"
_FILE = click.Path(path_type=Path)


EXAMPLES = (
    ("nsdi-tui", "NSDI 2026"),
    ("nsdi-tui papers.md ~/notes", "a file, and a folder"),
    ("nsdi-tui github:OWNER/NAME", "a list on GitHub"),
    ("nsdi-tui -f 'moe org:stanford'", "with a filter"),
    ("nsdi-tui -f is:starred -e bibtex", "export the starred papers"),
    ("nsdi-tui papers.md | less", "one paper per line"),
)
"""Command lines and what they open or write, for the help and the manual."""


class _Command(click.Command):
    """Shows examples in its help."""

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description and the examples."""
        super().format_help_text(context, formatter)
        with formatter.section("Examples"):
            formatter.write_dl(EXAMPLES, col_max=40)


def _complete_theme(context: click.Context, option: click.Parameter, start: str) -> list[str]:  # noqa: ARG001
    from nsdi_tui.tui.themes import theme_names

    return [name for name in theme_names() if name.startswith(start)]


@click.command(
    cls=_Command,
    # Help and version are options like the others: click would print them by itself.
    add_help_option=False,
    context_settings={"max_content_width": 100},
    epilog="Press ? in the app for keys and filter syntax; man nsdi-tui has everything.",
)
@click.argument("digests", nargs=-1, metavar="[DIGEST]...", shell_complete=complete_list)
@click.option(
    "-f",
    "--filter",
    "query",
    default="",
    metavar="QUERY",
    help="Open, export or print the papers that match.",
)
@click.option(
    "--since",
    metavar="DATE",
    help="Only papers added to their lists since then: 2026-10-01, 30d.",
)
@click.option(
    "-e",
    "--export",
    "export_format",
    type=click.Choice([*FORMATS, "marks"]),
    metavar="FORMAT",
    help=f"{', '.join(FORMATS)}, or all marks.",
)
@click.option(
    "--print",
    "template",
    is_flag=False,
    flag_value=DEFAULT_TEMPLATE,
    metavar="[TEMPLATE]",
    help=f"One paper per line ('{DEFAULT_TEMPLATE}').",
)
@click.option(
    "--select", "selects", is_flag=True, help="Open the app, then print the selected papers."
)
@click.option("--check", is_flag=True, help="Report what was read, and what was not (status 1).")
@click.option("--verbose", is_flag=True, help="With --check, every line that was not read.")
@click.option(
    "--explain",
    type=click.IntRange(min=1),
    metavar="LINE",
    help="With --check, how this line was read.",
)
@click.option("--new", metavar="TITLE", help="Print a new digest to fill in.")
@click.option(
    "--theme",
    metavar="NAME",
    shell_complete=_complete_theme,
    help="Color theme; an unknown name lists all.",
)
@click.option("--no-mouse", is_flag=True, help="Disable mouse support.")
@click.option(
    "--clipboard",
    type=click.Choice(CLIPBOARD_MODES),
    metavar="METHOD",
    help=f"{', '.join(CLIPBOARD_MODES)} (default: auto).",
)
@click.option("--config", type=_FILE, metavar="FILE", help="File for settings and keys.")
@click.option("--print-config", is_flag=True, help="Print every setting with its default.")
@click.option("--marks", type=_FILE, metavar="FILE", help="File for stars, read marks and notes.")
@click.option(
    "--import-marks", type=_FILE, metavar="FILE", help="Merge marks that --export marks wrote."
)
@click.option("--dry-run", is_flag=True, help="With --import-marks, only report changes.")
@click.option("--fresh", is_flag=True, help="Do not go where you were in this list.")
@click.option("--recent", is_flag=True, help="Print the lists that were opened before.")
@click.option("--doctor", is_flag=True, help="Print diagnostics.")
@click.option("--try", "try_copy", is_flag=True, help="With --doctor, also test the clipboard.")
@click.option(
    "--completion",
    type=click.Choice(SHELLS),
    metavar="SHELL",
    help=f"Print the completion script for {', '.join(SHELLS)}.",
)
@click.option("--version", is_flag=True, help="Print the version.")
@click.option("-h", "--help", "show_help", is_flag=True, help="Print this help.")
def command(
    query: str,
    since: str | None,
    export_format: str | None,
    template: str | None,
    selects: bool,
    check: bool,
    new: str | None,
    verbose: bool,
    explain: int | None,
    import_marks: Path | None,
    dry_run: bool,
    print_config: bool,
    recent: bool,
    doctor: bool,
    try_copy: bool,
    completion: str | None,
    version: bool,
    show_help: bool,
    **options: Any,
) -> Request:
    """Browse lists of papers written in Markdown.

    DIGEST is a file, a folder, an address (https://…, github:OWNER/NAME, gitlab:…, gist:…), or -
    for standard input.
    """
    if show_help:
        return Request(task="show-text", text=click.get_current_context().get_help())
    if version:
        return Request(task="show-text", text=f"nsdi-tui {__version__}")
    if completion:
        return Request(task="show-text", text=_completion_script(completion))
    if new is not None:
        return Request(task="show-text", text=_new_digest(new))
    tasks: dict[str, tuple[bool, Task]] = {
        "--export": (
            export_format is not None,
            "export-marks" if export_format == "marks" else "export",
        ),
        # With --select, a template only says how.
        "--print": (template is not None and not selects, "print"),
        "--select": (selects, "browse"),
        "--check": (check, "check"),
        "--import-marks": (import_marks is not None, "import-marks"),
        "--doctor": (doctor, "doctor"),
        "--print-config": (print_config, "print-config"),
        "--recent": (recent, "print-recent"),
    }
    given = [name for name, (is_given, _) in tasks.items() if is_given]
    if len(given) > 1:
        raise CommandError(f"{given[0]} and {given[1]} cannot be combined")
    if dry_run and import_marks is None:
        raise CommandError("--dry-run needs --import-marks FILE")
    if (verbose or explain is not None) and not check:
        raise CommandError("--verbose and --explain need --check")
    if try_copy and not doctor:
        raise CommandError("--try needs --doctor")
    return Request(
        task=tasks[given[0]][1] if given else "browse",
        query=f"{_added_since(since)} {query}".strip() if since is not None else query,
        export_format=export_format or "",
        template=template or "",
        selects=selects,
        import_file=import_marks,
        dry_run=dry_run,
        try_copy=try_copy,
        verbose=verbose,
        explain=explain,
        **options,
    )


def parse(arguments: Sequence[str]) -> Request:
    """Parse a command line. Raises CommandError when it makes no sense."""
    try:
        request = command.main(_with_template(arguments), prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        message = clean(error.format_message()).rstrip(".")
        raise CommandError(f"{message}; see nsdi-tui --help") from None
    except click.Abort:
        raise KeyboardInterrupt from None
    assert isinstance(request, Request)
    return request


def _with_template(arguments: Sequence[str]) -> list[str]:
    """Give `--print` its default template where the next argument is a digest and no template."""
    words = list(arguments)
    for number, (word, following) in enumerate(pairwise(arguments)):
        is_value = following == "-" or not following.startswith("-")
        if word == "--print" and is_value and "{" not in following:
            words[number] = f"--print={DEFAULT_TEMPLATE}"
    return words


def _new_digest(title: str) -> str:
    """Return the text of a new digest. Raises CommandError for a title without letters."""
    from nsdi_tui.export.new_digest import new_digest

    try:
        return new_digest(title).rstrip("\n")
    except ValueError as error:
        raise CommandError(f"Cannot make a digest: {error}") from None


def _added_since(since: str) -> str:
    """Return the query for what was added since a date, or within an age. Raises CommandError."""
    if re.fullmatch("[0-9]{1,6}[dwmy]", since):
        return f"added:{since}"
    try:
        if not re.fullmatch("[0-9]{4}(?:-[0-9]{2}){0,2}", since):
            raise ValueError(since)
        # Python 3.10 reads whole dates only.
        date.fromisoformat(since + "2000-01-01"[len(since) :])
    except ValueError:
        raise CommandError(
            f"Not a date: --since {clean(since, 100)}; write 2026-10-01, 2026-10 or 30d"
        ) from None
    return f"added:{since}.."


def _completion_script(shell: str) -> str:
    """Return the script that lets a shell ask the program for completions."""
    script = get_completion_class(shell)
    assert script is not None
    return script(command, {}, PROGRAM, COMPLETION_VARIABLE).source().strip()
