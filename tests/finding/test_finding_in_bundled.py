"""Finding in NSDI 2026, from within and through the command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse as parse_digest
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.query import parse
from nsdi_tui.finding.search import search

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

BUNDLED = Path(__file__).parents[2] / "assets" / "digest.md"


@pytest.fixture(scope="module")
def bundled() -> Corpus:
    return Corpus(Library.of([parse_digest(BUNDLED.read_text(encoding="utf-8"))]))


SAME = [
    ("moe", "mixture of experts"),
    ("moe", "mixture-of-experts"),
    ("moe", '"mixture of experts"'),
    ("moe", "experts of mixture"),
    ("moes", "MoE"),
    ("llm", "large language model"),
    ("=kv", "key-value"),
    ("=rl", "reinforcement learning"),
    ("=slo", '"service level objective"'),
]


@pytest.mark.parametrize(("short", "long"), SAME)
def test_an_acronym_and_its_expansion_find_the_same(bundled: Corpus, short: str, long: str) -> None:
    found = search(parse(short), bundled).positions
    assert found == search(parse(long), bundled).positions
    assert found


def test_an_acronym_finds_what_has_it_in_either_form(bundled: Corpus) -> None:
    """Counted in the papers' own strings, by a regular expression."""
    either = re.compile(r"moe|mixture.of.experts", re.IGNORECASE)
    expected = [
        position
        for position, paper in enumerate(bundled.papers)
        if either.search(
            "\n".join([paper.title, *paper.topics, *(bullet.text for bullet in paper.summary)])
        )
    ]
    assert search(parse("moe"), bundled).positions == expected


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 26), ("symi", 1), ("phantora", 1), ("llm foo", 0), ("year:2026", 26), ("year:2025", 0)],
)
def test_how_many(bundled: Corpus, query: str, count: int) -> None:
    assert len(search(parse(query), bundled).positions) == count


def test_the_command_finds_the_same_for_both(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    short, long = (nsdi_tui("-f", query, "-e", "links") for query in ("moe", "mixture of experts"))
    assert short.returncode == 0, short.stderr
    assert short.stdout == long.stdout
    assert "https://arxiv.org/abs/2504.19925" in short.stdout.split()
