"""Searching in slices and within what was found, counting, suggesting, and showing what matched."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.digest.parsing import parse as parse_digest
from nsdi_tui.search.index import Index
from nsdi_tui.search.nearest import nearest
from nsdi_tui.search.query import parse
from nsdi_tui.search.status import Status


def many(count: int) -> Digest:
    """A digest in which every seventh paper is about caching, and every third from MIT."""
    lines = ["# Many", "## Papers", "### Systems", ""]
    for number in range(count):
        about = "Caching" if number % 7 == 0 else "Routing"
        lines += [f"* P{number}x: {about} \\[[Paper](https://example.org/{number})]"]
        lines += [f"  * {'MIT' if number % 3 == 0 else 'UW'}"]
    return parse_digest("\n".join(lines))


def test_slices_find_what_one_search_finds() -> None:
    index = Index([many(500)])
    query = parse("caching org:mit")
    search = index.begin(query)
    steps = 1
    sizes = []
    while not search.step(0):
        sizes.append(len(search.found))
        steps += 1
    assert steps > 5
    assert sizes == sorted(sizes)
    assert search.found == index.search(query).positions == list(range(0, 500, 21))


def test_a_finished_search_stays_finished() -> None:
    search = Index([many(10)]).begin(parse("caching"))
    assert search.step(1)
    assert search.step(1)
    assert search.found == [0, 7]


def test_searches_only_within() -> None:
    index = Index([many(50)])
    assert index.search(parse("caching"), [1, 7, 8, 49]).positions == [7, 49]
    assert index.search(parse("caching"), []).positions == []


def test_within_an_answer_only_what_is_new_is_asked(index: Index) -> None:
    shorter = index.search(parse("llm"))
    longer = index.search(parse("llm serving"), shorter.positions)
    assert longer.positions == index.search(parse("llm serving")).positions
    assert shorter.positions == index.search(parse("llm")).positions


def test_marks_are_asked_again_within_an_answer() -> None:
    """Between two keys the reader may have starred a paper."""
    index = Index([many(3)])
    starred = {"P0x", "P1x"}

    def status(paper: Paper) -> Status:
        return Status(starred=paper.name in starred)

    answer = index.search(parse("is:starred"), status=status)
    assert answer.positions == [0, 1]
    starred.remove("P0x")
    assert index.search(parse("is:starred mit|uw"), answer.positions, status).positions == [1]


def test_preparing_in_slices() -> None:
    index = Index([many(300)])
    slices = 1
    while not index.prepare(0):
        slices += 1
    assert slices > 2
    assert index.prepare(0)
    assert index.search(parse("p299x")).positions == [299]


def test_positions_count_through_all_digests() -> None:
    first, empty, second = many(3), Digest("Empty", "empty.md"), many(2)
    index = Index([first, empty, second])
    assert [index.digest_of(position) for position in range(5)] == [first] * 3 + [second] * 2
    assert index.search(parse("p1x")).positions == [1, 4]


def test_counts_each_term_alone(index: Index) -> None:
    matches = index.search(parse('llm foo "tail batching" -serving'))
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
def test_suggests_the_nearest_spelling(index: Index, term: str, word: str | None) -> None:
    assert index.search(parse(term)).suggest(term) == word


def test_suggests_the_more_frequent_of_equally_near_words() -> None:
    assert nearest("cachx", {"cachy": 1, "cache": 5, "cacha": 3}) == "cache"


# What matched


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
def test_marks_in_a_title(index: Index, query: str, title: list[str]) -> None:
    spans = index.spans(parse(query), 0).title
    assert marked(index.papers[0].title, spans) == title


def test_marks_each_field_as_written(index: Index) -> None:
    spans = index.spans(parse("zurich it industry naive store link:arxiv"), 4)
    paper = index.papers[4]
    assert marked(paper.title, spans.title) == ["Store", "IT"]
    assert marked(paper.organizations[0], spans.organizations[0]) == ["Zürich"]
    assert marked(paper.badges[0], spans.badges[0]) == ["Industry"]
    assert marked(paper.summary[0].text, spans.summary[0]) == ["It", "store", "It", "naïve"]
    assert marked(paper.links[0].url, spans.links[0]) == ["arxiv"]


def test_marks_a_short_acronym_only_in_capitals(index: Index) -> None:
    spans = index.spans(parse("information"), 4)
    assert marked(index.papers[4].title, spans.title) == ["IT"]
    assert spans.summary == {}


def test_marks_aliases_venues_and_topics(index: Index) -> None:
    spans = index.spans(parse("bobcat sigcomm 网络"), 9)
    assert marked(index.papers[9].aliases[0], spans.aliases[0]) == ["Bobcat"]
    assert marked(index.papers[9].venue or "", spans.venue) == ["SIGCOMM"]
    assert marked(index.papers[9].topics[0], spans.topics[0]) == ["网络"]


def test_marks_a_topic_row(index: Index) -> None:
    topic = "Large Language Models (LLMs)"
    assert marked(topic, index.text_spans(parse("llm"), topic)) == [
        "Large Language Models",
        "LLM",
    ]
    assert marked(topic, index.text_spans(parse("topic:lang"), topic)) == ["Lang", "LLMs"]
    assert index.text_spans(parse("title:lang"), topic) == ()


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
    assert _with_acronym(entry, text).search(parse(query)).positions == [0]


@pytest.mark.parametrize(
    ("entry", "text", "query"),
    [
        ("IT: Information Technology", "Naïve as it is, ½", "technology"),
        ("RDMA: Remote Direct Memory Access", "XRDMA", "direct"),
        ("KV: Key-Value", "Monkey-Values", "kv"),
    ],
)
def test_what_only_looks_like_an_acronym_does_not(entry: str, text: str, query: str) -> None:
    assert _with_acronym(entry, text).search(parse(query)).positions == []


def test_an_expansion_ends_with_its_field() -> None:
    text = "Memory \\[[Paper](https://example.org)]\n  * Access & MIT"
    assert _with_acronym("MAC: Memory Access", text).search(parse("mac")).positions == []


def _with_acronym(entry: str, title: str) -> Index:
    paper = title if "\\[" in title else f"{title} \\[[Paper](https://example.org)]"
    return Index([parse_digest(f"# D\n\n## Papers\n\n* {paper}\n\n## Acronyms\n\n* {entry}\n")])
