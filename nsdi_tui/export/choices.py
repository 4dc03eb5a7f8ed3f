"""What can be copied of one paper, or of several at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

from nsdi_tui.export.citation import bibtex_entries, citation_line, markdown_item
from nsdi_tui.export.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nsdi_tui.digest.model import Digest, Paper

_LETTERS = {
    "arXiv link": "a",
    "PDF link": "f",
    "Paper link": "p",
    "Code link": "c",
    "arXiv id": "i",
    "title": "t",
    "citation line": "l",
    "Markdown item": "m",
    "BibTeX": "b",
}
# `j` and `k` move in a list.
_FREE = [c for c in ascii_lowercase + digits if c not in {*_LETTERS.values(), "j", "k"}]


@dataclass(frozen=True)
class Choice:
    """One thing to copy: its letter (empty once they run out), its label, and how many have it.

    The letter of what every paper may have is always the same.
    """

    key: str
    label: str
    count: int
    make: Callable[[], str]

    @cached_property
    def text(self) -> str:
        """What is copied: one line a paper, but for Markdown and BibTeX; made when asked for."""
        return self.make()


def choices(papers: Sequence[tuple[Paper, Digest]]) -> list[Choice]:
    """Return what can be copied of these papers, each given with its digest.

    A choice serves all papers that have it, in their order; what none has is left out. Links of
    other kinds are offered by their labels, the first of a label for each paper.
    """
    values: dict[str, list[str]] = {label: [] for label in list(_LETTERS)[:4]}
    others: dict[str, tuple[str, list[str]]] = {}
    for paper, _ in papers:
        known = {label: url for label, url in _known_links(paper) if url}
        for label, url in known.items():
            values[label].append(url)
        for label, url in _other_links(paper, known.values()):
            others.setdefault(label.casefold(), (label, []))[1].append(url)
    for label, urls in others.values():
        named = f"{label} link"
        values[f"another {named}" if named in _LETTERS else named] = urls
    values["arXiv id"] = [paper.arxiv for paper, _ in papers if paper.arxiv]
    letters = _letters_for(values)
    offered = [
        Choice(letters[label], label, len(texts), _joining(texts))
        for label, texts in values.items()
        if texts
    ]
    return offered + _texts(papers)


def _texts(papers: Sequence[tuple[Paper, Digest]]) -> list[Choice]:
    makers: dict[str, Callable[[], str]] = {
        "title": lambda: "\n".join(paper.title for paper, _ in papers),
        "citation line": lambda: "\n".join(citation_line(*given) for given in papers),
        "Markdown item": lambda: "\n".join(markdown_item(*given) for given in papers),
        "BibTeX": lambda: bibtex_entries(_selections(papers)),
    }
    return [Choice(_LETTERS[label], label, len(papers), make) for label, make in makers.items()]


def _joining(texts: list[str]) -> Callable[[], str]:
    return lambda: "\n".join(texts)


def _known_links(paper: Paper) -> list[tuple[str, str | None]]:
    arxiv, page, code = (paper.link(kind) for kind in ("arxiv", "paper", "code"))
    # A PDF that the digest names is the paper as published; arXiv's PDF is offered for the others.
    pdf = paper.pdf_link
    own_page = f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else None
    return [
        ("arXiv link", arxiv.url if arxiv else own_page),
        ("PDF link", pdf.url if pdf else None),
        ("Paper link", page.url if page else None),
        ("Code link", code.url if code else None),
    ]


def _letters_for(labels: Iterable[str]) -> dict[str, str]:
    letters: dict[str, str] = {}
    free = list(_FREE)
    for label in labels:
        letter = _LETTERS.get(label)
        if letter is None:
            letter = next((c for c in label.casefold() if c in free), free[0] if free else "")
            free = [c for c in free if c != letter]
        letters[label] = letter
    return letters


def _selections(papers: Sequence[tuple[Paper, Digest]]) -> list[Selection]:
    runs = [list(run) for _, run in groupby(papers, key=lambda given: id(given[1]))]
    return [Selection(run[0][1], [paper for paper, _ in run]) for run in runs]


def _other_links(paper: Paper, known: Iterable[str]) -> list[tuple[str, str]]:
    taken = set(known)
    found: dict[str, tuple[str, str]] = {}
    for link in paper.links:
        if link.url not in taken:
            found.setdefault(link.label.casefold(), (link.label, link.url))
    return list(found.values())
