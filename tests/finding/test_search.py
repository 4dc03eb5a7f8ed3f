"""Searching in slices and within what was found, counting, suggesting, and showing what matched."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.digest.reading.document import parse as parse_digest
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.highlights import Highlights, highlights, text_highlights
from nsdi_tui.finding.query import parse
from nsdi_tui.finding.search import Search, search
from nsdi_tui.finding.status import Status
from nsdi_tui.finding.suggestions import respelled, suggest


def many(count: int) -> Digest:
    """A digest in which every seventh paper is about caching, and every third from MIT."""
    lines = ["# Many", "## Papers", "### Systems", ""]
    for number in range(count):
        about = "Caching" if number % 7 == 0 else "Routing"
        lines += [f"* P{number}x: {about} \\[[Paper](https://example.org/{number})]"]
        lines += [f"  * {'MIT' if number % 3 == 0 else 'UW'}"]
    return parse_digest("\n".join(lines))


def test_slices_find_what_one_search_finds() -> None:
    corpus = Corpus(Library.of([many(500)]))
    query = parse("caching org:mit")
    running = Search(query, corpus)
    steps = 1
    sizes = []
    while not running.step(0):
        sizes.append(len(running.positions))
        steps += 1
    assert steps > 5
    assert sizes == sorted(sizes)
    assert running.positions == search(query, corpus).positions == list(range(0, 500, 21))


def test_a_finished_search_stays_finished() -> None:
    running = Search(parse("caching"), Corpus(Library.of([many(10)])))
    assert running.step(1)
    assert running.step(1)
    assert running.positions == [0, 7]


def test_searches_only_within() -> None:
    corpus = Corpus(Library.of([many(50)]))
    assert search(parse("caching"), corpus, [1, 7, 8, 49]).positions == [7, 49]
    assert search(parse("caching"), corpus, []).positions == []


def test_within_an_answer_only_what_is_new_is_asked(corpus: Corpus) -> None:
    shorter = search(parse("llm"), corpus)
    longer = search(parse("llm serving"), corpus, shorter.positions)
    assert longer.positions == search(parse("llm serving"), corpus).positions
    assert shorter.positions == search(parse("llm"), corpus).positions


def test_marks_are_asked_again_within_an_answer() -> None:
    """Between two keys the user may have starred a paper."""
    corpus = Corpus(Library.of([many(3)]))
    starred = {"P0x", "P1x"}

    def status(paper: Paper) -> Status:
        return Status(starred=paper.name in starred)

    answer = search(parse("is:starred"), corpus, status=status)
    assert answer.positions == [0, 1]
    starred.remove("P0x")
    assert search(parse("is:starred mit|uw"), corpus, answer.positions, status).positions == [1]


def test_preparing_in_slices() -> None:
    corpus = Corpus(Library.of([many(300)]))
    slices = 1
    while not corpus.prepare(0):
        slices += 1
    assert slices > 2
    assert corpus.prepare(0)
    assert search(parse("p299x"), corpus).positions == [299]


def test_positions_count_through_all_digests() -> None:
    first, empty, second = many(3), Digest("Empty", "empty.md"), many(2)
    corpus = Corpus(Library.of([first, empty, second]))
    assert [corpus.library.digest_of(position) for position in range(5)] == [first] * 3 + [
        second
    ] * 2
    assert search(parse("p1x"), corpus).positions == [1, 4]


def test_counts_each_term_alone(corpus: Corpus) -> None:
    matches = search(parse('llm foo "tail batching" -serving'), corpus)
    assert matches.positions == []
    assert matches.counts() == (("llm", 4), ("foo", 0), ('"tail batching"', 1), ("-serving", 8))


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("chekpoints", "checkpoints"),
        ("org:stanfrod", "stanford"),
        ('"instanses', "instances"),
        ("=preemptable", "preemptible"),
        ("zurch", "zurich"),
        ("qqqqqq", None),
        ("zz", None),
        ("", None),
        ("-", None),
    ],
)
def test_suggests_the_nearest_spelling(corpus: Corpus, term: str, word: str | None) -> None:
    assert search(parse(term), corpus).suggest(term) == word


@pytest.mark.parametrize(
    ("terms", "suggestions", "expected"),
    [
        (["mit", "chekpoint"], {"chekpoint": "checkpoint"}, "mit checkpoint"),
        (["-topic:~stroage"], {"-topic:~stroage": "storage"}, "-topic:~storage"),
        (['"train jbos"'], {'"train jbos"': "jobs"}, "jobs"),
        (["is:unraed"], {"is:unraed": "unread"}, "is:unread"),
        (["one|tow"], {"one|tow": "two"}, ""),
        (["mit"], {}, ""),
    ],
)
def test_a_query_in_the_suggested_spelling(
    terms: list[str], suggestions: dict[str, str], expected: str
) -> None:
    assert respelled(terms, suggestions) == expected


def test_suggests_values_of_flags_for_unknown_ones_only(corpus: Corpus) -> None:
    assert search(parse("is:strared"), corpus).suggest("is:strared") == "starred"
    assert search(parse("-has:sumary"), corpus).suggest("-has:sumary") == "summary"
    assert search(parse("is:starred"), corpus).suggest("is:starred") is None


def test_suggests_the_more_frequent_of_equally_near_words() -> None:
    assert suggest("cachx", {"cachy": 1, "cache": 5, "cacha": 3}) == "cache"


# What matched


def highlighted(corpus: Corpus, query: str, position: int) -> Highlights:
    return highlights(parse(query), corpus.papers[position], corpus.acronyms)


def marked(text: str, ranges: object) -> list[str]:
    return [text[start:end] for start, end in ranges]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("elastic train", ["Elastic", "Train"]),
        ("ela elastic", ["Elastic"]),
        ("ela last", ["Elast"]),
        ("mixture", ["MoE"]),
        ("=moe", ["MoE"]),
        ("MoEs", ["MoE"]),
        ("on", ["on"]),
        ("=on", ["on"]),
        ("~elastik", ["Elastic"]),
        ("title:spot", ["Spot"]),
        ("name:orca", []),
        ("org:stanford", []),
        ("elastic|spot", ["Elastic", "Spot"]),
        ("-elastic", []),
        ('"elastic moe"', ["Elastic MoE"]),
        ("", []),
    ],
)
def test_marks_in_a_title(corpus: Corpus, query: str, title: list[str]) -> None:
    spans = highlighted(corpus, query, 0).title
    assert marked(corpus.papers[0].title, spans) == title


def test_marks_each_field_as_written(corpus: Corpus) -> None:
    spans = highlights(
        parse("zurich it industry naive store link:arxiv"), corpus.papers[4], corpus.acronyms
    )
    paper = corpus.papers[4]
    assert marked(paper.title, spans.title) == ["Store", "IT"]
    assert marked(paper.organizations[0], spans.organizations[0]) == ["Zürich"]
    assert marked(paper.badges[0], spans.badges[0]) == ["Industry"]
    assert marked(paper.summary[0].text, spans.summary[0]) == ["It", "store", "It", "naïve"]
    assert marked(paper.links[0].url, spans.links[0]) == ["arxiv"]


def test_marks_a_short_acronym_only_in_capitals(corpus: Corpus) -> None:
    spans = highlighted(corpus, "information", 4)
    assert marked(corpus.papers[4].title, spans.title) == ["IT"]
    assert spans.summary == {}


def test_marks_aliases_venues_and_topics(corpus: Corpus) -> None:
    spans = highlighted(corpus, "bobcat sigcomm 网络", 9)
    assert marked(corpus.papers[9].aliases[0], spans.aliases[0]) == ["Bobcat"]
    assert marked(corpus.papers[9].venue or "", spans.venue) == ["SIGCOMM"]
    assert marked(corpus.papers[9].topics[0], spans.topics[0]) == ["网络"]


def test_marks_a_topic_row(corpus: Corpus) -> None:
    topic = "Large Language Models (LLMs)"

    def in_topic(corpus: Corpus, query: str) -> object:
        return text_highlights(parse(query), topic, ("topic",), corpus.acronyms)

    assert marked(topic, in_topic(corpus, "llm")) == [
        "Large Language Models",
        "LLM",
    ]
    assert marked(topic, in_topic(corpus, "topic:lang")) == ["Lang", "LLMs"]
    assert in_topic(corpus, "title:lang") == ()


# Acronyms


@pytest.mark.parametrize(
    ("entry", "text", "query"),
    [
        ("SLOs: Service Level Objectives", "An SLO", "service-level"),
        ("SLOs: Service Level Objectives", "One service level objective", "slo"),
        ("RDMA: Remote Direct Memory Access", "remote-direct memory access", "rdma"),
        ("C++: A Language", "C++ again", "language"),
        ("IT: Information Technology", "Naïve IT for ½", "technology"),
    ],
)
def test_an_acronym_counts_as_its_expansion(entry: str, text: str, query: str) -> None:
    assert search(parse(query), _with_acronym(entry, text)).positions == [0]


@pytest.mark.parametrize(
    ("entry", "text", "query"),
    [
        ("IT: Information Technology", "Naïve as it is, ½", "technology"),
        ("RDMA: Remote Direct Memory Access", "XRDMA", "direct"),
        ("KV: Key-Value", "Monkey-Values", "kv"),
    ],
)
def test_what_only_looks_like_an_acronym_does_not(entry: str, text: str, query: str) -> None:
    assert search(parse(query), _with_acronym(entry, text)).positions == []


def test_an_expansion_ends_with_its_field() -> None:
    text = "Memory \\[[Paper](https://example.org)]\n  * Access & MIT"
    assert search(parse("mac"), _with_acronym("MAC: Memory Access", text)).positions == []


def _with_acronym(entry: str, title: str) -> Corpus:
    paper = title if "\\[" in title else f"{title} \\[[Paper](https://example.org)]"
    return Corpus(
        Library.of([parse_digest(f"# D\n\n## Papers\n\n* {paper}\n\n## Acronyms\n\n* {entry}\n")])
    )
