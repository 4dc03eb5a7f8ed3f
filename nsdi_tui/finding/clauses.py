"""Deciding which papers satisfy a clause."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nsdi_tui.finding.dates import in_dates, in_year, without_ages
from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.query import ENTRY_KINDS
from nsdi_tui.finding.status import NO_STATUS
from nsdi_tui.finding.terms import folded_all, tester

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.query import Clause, Term
    from nsdi_tui.finding.status import Status, StatusOf

# Fields that are part of the folded text: what does not occur there is not in them either.
_INSIDE = ("title", "name", "author", "org", "topic", "summary", "tag", "arxiv")


def narrow(
    clause: Clause, corpus: Corpus, status: StatusOf
) -> Callable[[Sequence[int]], Sequence[int]]:
    """Return a function that keeps those of some folded papers that satisfy the clause."""
    if len(clause.terms) == 1 and not clause.excluded:
        term = clause.terms[0]
        if term.field is None and term.kind in ("part", "start"):
            return _containing(term, corpus)
    tests = [_test(term, corpus, status) for term in clause.terms]
    if clause.excluded:
        return lambda chunk: [at for at in chunk if not any(test(at) for test in tests)]
    if len(tests) == 1:
        return lambda chunk: list(filter(tests[0], chunk))
    return lambda chunk: [at for at in chunk if any(test(at) for test in tests)]


def _containing(term: Term, corpus: Corpus) -> Callable[[Sequence[int]], list[int]]:
    folded, forms_of, test = corpus.folded_text.folded, corpus.folded_text.forms_of, tester(term)
    matches_form = _Answers(test, corpus.folded_text.other_forms)
    if term.kind == "part":
        needle = term.text
        return lambda chunk: [
            at for at in chunk if needle in folded[at] or matches_form[forms_of[at]]
        ]
    usual = f" {term.text}"
    return lambda chunk: [
        at for at in chunk if usual in folded[at] or test(folded[at]) or matches_form[forms_of[at]]
    ]


class _Answers(dict[int, bool]):
    """Whether each of some texts passes a test, computed once."""

    def __init__(self, test: Callable[[str], bool], texts: Sequence[str]) -> None:
        super().__init__()
        self._test, self._texts = test, texts

    def __missing__(self, number: int) -> bool:
        answer = self[number] = self._test(self._texts[number])
        return answer


def _test(term: Term, corpus: Corpus, status: StatusOf) -> Callable[[int], bool]:
    papers = corpus.papers
    if term.kind == "is" and term.text in ENTRY_KINDS:
        return lambda at: papers[at].kind == term.text
    if term.kind == "is":
        return lambda at: _is(_marks(papers[at], status), term.text)
    if term.kind == "has" and term.text == "note":
        return lambda at: bool(_marks(papers[at], status).note)
    if term.kind == "has":
        return lambda at: _has(corpus, at, term.text)
    if term.kind == "year":
        return lambda at: in_year(term.text, corpus.library.year_of(at))
    if term.kind == "date":
        return lambda at: in_dates(term.text, corpus.library.date_of(at))
    if term.kind == "added":
        days = without_ages(term.text, date.today())
        return lambda at: in_dates(days, corpus.library.added_of(at))
    test = tester(term)
    if term.field == "note":
        return lambda at: test(fold(_marks(papers[at], status).note))
    folded, forms_of = corpus.folded_text.folded, corpus.folded_text.forms_of
    matches_form = _Answers(test, corpus.folded_text.other_forms)
    if term.field is None:
        return lambda at: test(folded[at]) or matches_form[forms_of[at]]
    if term.field not in _INSIDE or term.kind == "fuzzy":
        return lambda at: test(_field_text(term, corpus, at))
    needle = term.text
    return lambda at: (
        (needle in folded[at] or matches_form[forms_of[at]]) and test(_field_text(term, corpus, at))
    )


def _marks(paper: Paper, status: StatusOf) -> Status:
    return status(paper) if status is not None else NO_STATUS


def _field_text(term: Term, corpus: Corpus, position: int) -> str:
    paper, field = corpus.papers[position], term.field
    if field == "venue":
        return folded_all(paper.venue or "", corpus.library.venue_of(position).label)
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
        return _with_other_forms(paper.title, corpus)
    if field == "topic":
        return _with_other_forms("\n".join(corpus.library.topics_of(position)), corpus)
    return _with_other_forms("\n".join(bullet.text for bullet in paper.summary), corpus)


def _with_other_forms(text: str, corpus: Corpus) -> str:
    folded = fold(text)
    mentioned = corpus.acronyms.mentioned(text, folded)
    return f"{folded}\n{corpus.acronyms.forms(mentioned)}" if mentioned else folded


def _has(corpus: Corpus, position: int, wanted: str) -> bool:
    paper = corpus.papers[position]
    if wanted == "arxiv":
        return paper.arxiv is not None
    if wanted == "year":
        return corpus.library.year_of(position) is not None
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
    # A half-typed value matches everything that it may become.
    return any(part.startswith(wanted) and value for part, value in parts.items()) or any(
        link.kind.startswith(wanted) or wanted in fold(link.label) for link in paper.links
    )


def _is(status: Status, state: str) -> bool:
    return not status.read if state == "unread" else bool(getattr(status, state))
