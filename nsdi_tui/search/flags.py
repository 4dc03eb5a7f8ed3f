"""Checking the flags of a query: `is:` takes only some values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.search.query import FLAGS, SPACES, split

if TYPE_CHECKING:
    from collections.abc import Iterator


def unknown_flag(text: str) -> str | None:
    """Return what is wrong with the first `is:` flag of an unknown value, None if all are known.

    In the app an unknown value may be half-typed; on the command line it is a mistake.
    """
    for value in _flags(text):
        if value.lower() not in FLAGS:
            return f"Unknown value in is:{value}; valid values: {', '.join(FLAGS)}"
    return None


def _flags(text: str) -> Iterator[str]:
    for word in split(text, SPACES):
        for choice in split(word.lstrip("-!"), "|"):
            name, colon, rest = choice.partition(":")
            if colon and name.lower() == "is":
                for value in split(rest, ",") or [""]:
                    yield value.replace('"', "")
