"""A digest as plain frozen values: Digest, Topic, Paper, Link and their parts.

Every string in here has been cleaned (`text.clean`): no control or bidi characters, no markup,
entities resolved. Nothing past the parser sees a Markdown token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from nsdi_tui.digest.diagnostics import NO_ACCOUNT, Account, Diagnostic
from nsdi_tui.digest.styled import Bullet, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Acceptance",
    "Account",
    "Acronym",
    "Bullet",
    "Diagnostic",
    "Digest",
    "Link",
    "LinkKind",
    "Paper",
    "Span",
    "Topic",
    "descendants",
    "papers_below",
]

LinkKind: TypeAlias = Literal[
    "arxiv",
    "paper",
    "pdf",
    "doi",
    "code",
    "homepage",
    "notes",
    "slides",
    "video",
    "blog",
    "data",
    "other",
]


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its label as written and the kind derived from both."""

    label: str
    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One entry of a list. `topics` are titles, outermost first; `line` counts from 1.

    `name` is the system's short name, None when the entry has none. `venue` is as written in the
    entry (`SOSP 2023`), None when it names none. `keys` identify the paper across files and edits,
    best first (see `identity`); there is always at least one. `authors` are as written, in order,
    and never invented: `("G. Author et al.",)`. `year` is the year of publication as far as the
    list says it (venue, date, arXiv id, else the heading); `date` is ISO and as precise as the
    source: `2024`, `2024-05` or `2024-05-17`. `tags` are the list's own labels. `kind` is
    `resource` for a link that is no paper: a tool, a course, a data set, a person.
    """

    title: str
    name: str | None
    aliases: tuple[str, ...]
    venue: str | None
    topics: tuple[str, ...]
    organizations: tuple[str, ...]
    badges: tuple[str, ...]
    summary: tuple[Bullet, ...]
    links: tuple[Link, ...]
    keys: tuple[str, ...]
    line: int
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()
    kind: Literal["paper", "resource"] = "paper"

    @property
    def key(self) -> str:
        """The best key: arXiv id, else DOI, else address, else title."""
        return self.keys[0]

    @property
    def arxiv(self) -> str | None:
        """The arXiv id without its version, None when the paper has none."""
        for key in self.keys:
            if key.startswith("arxiv:"):
                return key[len("arxiv:") :]
        return None

    def link(self, *kinds: LinkKind) -> Link | None:
        """Return the first link of the first of these kinds that the paper has."""
        for kind in kinds:
            for link in self.links:
                if link.kind == kind:
                    return link
        return None

    @property
    def best_link(self) -> Link | None:
        """The link to copy: arXiv, else Paper, else DOI or PDF, else the first one."""
        if link := self.link("arxiv"):
            return link
        if self.arxiv:
            return Link("arXiv", "arxiv", f"https://arxiv.org/abs/{self.arxiv}")
        return self.link("paper", "doi", "pdf") or (self.links[0] if self.links else None)

    @property
    def pdf_link(self) -> Link | None:
        """The link to the PDF: the one of the list, else arXiv's."""
        if link := self.link("pdf"):
            return link
        return Link("PDF", "pdf", f"https://arxiv.org/pdf/{self.arxiv}") if self.arxiv else None


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading, or a list item that groups papers; `children` keep the document's order."""

    title: str
    line: int
    children: tuple[Topic | Paper, ...] = ()
    notes: tuple[Bullet, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def papers(self) -> Iterator[Paper]:
        """All papers below, at any depth, in the document's order."""
        return papers_below(self.children)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One acceptance rate: `rate` in per cent, and the papers it was computed from, if given."""

    label: str
    rate: float | None
    accepted: int | None
    submitted: int | None


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and its expansion: `KV`, `Key-Value`."""

    short: str
    long: str


@dataclass(frozen=True)
class Digest:
    """One Markdown document. `source` is its name as shown: a file name, or `standard input`.

    `notes` are sentences before the papers that are neither link nor rate; `diagnostics` is what
    was not read, `account` the document's size and where its links and text are; `path` is the
    file's absolute path, None for standard input and for a list fetched from its `address`.
    `folders` are the titles of the opened folder and its directories that lead to the document,
    outermost first; there are none for a document that was opened by itself.
    """

    title: str
    source: str
    meta: tuple[Link, ...] = ()
    notes: tuple[Bullet, ...] = ()
    acceptance: tuple[Acceptance, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    children: tuple[Topic | Paper, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    path: str | None = None
    account: Account = NO_ACCOUNT
    address: str | None = None
    folders: tuple[str, ...] = ()

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """All papers, in the document's order."""
        return tuple(papers_below(self.children))


def descendants(children: Sequence[Topic | Paper]) -> Iterator[Topic | Paper]:
    """Yield these children and all that is below them, in the document's order."""
    stack: list[Topic | Paper] = list(reversed(children))
    while stack:
        child = stack.pop()
        yield child
        if isinstance(child, Topic):
            stack.extend(reversed(child.children))


def papers_below(children: Sequence[Topic | Paper]) -> Iterator[Paper]:
    """Yield the papers among these children and below them, in order."""
    return (child for child in descendants(children) if isinstance(child, Paper))
