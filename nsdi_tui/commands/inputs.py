"""What several commands read: digests, settings, marks and the query."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.errors import CommandError, DigestError, MissingFileError, QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.commands.request import Request
    from nsdi_tui.digest.library import Library
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.opening import OpenedDigests, Opening
    from nsdi_tui.digest.sources.addresses import FetchedList
    from nsdi_tui.digest.sources.files import Source
    from nsdi_tui.finding.query import Query
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.system.digest_cache import DigestCache
    from nsdi_tui.system.settings import Settings

_TOGETHER = 256
"""Digests whose texts are in memory at the same time."""


def open_requested(request: Request) -> OpenedDigests:
    """Open the digests of a command line, NSDI 2026 without any. Raises CommandError."""
    from nsdi_tui.digest.opening import Opening

    arguments = _arguments(request)
    try:
        opening = Opening(arguments, sys.stdin.buffer if sys.stdin else None, fetch=fetch_list)
        _read_all(opening)
        return opening.result()
    except DigestError as error:
        raise CommandError(str(error)) from None


def _read_all(opening: Opening) -> None:
    """Read all digests of an opening: a single one in pieces, many side by side."""
    from nsdi_tui.system.parallel_reading import parse_in_parallel, read_documents

    unread = opening.unread
    if len(unread) == 1:
        opening.read(unread[0], parse_in_parallel)
        return
    for start in range(0, len(unread), _TOGETHER):
        found = []
        for each in unread[start : start + _TOGETHER]:
            try:
                found.append((each.number, each.text()))
            except DigestError as error:
                opening.fail(each.number, str(error))
        digests = read_documents([source for _, source in found])
        for (number, source), digest in zip(found, digests, strict=True):
            opening.update(number, digest, source.notices)


def begin_reading(request: Request, cache: DigestCache) -> tuple[Opening, BackgroundReader | None]:
    """Begin to read the digests of a command line that the cache does not have.

    Return them, and what reads them if anything is to be read. Raises CommandError for what cannot
    be opened.
    """
    from nsdi_tui.digest.opening import Opening

    arguments = _arguments(request)
    try:
        opening = Opening(arguments, sys.stdin.buffer if sys.stdin else None, cache, fetch_list)
    except DigestError as error:
        raise CommandError(str(error)) from None
    if not opening.unread:
        return opening, None
    from nsdi_tui.system.background_reading import BackgroundReader

    reader = BackgroundReader(opening, cache)
    reader.read()
    return opening, reader


def fetch_list(argument: str) -> FetchedList | None:
    """Fetch the list that an address names and show the progress; None for any other argument.

    Raises DigestError.
    """
    from nsdi_tui.commands.progress import ProgressLine
    from nsdi_tui.system.fetching import fetch

    with ProgressLine() as progress:
        return fetch(argument, on_progress=progress)


def source_of(request: Request) -> Source:
    """Read the one list of a command line as text. Raises CommandError, DigestError."""
    from nsdi_tui.digest.sources.files import (
        may_be_file,
        read_file,
        read_stdin,
        source_of_bytes,
    )

    arguments = _arguments(request)
    if len(arguments) > 1:
        raise CommandError("--explain takes one file")
    if arguments[0] != "-":
        fetched = None if may_be_file(arguments[0]) else fetch_list(arguments[0])
        if fetched is None:
            return read_file(arguments[0])
        return source_of_bytes(fetched.data, fetched.name)
    if sys.stdin is None:
        raise CommandError("Cannot read standard input: it is closed")
    return read_stdin(sys.stdin.buffer)


def _arguments(request: Request) -> Sequence[str]:
    """Return the digests that were named, else the bundled one."""
    from nsdi_tui.resources import bundled_digest

    if "-" in request.digests and sys.stdin is not None and sys.stdin.isatty():
        raise CommandError("Standard input is the terminal; pipe a digest to -, or name a file")
    try:
        return request.digests or (str(bundled_digest()),)
    except MissingFileError as error:
        raise CommandError(str(error)) from None


def read_settings_file(request: Request) -> Settings:
    """Read the settings; mistakes in the file are listed in the result.

    Raises CommandError if the file that the command line names does not exist.
    """
    from nsdi_tui.digest.text import clean
    from nsdi_tui.system.settings import read_settings

    path = settings_path(request)
    if request.config is not None and not path.exists():
        raise CommandError(f"Cannot read settings {clean(str(path))}: no such file")
    return read_settings(path)


def settings_path(request: Request) -> Path:
    """Return the path of the settings file."""
    from nsdi_tui.system import paths

    return request.config.absolute() if request.config else paths.settings_file()


def marks_path(request: Request) -> Path:
    """Return the path of the marks file."""
    from nsdi_tui.system import paths

    return request.marks.absolute() if request.marks else paths.marks_file()


def parse_query(text: str, digests: Sequence[Digest]) -> Query:
    """Parse a query on these digests. Raises CommandError for a flag with an unknown value."""
    from nsdi_tui.finding.flags import parse_checked

    try:
        return parse_checked(text, digests)
    except QueryError as error:
        raise CommandError(str(error)) from None


def with_dates_added(library: Library) -> Library:
    """Return the library with when its papers were added to their lists.

    Warns that fetched lists have dates only since they were fetched first. Raises CommandError if
    no list has a history.
    """
    from nsdi_tui.digest.text import clean
    from nsdi_tui.system import fetch_history
    from nsdi_tui.system.addition_dates import addition_dates
    from nsdi_tui.system.streams import warn

    added, first_seen = addition_dates(library.digests)
    addresses = [digest.address for digest in library.digests if digest.address is not None]
    histories = [(name, fetch_history.load(name)) for name in addresses]
    begun = [(name, history.begun) for name, history in histories if history is not None]
    if not added and not begun and library.papers:
        raise CommandError(
            "Cannot find out when papers were added: no list is in a git repository or was fetched"
        )
    warn(f"{clean(name, 200)}: dates known since its first fetch on {day}" for name, day in begun)
    return replace(library, added=added, first_seen=first_seen)
