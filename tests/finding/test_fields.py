"""Authors, years, dates, tags and resources: queries, orders, groupings, completion."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.finding.completion import Completer
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.grouping import Grouping, groupings, groups
from nsdi_tui.finding.highlights import highlights
from nsdi_tui.finding.order import Order, ordered, orders
from nsdi_tui.finding.query import parse
from nsdi_tui.finding.search import search


def entry(name: str, **fields: object) -> Paper:
    """An entry named after a bird, its key the name."""
    given: dict[str, object] = {
        "title": f"{name}: A Study",
        "name": name,
        "aliases": (),
        "venue": None,
        "topics": (),
        "organizations": (),
        "badges": (),
        "summary": (),
        "links": (),
        "keys": (f"title:{name.lower()}",),
        "line": 1,
    }
    return Paper(**(given | fields))  # type: ignore[arg-type]


BIRDS = (
    entry("Wren", authors=("Ann Author", "Bo Écrivain"), date="2024-05-17", tags=("song", "UK")),
    entry("Heron", authors=("A. Author et al.",), date="2024-05", tags=("wading",)),
    entry("Stork", authors=("Bo Écrivain",), year=2023, venue="SOSP 2023"),
    entry("Finch", venue="NSDI 2026", tags=("song",)),
    entry("Crane", date="2024", keys=("arxiv:2401.00007", "title:crane")),
    entry("Robin", keys=("arxiv:2402.00007", "title:robin")),
    entry("Field Guide", kind="resource", tags=("song",)),
)


@pytest.fixture(scope="module")
def birds() -> Corpus:
    return Corpus(Library.of([Digest("Awesome Bird Papers 2026", "birds.md", children=BIRDS)]))


def names(corpus: Corpus, positions: list[int]) -> str:
    return ", ".join(str(corpus.papers[position].name) for position in positions)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("author:ecrivain", "Wren, Stork"),
        ("author:author", "Wren, Heron"),
        ('author:"ann author"', "Wren"),
        ("author:=bo", "Wren, Stork"),
        ("-author:author -is:resource", "Stork, Finch, Crane, Robin"),
        ("ecrivain", "Wren, Stork"),
        ("tag:song", "Wren, Finch, Field Guide"),
        ("tag:wading,uk", "Wren, Heron"),
        ("wading", "Heron"),
        ("title:song", ""),
        ("year:2024", "Wren, Heron, Crane, Robin"),
        ("year:2023", "Stork"),
        ("year:2024..2026", "Wren, Heron, Finch, Crane, Robin"),
        ("date:2024-05", "Wren, Heron"),
        ("date:2024-05-17", "Wren"),
        ("date:2024/5", "Wren, Heron"),
        ("date:2024", "Wren, Heron, Crane, Robin"),
        ("date:2023,2026", "Stork, Finch"),
        ("date:2024-02..2024-05", "Wren, Heron, Robin"),
        ("date:..2023", "Stork"),
        ("date:..2024-04", "Stork, Robin"),
        ("date:2024-06..", "Finch"),
        ("date:>=2024-05", "Wren, Heron, Finch"),
        ("date:>2024-05", "Finch"),
        ("date:<2024", "Stork"),
        ("date:<=2024", "Wren, Heron, Stork, Crane, Robin"),
        ("date:2024-02..2024-0", "Wren, Heron, Finch, Robin"),
        ("date:soon", ""),
        ("has:authors", "Wren, Heron, Stork"),
        ("has:tags", "Wren, Heron, Finch, Field Guide"),
        ("has:date", "Wren, Heron, Crane"),
        ("has:year", "Wren, Heron, Stork, Finch, Crane, Robin"),
        ("is:resource", "Field Guide"),
        ("-is:paper", "Field Guide"),
        ("is:paper author:a", "Wren, Heron"),
        ("venue:arxiv", "Crane, Robin"),
    ],
)
def test_finds(birds: Corpus, query: str, found: str) -> None:
    assert names(birds, search(parse(query), birds).positions) == found


def test_the_kind_of_an_entry_is_no_mark() -> None:
    assert not parse("is:paper -is:resource").asks_for_marks


@pytest.mark.parametrize("query", ["is:p", "is:res", "is:paper,r"])
def test_half_a_kind_filters_nothing_that_it_may_become(birds: Corpus, query: str) -> None:
    assert set(search(parse(query), birds).positions) >= set(range(6))


def test_marks_matches_in_authors_and_tags(birds: Corpus) -> None:
    spans = highlights(parse("ecrivain tag:so"), birds.papers[0], birds.acronyms)
    assert spans.authors == {1: ((3, 11),)}
    assert spans.tags == {0: ((0, 2),)}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("au", "author:"),
        ("ta", "tag:"),
        ("da", "date:"),
        ("author:bo", 'author:Bo" Écrivain"'),
        ("author:a.", 'author:A." Author"'),
        ("tag:s", "tag:song"),
        ("year:20", "year:2024"),
        ("date:2024-05-", "date:2024-05-17"),
        ("is:res", "is:resource"),
        ("has:au", "has:authors"),
    ],
)
def test_offers(birds: Corpus, typed: str, offered: str) -> None:
    completed = Completer(birds).complete(typed)
    assert completed is not None
    assert completed == offered or offered.startswith(completed)


def test_offers_orders_and_groupings_of_the_fields_there_are(birds: Corpus) -> None:
    assert orders(birds) == ("digest", "relevance", "title", "venue", "year", "date")
    assert groupings(birds) == ("topic", "author", "tag", "venue", "year", "status", "none")
    plain = Corpus(
        Library.of([Digest("Plain", "plain.md", children=(entry("Wren"), entry("Heron")))])
    )
    assert orders(plain) == ("digest", "relevance", "title")
    assert groupings(plain) == ("topic", "status", "none")
    years = (entry("Wren", year=2024), entry("Heron", year=2025))
    assert orders(Corpus(Library.of([Digest("Years", "y.md", children=years)])))[3:] == ("year",)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("year", "Finch, Wren, Heron, Crane, Robin, Stork, Field Guide"),
        ("date", "Finch, Wren, Heron, Robin, Crane, Stork, Field Guide"),
    ],
)
def test_orders(birds: Corpus, order: Order, expected: str) -> None:
    assert names(birds, ordered(reversed(range(7)), birds, None, order)) == expected


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        (
            "author",
            [
                ("Bo Écrivain", "Wren, Stork"),
                ("A. Author", "Heron"),
                ("Ann Author", "Wren"),
                ("Unknown author", "Finch, Crane, Robin, Field Guide"),
            ],
        ),
        (
            "tag",
            [
                ("song", "Wren, Finch, Field Guide"),
                ("UK", "Wren"),
                ("wading", "Heron"),
                ("No tags", "Stork, Crane, Robin"),
            ],
        ),
        (
            "year",
            [
                ("2026", "Finch"),
                ("2024", "Wren, Heron, Crane, Robin"),
                ("2023", "Stork"),
                ("Unknown year", "Field Guide"),
            ],
        ),
    ],
)
def test_groups(birds: Corpus, grouping: Grouping, expected: list[tuple[str, str]]) -> None:
    made = groups(birds, range(7), grouping)
    assert [(group.title, names(birds, list(group.positions))) for group in made] == expected
