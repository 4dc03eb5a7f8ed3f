"""What a document contains, what could not be read, and where the rest of it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that was not read: its line (from 1), why, and the text itself."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """The size of a document, and where its links and its text are in the digest.

    `links` and `texts` are counts by place (see `reading.accounting`), `unread` among them; each
    link and each run of text (an item, a cell, a line of a paragraph, a heading, a code block) is
    counted once. `undecided` are the lines of units whose votes were close.
    """

    size: int = 0
    lines: int = 0
    headings: int = 0
    links: tuple[tuple[str, int], ...] = ()
    texts: tuple[tuple[str, int], ...] = ()
    undecided: tuple[int, ...] = ()


NO_ACCOUNT = Account()
