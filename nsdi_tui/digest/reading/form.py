"""The canonical Markdown form: its words and what it leaves out (see docs/canonical-form.md).

The exporter writes it and `canonical` reads it: section names, labels, marks and separators.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.digest.titles import names_of
from nsdi_tui.digest.venues import venue_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.model import Digest, Paper

MARKER = "<!-- nsdi-tui canonical 1 -->"

META, ACCEPTANCE, NOTES, PAPERS, ACRONYMS = (
    "Meta Info",
    "Acceptance Rate",
    "Notes",
    "Papers",
    "Acronyms",
)
PAPER_LABELS = (
    "Kind",
    "Name",
    "Aliases",
    "Authors",
    "Organizations",
    "Venue",
    "Year",
    "Date",
    "Tags",
    "Badges",
    "Link kinds",
)
TOPIC_LABELS = ("Links", "Notes")
STAR, CHECK_MARK = "★", "✓"
BETWEEN_ORGANIZATIONS = " & "
NOTE_START = "Note:"

Names: TypeAlias = "tuple[str | None, tuple[str, ...]]"

LABEL = re.compile(rf"({'|'.join((*PAPER_LABELS, *TOPIC_LABELS))}):(?: |$)")
# Text that would be read as something else, or that is empty, begins with a backslash.
_RESERVED = re.compile(rf"\\*(?:{LABEL.pattern}|[{STAR}{CHECK_MARK}] |$)")


def protect(text: str) -> str:
    """Return text that is not read as a field or a mark: with a backslash where it needs one."""
    return "\\" + text if _RESERVED.match(text) else text


def is_protected(text: str) -> bool:
    """Whether the first character of a text is the backslash that `protect` adds."""
    return text[:1] == "\\" and _RESERVED.match(text) is not None


def join_members(members: Iterable[str]) -> str:
    """Return the members of a list as one text: `Ann Author; Bo Writer`."""
    return "; ".join(member.replace("\\", "\\\\").replace(";", "\\;") for member in members)


def split_members(text: str) -> tuple[str, ...]:
    """Return the members of a list."""
    parts = re.findall(r"(?:\\.|[^\\;]|\\$)+", text)
    return tuple(member for part in parts if (member := re.sub(r"\\(.)", r"\1", part.strip())))


def implied_names(paper: Paper) -> Names:
    """Return the name and the aliases that title and summary imply."""
    return names_of(paper.title, paper.summary)


def implied_year(paper: Paper, digest: Digest) -> int | None:
    """Return the year that the venue, else the digest's title, date or arXiv id implies."""
    return venue_of(replace(paper, year=None), digest).year
