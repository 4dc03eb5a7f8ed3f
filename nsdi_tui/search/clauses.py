"""Which papers satisfy a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.search.atoms import folded_all, in_dates, in_year, tester
from nsdi_tui.search.folding import fold
from nsdi_tui.search.query import ENTRY_KINDS
from nsdi_tui.search.status import NO_STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import Atom, Clause
    from nsdi_tui.search.status import Status, StatusOf

# Fields that are wholly part of what bare terms look in: what is not there is not in them either.
_INSIDE = ("title", "name", "author", "org", "topic", "summary", "tag", "arxiv")


def narrow(
    clause: Clause, index: Index, status: StatusOf
) -> Callable[[Sequence[int]], Sequence[int]]:
    """Return what picks, of folded papers' positions, those that satisfy the clause."""
    if len(clause.atoms) == 1 and not clause.excluded:
        atom = clause.atoms[0]
        if atom.field is None and atom.kind in ("part", "start"):
            return _containing(atom, index)
    tests = [_test(atom, index, status) for atom in clause.atoms]
    if clause.excluded:
        return lambda chunk: [at for at in chunk if not any(test(at) for test in tests)]
    if len(tests) == 1:
        return lambda chunk: list(filter(tests[0], chunk))
    return lambda chunk: [at for at in chunk if any(test(at) for test in tests)]


def _containing(atom: Atom, index: Index) -> Callable[[Sequence[int]], list[int]]:
    folded, meaning, test = index.texts.folded, index.texts.meaning, tester(atom)
    means = _Answers(test, index.texts.meanings)
    if atom.kind == "part":
        needle = atom.text
        return lambda chunk: [at for at in chunk if needle in folded[at] or means[meaning[at]]]
    usual = f" {atom.text}"
    return lambda chunk: [
        at for at in chunk if usual in folded[at] or test(folded[at]) or means[meaning[at]]
    ]


class _Answers(dict[int, bool]):
    """Which of some texts pass a test, each asked once."""

    def __init__(self, test: Callable[[str], bool], texts: Sequence[str]) -> None:
        super().__init__()
        self._test, self._texts = test, texts

    def __missing__(self, number: int) -> bool:
        answer = self[number] = self._test(self._texts[number])
        return answer


def _test(atom: Atom, index: Index, status: StatusOf) -> Callable[[int], bool]:
    papers = index.papers
    if atom.kind == "is" and atom.text in ENTRY_KINDS:
        return lambda at: papers[at].kind == atom.text
    if atom.kind == "is":
        return lambda at: _is(_marks(papers[at], status), atom.text)
    if atom.kind == "has" and atom.text == "note":
        return lambda at: bool(_marks(papers[at], status).note)
    if atom.kind == "has":
        return lambda at: _has(index, at, atom.text)
    if atom.kind == "year":
        return lambda at: in_year(atom.text, index.year_of(at))
    if atom.kind == "date":
        return lambda at: in_dates(atom.text, index.date_of(at))
    test = tester(atom)
    if atom.field == "note":
        return lambda at: test(fold(_marks(papers[at], status).note))
    folded, meaning = index.texts.folded, index.texts.meaning
    means = _Answers(test, index.texts.meanings)
    if atom.field is None:
        return lambda at: test(folded[at]) or means[meaning[at]]
    if atom.field not in _INSIDE or atom.kind == "fuzzy":
        return lambda at: test(_field_text(atom, index, at))
    needle = atom.text
    return lambda at: (
        (needle in folded[at] or means[meaning[at]]) and test(_field_text(atom, index, at))
    )


def _marks(paper: Paper, status: StatusOf) -> Status:
    return status(paper) if status is not None else NO_STATUS


def _field_text(atom: Atom, index: Index, position: int) -> str:
    paper, field = index.papers[position], atom.field
    if field == "venue":
        return folded_all(paper.venue or "", index.venue_of(position).label)
    if field == "author":
        return folded_all(*paper.authors)
    if field == "tag":
        return folded_all(*paper.tags)
    if field == "org":
        return folded_all(*paper.organizations)
    if field == "name":
        return folded_all(paper.name or "", *paper.aliases)
    if field == "link":
        return folded_all(*(f"{link.label}\n{link.kind}\n{link.url}" for link in paper.links))
    if field == "arxiv":
        return fold(paper.arxiv or "")
    if field == "title":
        return _with_meaning(paper.title, index)
    texts = paper.topics if field == "topic" else (bullet.text for bullet in paper.summary)
    return _with_meaning("\n".join(texts), index)


def _with_meaning(text: str, index: Index) -> str:
    folded = fold(text)
    mentioned = index.vocabulary.mentioned(text, folded)
    return f"{folded}\n{index.vocabulary.meaning(mentioned)}" if mentioned else folded


def _has(index: Index, position: int, wanted: str) -> bool:
    paper = index.papers[position]
    if wanted == "arxiv":
        return paper.arxiv is not None
    if wanted == "year":
        return index.year_of(position) is not None
    parts = {
        "summary": paper.summary,
        "authors": paper.authors,
        "tags": paper.tags,
        "date": paper.date,
        "venue": paper.venue,
        "badge": paper.badges,
        "name": paper.name,
    }
    if wanted in parts:
        return bool(parts[wanted])
    # What is half-typed finds whatever it may become.
    return any(part.startswith(wanted) and value for part, value in parts.items()) or any(
        link.kind.startswith(wanted) or wanted in fold(link.label) for link in paper.links
    )


def _is(status: Status, state: str) -> bool:
    return not status.read if state == "unread" else bool(getattr(status, state))
