"""Requests that screens post and the app carries out.

A screen never copies, opens, edits or writes anything itself: it posts one of these messages.
They are imported at the start, so their classes have no more methods than needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Link, Paper
    from nsdi_tui.export.selection import Annotate, Selection

Entry: TypeAlias = "tuple[Paper, Digest]"


@dataclass(eq=False, repr=False)
class CopyRequested(Message):
    """Copy from these papers: their best links, something to choose, or what was chosen last.

    `title` names the papers in notices and dialogs. With `lists_links`, several links are
    copied, one a line, instead of the link of a single paper.
    """

    entries: Sequence[Entry]
    title: str
    what: Literal["links", "choose", "again"]
    lists_links: bool = False


@dataclass(eq=False, repr=False)
class CopyCommandRequested(Message):
    """Copy the command line that opens the same digests with this query."""

    query: str


@dataclass(eq=False, repr=False)
class OpenRequested(Message):
    """Open a link. `beside` is the path of the document that has it, if it is a file."""

    link: Link
    beside: str | None


@dataclass(eq=False, repr=False)
class ChooseLinkRequested(Message):
    """Ask which of these links to open; `pdf` is one more, which the page does not have."""

    links: Sequence[Link]
    beside: str | None
    pdf: Link | None = None


@dataclass(eq=False, repr=False)
class EditRequested(Message):
    """Open a digest's file in the editor at a line, then reload it."""

    digest: Digest
    line: int


@dataclass(eq=False, repr=False)
class ReloadRequested(Message):
    """Read a digest's file again, or read on where reading was stopped."""

    digest: Digest


class StopReadingRequested(Message):
    """Stop reading; show what was read so far."""


@dataclass(eq=False, repr=False)
class ExportRequested(Message):
    """Write papers to a file, then remember some choices. `report` is called with the result."""

    path: Path
    format: str
    selections: Sequence[Selection]
    annotate: Annotate | None
    overwrite: bool
    choices: Mapping[str, str]
    report: Callable[[ExportResult], None]


@dataclass(frozen=True)
class ExportResult:
    """The outcome of an export: `error` is None when the file was written."""

    path: Path
    error: str | None = None
    exists: bool = False
