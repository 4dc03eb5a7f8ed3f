"""Checking the flags of a query: `is:` and `has:` take only some values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.errors import QueryError
from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.query import FLAGS, HAS_VALUES, SPACES, parse, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.finding.query import Query


def parse_checked(text: str, digests: Iterable[Digest]) -> Query:
    """Parse a complete query. Raises QueryError for the first flag with an unknown value.

    `has:` also takes the beginning of a value, and part of a link's label in these digests. While
    a query is being typed, an unknown value may be half a word: there, `query.parse` is used.
    """
    if problem := unknown_flag(text, digests):
        raise QueryError(problem)
    return parse(text)


def unknown_flag(text: str, digests: Iterable[Digest]) -> str | None:
    """Return what is wrong with the first flag that has an unknown value; None without one."""
    for name, value in _flags(text):
        if name == "is" and value.lower() not in FLAGS:
            return f"Unknown value in is:{value}; valid values: {', '.join(FLAGS)}"
        if name == "has" and not _is_in_has(fold(value), digests):
            values = ", ".join(HAS_VALUES)
            return f"Unknown value in has:{value}; valid values: {values}, or the label of a link"
    return None


def values_of(term: str) -> tuple[str, ...]:
    """Return the values that the flag in a term takes, none if it is no flag."""
    name = term.lstrip("-!").partition(":")[0].lower()
    return {"is": FLAGS, "has": HAS_VALUES}.get(name, ()) if ":" in term else ()


def _is_in_has(value: str, digests: Iterable[Digest]) -> bool:
    if not value:
        return False
    if any(name.startswith(value) for name in HAS_VALUES):
        return True
    labels = {link.label for digest in digests for paper in digest.papers for link in paper.links}
    return any(value in fold(label) for label in labels)


def _flags(text: str) -> Iterator[tuple[str, str]]:
    for word in split(text, SPACES):
        for choice in split(word.lstrip("-!"), "|"):
            name, colon, rest = choice.partition(":")
            if colon and name.lower() in ("has", "is"):
                for value in split(rest, ",") or [""]:
                    yield name.lower(), value.replace('"', "")
