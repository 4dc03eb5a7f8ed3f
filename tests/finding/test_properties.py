"""What holds for any text typed as a query."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.digest.reading.document import parse as parse_digest
from nsdi_tui.finding.completion import Completer
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.folding import Folded, fold
from nsdi_tui.finding.highlights import highlights
from nsdi_tui.finding.query import FIELDS as FIELD_NAMES
from nsdi_tui.finding.query import Query, parse
from nsdi_tui.finding.search import search
from nsdi_tui.finding.status import Status

FIXTURE = Path(__file__).parent.parent / "fixtures" / "queries.md"
CORPUS = Corpus(Library.of([parse_digest(FIXTURE.read_text(encoding="utf-8"))]))
COMPLETER = Completer(CORPUS)

# Words of the fixture and pieces of the language, so that random queries find something.
_WORDS = """
    orca elastic moe mixture-of-experts mixture of experts llm llms large language model models
    kv key-value it its rl reinforcement learning information technology raid c++ serving tail
    batching mit siat, cas zürich straße strasse ½ café 星辰 拥塞 网 checkpoints arxiv 2025 sosp
    paper code note starred read unread a e s t 30.5% “fair” world-wide
"""
WORDS = st.sampled_from(_WORDS.split())
PIECES = st.sampled_from([*'-!=~|,:" ', "..", ">=", "<"])
FIELDS = st.sampled_from([f"{name}:" for name in (*FIELD_NAMES, "has", "is", "foo")])


@st.composite
def terms(draw: st.DrawFn) -> str:
    """One term, quotes balanced, of what a reader may type."""
    sign = draw(st.sampled_from(["", "", "", "-", "!"]))
    choices = []
    for _ in range(draw(st.integers(1, 2))):
        field = draw(st.one_of(st.just(""), st.just(""), FIELDS))
        mode = draw(st.sampled_from(["", "", "", "=", "~"]))
        words = draw(st.lists(WORDS, min_size=1, max_size=2))
        cut = draw(st.integers(1, 12))
        value = f'"{" ".join(words)}"' if len(words) > 1 else words[0][:cut]
        choices.append(f"{field}{mode}{value}")
    return sign + "|".join(choices)


QUERIES = st.lists(terms(), max_size=3).map(" ".join)
TYPED = st.one_of(
    QUERIES, st.lists(st.one_of(WORDS, PIECES, FIELDS), max_size=8).map("".join), st.text()
)
BOUNDED = settings(max_examples=60)


NUMBERS = {paper.key: number for number, paper in enumerate(CORPUS.papers)}


def status(paper: Paper) -> Status:
    number = NUMBERS[paper.key]
    return Status(starred=number % 2 == 0, read=number % 3 == 0, note="paper" * (number % 4))


def found(query: Query, within: list[int] | None = None) -> list[int]:
    return search(query, CORPUS, within, status).positions


@BOUNDED
@given(QUERIES, terms())
def test_another_term_never_adds_a_paper(query: str, term: str) -> None:
    assert set(found(parse(f"{query} {term}"))) <= set(found(parse(query)))
    assert set(found(parse(f"{term} {query}"))) <= set(found(parse(query)))


@BOUNDED
@given(QUERIES, terms())
def test_a_term_and_its_exclusion_share_no_paper(query: str, term: str) -> None:
    positive = term.lstrip("-!")
    both = found(parse(f"{query} {positive}")), found(parse(f"{query} -{positive}"))
    if parse(positive):
        assert sorted([*both[0], *both[1]]) == found(parse(query))


@BOUNDED
@given(TYPED)
def test_every_beginning_is_a_query_that_can_be_searched_in_what_it_refines(text: str) -> None:
    """As the app does it: every key's query against each of those before it."""
    before: list[tuple[Query, list[int]]] = []
    for end in range(len(text) + 1):
        query = parse(text[:end])
        everywhere = found(query)
        assert everywhere == sorted(set(everywhere) & set(range(len(CORPUS.papers))))
        for shorter, positions in before:
            if query.refines(shorter):
                assert set(everywhere) <= set(positions)
                assert found(query, positions) == everywhere
        before.append((query, everywhere))


@BOUNDED
@given(QUERIES, QUERIES)
def test_refines_is_sound_for_unrelated_queries(one: str, other: str) -> None:
    if parse(one).refines(parse(other)):
        assert set(found(parse(one))) <= set(found(parse(other)))
        assert found(parse(one), found(parse(other))) == found(parse(one))


@BOUNDED
@given(TYPED)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    query = parse(text)
    for position, paper in enumerate(CORPUS.papers):
        spans = highlights(query, CORPUS.papers[position], CORPUS.acronyms)
        several = (
            (paper.aliases, spans.aliases),
            (paper.organizations, spans.organizations),
            (paper.topics, spans.topics),
            (paper.badges, spans.badges),
            ([bullet.text for bullet in paper.summary], spans.summary),
            ([link.url for link in paper.links], spans.links),
        )
        texts = [(paper.title, spans.title), (paper.name, spans.name), (paper.venue, spans.venue)]
        texts += [(values[at], ranges) for values, own in several for at, ranges in own.items()]
        for value, ranges in texts:
            ends = [0]
            for start, end in ranges:
                assert ends[-1] < start or (start == 0 and len(ends) == 1)
                assert start < end <= len(value or "")
                ends.append(end)


@BOUNDED
@given(terms().filter(lambda term: term[0] not in "-!"))
def test_a_found_paper_shows_where(term: str) -> None:
    query = parse(term)
    kinds = {(term.kind, term.field) for clause in query.clauses for term in clause.terms}
    unmarked = {"venue", "year", "link", "note", "arxiv"}
    if any(kind in ("has", "is") or field in unmarked for kind, field in kinds):
        return
    for position in found(query):
        paper, spans = (
            CORPUS.papers[position],
            highlights(query, CORPUS.papers[position], CORPUS.acronyms),
        )
        in_arxiv = any(term.text in (paper.arxiv or "") for c in query.clauses for term in c.terms)
        assert not query or in_arxiv or spans != highlights(Query(), paper, CORPUS.acronyms)


# Folding

FOLDED = [
    ("Straße", "strasse", "ss", "ß"),
    ("ﬁnal", "final", "i", "ﬁ"),
    ("ﬁnal", "final", "fi", "ﬁ"),
    ("cafe\u0301s", "cafes", "e", "e\u0301"),
    ("café", "cafe", "e", "é"),
    ("İstanbul", "istanbul", "is", "İs"),
    ("½ of", "1/2 of", "2", "½"),
    ("한국어", "한국어", "국", "국"),
    ("a 👩‍💻 b", "a 👩💻 b", "👩💻", "👩‍💻"),
    ("“fair”", '"fair"', '"fair"', "“fair”"),
    ("co\u00adop", "coop", "coop", "co\u00adop"),
    ("2.03×", "2.03x", "3x", "3×"),
]


@pytest.mark.parametrize(("written", "folded", "sought", "marked"), FOLDED)
def test_a_folded_match_marks_whole_characters(
    written: str, folded: str, sought: str, marked: str
) -> None:
    text = Folded(written)
    assert text.text == fold(written) == fold(folded)
    at = text.text.find(fold(sought))
    start, end = text.range_of(at, at + len(fold(sought)))
    assert written[start:end] == marked


@BOUNDED
@given(st.text(), st.text())
def test_folding_is_done_once_and_piece_by_piece(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    assert fold(one + other) == fold(one) + fold(other)


@BOUNDED
@given(st.text(min_size=1), st.data())
def test_every_folded_range_leads_back_to_what_folds_to_it(
    written: str, data: st.DataObject
) -> None:
    text = Folded(written)
    if not text.text:
        return
    start = data.draw(st.integers(0, len(text.text) - 1))
    end = data.draw(st.integers(start + 1, len(text.text)))
    first, last = text.range_of(start, end)
    assert 0 <= first < last <= len(written)
    assert text.text[start:end] in fold(written[first:last])


# Completion


@BOUNDED
@given(TYPED)
def test_a_completion_only_adds(text: str) -> None:
    completed = COMPLETER.complete(text)
    if completed is not None:
        assert fold(completed[: len(text)]) == fold(text)
        assert len(completed) > len(text)


def test_no_papers_at_all() -> None:
    empty = Corpus(Library.of([Digest("Nothing", "nothing.md")]))
    assert empty.prepare(1)
    assert search(parse("a"), empty).positions == []
    assert search(parse("a"), empty).suggest("abc") is None
