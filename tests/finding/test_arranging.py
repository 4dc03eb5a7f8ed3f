"""Orders and groupings of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse as parse_digest
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.grouping import GROUPINGS, groups
from nsdi_tui.finding.order import Order, ordered, orders
from nsdi_tui.finding.query import parse
from nsdi_tui.finding.search import search

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.finding.grouping import Grouping
    from nsdi_tui.finding.status import Status

ALL = "Orca Keel Drift Tail Pelican RAID CheckFS 星辰 Café Lynx"


@pytest.mark.parametrize(
    ("order", "papers"),
    [
        ("digest", ALL),
        ("relevance", ALL),
        ("title", "Tail CheckFS Drift Keel Lynx Orca Pelican RAID Café 星辰"),
        ("venue", "Tail RAID Lynx Drift Orca Keel Pelican CheckFS 星辰 Café"),
        ("year", "Orca Keel Pelican CheckFS 星辰 Café Tail Lynx Drift RAID"),
    ],
)
def test_orders_all_papers(
    corpus: Corpus, names: Callable[[list[int]], str], order: Order, papers: str
) -> None:
    backwards = reversed(range(len(corpus.papers)))
    assert names(ordered(backwards, corpus, None, order)) == papers


@pytest.mark.parametrize(
    ("order", "papers"),
    [
        ("digest", "Lynx Café 星辰 CheckFS RAID Pelican Tail Drift Keel Orca"),
        ("title", "星辰 Café RAID Pelican Orca Lynx Keel Drift CheckFS Tail"),
        ("year", "RAID Drift Tail Lynx Orca Keel Pelican CheckFS 星辰 Café"),
    ],
)
def test_orders_in_reverse(
    corpus: Corpus, names: Callable[[list[int]], str], order: Order, papers: str
) -> None:
    found = ordered(range(len(corpus.papers)), corpus, None, order, is_reversed=True)
    assert names(found) == papers


def test_what_has_no_year_comes_last_in_reverse_too() -> None:
    lines = [
        "* Old: A Thing (SOSP 2019) \\[[Paper](https://example.org/old)]",
        "* Odd: A Thing \\[[Paper](https://example.org/odd)]",
        "* New: A Thing (SOSP 2025) \\[[Paper](https://example.org/new)]",
    ]
    corpus = Corpus(Library.of([parse_digest("# Things\n\n## Papers\n\n" + "\n".join(lines))]))
    for is_reversed, expected in ((False, ["New", "Old", "Odd"]), (True, ["Old", "New", "Odd"])):
        found = ordered(range(3), corpus, None, "year", is_reversed=is_reversed)
        assert [corpus.papers[at].name for at in found] == expected


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("check", "CheckFS Keel"),
        ("serving", "Drift Tail"),
        ("controller", "Lynx"),
        ("mit", "Drift Lynx"),
        ("store", "Pelican"),
        ("con", "Lynx"),
        ("st", "Pelican Tail Café RAID CheckFS Orca Keel"),
        ("s", "Drift Tail Pelican Orca"),
    ],
)
def test_orders_by_relevance(
    corpus: Corpus, names: Callable[[list[int]], str], query: str, papers: str
) -> None:
    parsed = parse(query)
    found = search(parsed, corpus).positions
    assert names(ordered(found, corpus, parsed, "relevance"))[: len(papers)] == papers
    assert sorted(ordered(found, corpus, parsed, "relevance")) == found


def test_every_venue_year_and_date_is_among_those_looked_at(corpus: Corpus) -> None:
    library, positions = corpus.library, range(len(corpus.papers))
    some = corpus.with_every_venue
    assert len(some) < len(positions)
    for value in (library.venue_of, library.year_of, library.date_of):
        assert set(map(value, some)) == set(map(value, positions))


def test_papers_that_are_known_by_their_arxiv_id_differ_in_their_years() -> None:
    lines = [
        f"* {name}: A Thing \\[[arXiv](https://arxiv.org/abs/{number})]"
        for name, number in (("One", "2401.00001"), ("Two", "2402.00002"), ("Three", "2505.00003"))
    ]
    text = "# Things to Read\n\n## Papers\n\n" + "\n".join(lines)
    offered = orders(Corpus(Library.of([parse_digest(text)])))
    assert offered == ("digest", "relevance", "title", "year", "date")


def test_offers_only_orders_that_make_a_difference(corpus: Corpus) -> None:
    assert orders(corpus) == ("digest", "relevance", "title", "venue", "year")
    paper = "* T: A Thing \\[[Paper](https://example.org)]\n"
    plain = Corpus(Library.of([parse_digest(f"# Plain\n\n## Papers\n\n{paper}")]))
    assert orders(plain) == ("digest", "relevance", "title")


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("none", [("", ALL)]),
        ("topic", [("", ALL)]),
        (
            "venue",
            [
                ("EuroSys 2025", "Tail"),
                ("FAST 2023", "RAID"),
                ("SIGCOMM 2025", "Lynx"),
                ("SOSP 2024", "Drift"),
                ("SysConf 2026", "Orca Keel Pelican CheckFS 星辰 Café"),
            ],
        ),
        (
            "status",
            [
                ("Starred", "Orca RAID"),
                ("Unread", "Drift Tail Pelican CheckFS 星辰 Café Lynx"),
                ("Read", "Keel"),
            ],
        ),
        (
            "organization",
            [
                ("MIT", "Drift Lynx"),
                ("SIAT, CAS", "Keel Tail"),
                ("Carnegie Mellon University", "RAID"),
                ("ETH Zürich", "Pelican"),
                ("HKUST", "Tail"),
                ("KAIST", "Lynx"),
                ("NVIDIA", "Orca"),
                ("Stanford", "Orca"),
                ("UC Berkeley", "Keel"),
                ("Universität Köln", "Café"),
                ("UW", "Drift"),
                ("清华大学", "星辰"),
                ("Unknown institution", "CheckFS"),
            ],
        ),
    ],
)
def test_groups(
    corpus: Corpus,
    names: Callable[[list[int]], str],
    status: Callable[[Paper], Status],
    grouping: Grouping,
    expected: list[tuple[str, str]],
) -> None:
    found = groups(corpus, range(len(corpus.papers)), grouping, status)
    assert [(group.title, names(list(group.positions))) for group in found] == expected


def test_groups_in_reverse_end_with_unknown(corpus: Corpus) -> None:
    found = [group.title for group in groups(corpus, range(len(corpus.papers)), "organization")]
    backwards = groups(corpus, range(len(corpus.papers)), "organization", is_reversed=True)
    assert [group.title for group in backwards] == [*found[-2::-1], "Unknown institution"]


def test_groups_keep_an_order(corpus: Corpus, names: Callable[[list[int]], str]) -> None:
    found = groups(corpus, [9, 2, 3], "organization")
    assert [names(list(group.positions)) for group in found if group.title == "MIT"] == [
        "Lynx Drift"
    ]


def test_every_paper_is_in_some_group(corpus: Corpus) -> None:
    for grouping in GROUPINGS:
        found = groups(corpus, range(len(corpus.papers)), grouping)
        assert {at for group in found for at in group.positions} == set(range(len(corpus.papers)))
