"""Fetching lists from their addresses, with a copy for when there is no network."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from nsdi_tui.digest.sources.addresses import FetchedList, Hosts, parse_address, url_problem
from nsdi_tui.digest.sources.files import source_of_bytes
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import DigestError, FetchError
from nsdi_tui.system import fetch_history, fetched_copies
from nsdi_tui.system.transfer import DEFAULT_LIMITS, Validators, get

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nsdi_tui.digest.sources.addresses import Address
    from nsdi_tui.system.fetched_copies import Copy
    from nsdi_tui.system.transfer import Answer, Limits


class Progress(Protocol):
    """What shows how far a transfer is."""

    def __call__(self, name: str, received: int, expected: int | None) -> None:
        """Show the bytes received of a list, and how many are expected if that is known."""


def hosts(environ: Mapping[str, str] = os.environ) -> Hosts:
    """Return the hosting services, with the mirrors that variables name in their place.

    These are `NSDI_TUI_GITHUB_RAW`, `NSDI_TUI_GITLAB` and `NSDI_TUI_GIST`. Raises DigestError for
    one that must not be fetched from.
    """
    default = Hosts()
    return Hosts(
        _base("NSDI_TUI_GITHUB_RAW", default.github, environ),
        _base("NSDI_TUI_GITLAB", default.gitlab, environ),
        _base("NSDI_TUI_GIST", default.gist, environ),
    )


def _base(variable: str, default: str, environ: Mapping[str, str]) -> str:
    value = environ.get(variable)
    if not value:
        return default
    if problem := url_problem(value):
        raise DigestError(f"Cannot use {variable}={clean(value, 200)}: {problem}")
    return value.rstrip("/")


def fetch(
    argument: str,
    environ: Mapping[str, str] = os.environ,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Progress | None = None,
) -> FetchedList | None:
    """Return the list at an address, None if the argument is not an address.

    If it cannot be fetched, that is the copy kept when it last was, with a notice. Raises
    DigestError, without a copy, and for an invalid address. May be called again to refresh a list
    by its name; takes up to the total limit of time.
    """
    address = parse_address(argument, hosts(environ))
    if address is None:
        return None
    copy = fetched_copies.load(address.name, environ)
    try:
        return _fetch(address, copy, environ, limits, on_progress)
    except DigestError as error:
        is_fetched = not isinstance(error, FetchError)
        problem = str(error) if is_fetched else f"Cannot fetch {_shown(address)}: {error}"
        if copy is None:
            raise DigestError(problem) from None
        # The day as the clock on the wall shows it.
        day = copy.fetched.astimezone().date()
        return FetchedList(
            address.name, copy.data, copy.path, (f"{problem}; opened the offline copy from {day}",)
        )


def _fetch(
    address: Address,
    copy: Copy | None,
    environ: Mapping[str, str],
    limits: Limits,
    on_progress: Progress | None,
) -> FetchedList:
    url, answer = _first_that_exists(address, copy, limits, on_progress)
    if answer.data is None:
        assert copy is not None
        fetch_history.note_unchanged(fetched_copies.confirm(copy, environ), environ)
        return FetchedList(address.name, copy.data, copy.path)
    # What is not a text must not take the place of a good copy.
    source_of_bytes(answer.data, _shown(address))
    stored = fetched_copies.store(address.name, url, answer.validators, answer.data, environ)
    if stored is not None:
        fetch_history.note_copy(stored, copy, environ)
    return FetchedList(address.name, answer.data, stored.path if stored else None)


def _shown(address: Address) -> str:
    return clean(address.name, 200)


def _first_that_exists(
    address: Address, copy: Copy | None, limits: Limits, on_progress: Progress | None
) -> tuple[str, Answer]:
    def report(received: int, expected: int | None) -> None:
        if on_progress is not None:
            on_progress(address.name, received, expected)

    urls = list(address.urls)
    if copy is not None and copy.url in urls:
        urls.remove(copy.url)
        urls.insert(0, copy.url)
    missing = FetchError("it has no address")
    for url in urls:
        is_known = copy is not None and copy.url == url
        validators = copy.validators if copy is not None and is_known else Validators()
        try:
            return url, get(url, validators, limits, report)
        except FetchError as error:
            if not error.is_missing:
                raise
            missing = error
    if len(urls) > 1:
        raise FetchError(f"{missing}; no README.md found, or the repository is not public")
    raise missing
