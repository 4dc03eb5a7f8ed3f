"""The synthetic digests: as many papers as asked for, the same ones for the same seed."""

from __future__ import annotations

import pytest

from benchmarks.synthetic import digest
from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Topic
from nsdi_tui.digest.reading.document import parse


@pytest.mark.parametrize("papers", [1, 30, 317])
def test_the_parser_reads_every_paper(papers: int) -> None:
    parsed = parse(digest(papers))
    assert len(parsed.papers) == papers
    assert parsed.diagnostics == ()
    assert len({paper.key for paper in parsed.papers}) == papers
    assert all(paper.name and paper.organizations for paper in parsed.papers)


def test_papers_stand_three_topics_deep_and_are_as_long_as_real_ones() -> None:
    parsed = parse(digest(317))
    assert {len(paper.topics) for paper in parsed.papers} == {3}
    assert all(isinstance(child, Topic) for child in parsed.children)
    texts = [
        paper.title + "".join(bullet.text for bullet in paper.summary) for paper in parsed.papers
    ]
    assert 400 < sum(map(len, texts)) / len(texts) < 600


def test_no_title_comes_twice() -> None:
    lines = [line for line in digest(12_000).split("\n") if line.startswith("    * ")]
    assert len({line.partition(" \\[[")[0].casefold() for line in lines}) == 12_000


def test_the_benchmark_query_narrows_down() -> None:
    text = digest(1000)
    papers = parse(text).papers
    for words in (["Mixture-of-Experts", "MoE"], ["raining"], ["Stanford"]):
        found = sum(any(word in repr(paper) for word in words) for paper in papers)
        assert 10 < found < 900


def test_a_seed_makes_the_same_digest_again() -> None:
    assert digest(50, seed=1) == digest(50, seed=1)
    assert digest(50, seed=1) != digest(50, seed=2)


def test_papers_of_other_numbers_are_other_papers() -> None:
    library = Library.of([parse(digest(8)), parse(digest(8, seed=1, first=9)), parse(digest(8))])
    assert library.count() == 16
