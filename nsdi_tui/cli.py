"""The one command: read digests, then browse them, write their papers out, or check them.

Textual is imported only to browse; `--export`, `--check`, `--version` and `--help` never do.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nsdi_tui import __version__
from nsdi_tui.export import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.source import Opened

CLIPBOARD_MODES = ("auto", "native", "osc52", "off")
USAGE_STATUS = 2


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without DIGEST, NSDI 2026 is opened. The query language: `?` in the app.",
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
    type=click.Choice(FORMATS),
    help="Write the papers to standard output.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Say what the digest holds and what could not be understood, line by line.",
)
@click.option("--theme", metavar="NAME", help="The colour theme (a wrong name lists them).")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--clipboard",
    type=click.Choice(CLIPBOARD_MODES),
    default="auto",
    show_default=True,
    help="How copying reaches the clipboard.",
)
@click.version_option(__version__, prog_name="nsdi-tui", message="%(prog)s %(version)s")
def command(
    digests: tuple[str, ...],
    query: str,
    export_format: str | None,
    check: bool,
    theme: str | None,
    no_mouse: bool,
    clipboard: str,
) -> None:
    """Browse conference-paper digests written in Markdown.

    DIGEST is a file, a folder, or - for standard input.
    """
    if export_format and check:
        raise click.UsageError("--export and --check do not go together")
    opened = _open(digests)
    if export_format:
        _export(opened, query, export_format)
    elif check:
        _check(opened)
    else:
        _browse(opened, query, theme, not no_mouse, clipboard)


def _open(arguments: Sequence[str]) -> Opened:
    from nsdi_tui.digest.source import DigestError, open_digests
    from nsdi_tui.resources import bundled_digest

    try:
        return open_digests(arguments or [str(bundled_digest())], sys.stdin.buffer)
    except (DigestError, FileNotFoundError) as error:
        raise click.ClickException(str(error)) from None


def _export(opened: Opened, query_text: str, export_format: str) -> None:
    from nsdi_tui.export.formats import Selection, write

    _warn(opened.notices)
    selections = [Selection(digest, digest.papers) for digest in opened.digests]
    if query_text:
        selections = _matching(opened.digests, query_text)
    write(export_format, selections, sys.stdout)
    sys.stdout.flush()


def _matching(digests: Sequence[Digest], query_text: str) -> list[Any]:
    from nsdi_tui.export.formats import Selection
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import parse

    index = Index(digests)
    found = index.search(parse(query_text)).positions
    chosen: dict[int, list[Any]] = {id(digest): [] for digest in digests}
    for position in found:
        chosen[id(index.digest_of(position))].append(index.papers[position])
    return [Selection(digest, chosen[id(digest)]) for digest in digests]


def _check(opened: Opened) -> None:
    from nsdi_tui.digest.check import check_lines

    for digest in opened.digests:
        for line in check_lines(digest):
            click.echo(line)
    _warn(opened.notices)


def _warn(notices: Sequence[str]) -> None:
    for notice in notices:
        click.echo(f"nsdi-tui: {notice}", err=True)


def _browse(opened: Opened, query: str, theme: str | None, mouse: bool, clipboard: str) -> None:
    import gc

    # A collection amid the imports costs start-up 7 %; it goes on after the first frame.
    gc.disable()
    from nsdi_tui.tui.app import NsdiApp, Options

    options = Options(query=query, notices=opened.notices)
    app = NsdiApp(opened.digests, options)
    app.run(mouse=mouse)
    sys.exit(app.return_code or 0)


def main() -> None:
    """Run the command; every error is one line on standard error and exit status 2."""
    try:
        status = command.main(prog_name="nsdi-tui", standalone_mode=False)
        sys.exit(status or 0)
    except click.ClickException as error:
        print(f"nsdi-tui: {error.format_message()}", file=sys.stderr)
        sys.exit(USAGE_STATUS)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has gone: nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
