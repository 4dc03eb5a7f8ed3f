"""What several commands read: digests, settings, marks and the query."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nsdi_tui.errors import CommandError, DigestError, MissingFileError

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.commands.request import Request
    from nsdi_tui.digest.opening import Cache, OpenedDigests
    from nsdi_tui.digest.source import Source
    from nsdi_tui.search.query import Query
    from nsdi_tui.system.settings import Settings


def open_requested(request: Request, cache: Cache | None = None) -> OpenedDigests:
    """Open the digests of a command line, NSDI 2026 without any. Raises CommandError."""
    from nsdi_tui.digest.opening import open_digests
    from nsdi_tui.resources import bundled_digest

    _refuse_terminal(request)
    try:
        arguments = request.digests or (str(bundled_digest()),)
        return open_digests(arguments, sys.stdin.buffer if sys.stdin else None, cache)
    except (DigestError, MissingFileError) as error:
        raise CommandError(str(error)) from None


def source_of(request: Request) -> Source:
    """Read the one file of a command line, or standard input. Raises CommandError, DigestError."""
    from nsdi_tui.digest.source import read_file, read_stdin
    from nsdi_tui.resources import bundled_digest

    _refuse_terminal(request)
    arguments = request.digests or (str(bundled_digest()),)
    if len(arguments) > 1:
        raise CommandError("--explain takes one file")
    if arguments[0] != "-":
        return read_file(arguments[0])
    if sys.stdin is None:
        raise CommandError("Cannot read standard input: it is closed")
    return read_stdin(sys.stdin.buffer)


def _refuse_terminal(request: Request) -> None:
    if "-" in request.digests and sys.stdin is not None and sys.stdin.isatty():
        raise CommandError("Standard input is the terminal; pipe a digest to -, or name a file")


def read_settings_file() -> Settings:
    """Read the settings; mistakes in the file are listed in the result."""
    from nsdi_tui.system import paths
    from nsdi_tui.system.settings import read_settings

    return read_settings(paths.settings_file())


def marks_path(request: Request) -> Path:
    """Return the path of the marks file."""
    from nsdi_tui.system import paths

    return request.marks.absolute() if request.marks else paths.marks_file()


def parse_query(text: str) -> Query:
    """Parse a query. Raises CommandError for a flag with an unknown value."""
    from nsdi_tui.search.flags import unknown_flag
    from nsdi_tui.search.query import parse

    if problem := unknown_flag(text):
        raise CommandError(problem)
    return parse(text)
