"""A query typed letter by letter, in the search alone, beside a plain scan of all papers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, percentile, print_table, progress, ratio
from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.folding import fold
from nsdi_tui.finding.query import parse as parse_query
from nsdi_tui.finding.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.workspace import Workspace
    from nsdi_tui.digest.model import Paper
    from nsdi_tui.finding.query import Query

QUERY = "moe training stanford"
ROUNDS = 10


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    rows = []
    for size in sizes:
        progress(f"search: {size:,} papers, parsing")
        digest = parse(workspace.text(size))
        begun = time.perf_counter()
        corpus = Corpus(Library.of([digest]))
        corpus.prepare(float("inf"))
        folding = time.perf_counter() - begun
        texts = [fold(_text(paper)) for paper in digest.papers]
        own: list[float] = []
        scans: list[float] = []
        found = 0
        for turn in range(ROUNDS):
            progress(f"search: {size:,} papers, round {turn + 1} of {ROUNDS}")
            times, found = _type(corpus)
            own += times
            scans += _scan(texts)
        rows.append(
            [
                f"{size:,}",
                milliseconds(folding),
                milliseconds(median(own)),
                milliseconds(percentile(own, 0.99)),
                milliseconds(median(scans)),
                milliseconds(percentile(scans, 0.99)),
                ratio(median(own), median(scans)),
                f"{found:,}",
            ]
        )
    print_table(
        f"Search alone: a key of `{QUERY}`, {ROUNDS} rounds in turns with a plain scan",
        ["papers", "fold all ms", "ms a key", "99th", "scan ms", "99th", "x scan", "found"],
        rows,
        "A longer query searches what the shorter one left, as in the app. The scan looks for\n"
        "  each word in the folded text of every paper, at every key.",
    )


def _type(corpus: Corpus) -> tuple[list[float], int]:
    times = []
    kept: list[tuple[Query, list[int]]] = []
    for end in range(1, len(QUERY) + 1):
        begun = time.perf_counter()
        query = parse_query(QUERY[:end])
        while kept and not query.refines(kept[-1][0]):
            kept.pop()
        within = kept[-1][1] if kept else None
        kept.append((query, search(query, corpus, within).positions))
        times.append(time.perf_counter() - begun)
    return times, len(kept[-1][1])


def _scan(texts: Sequence[str]) -> list[float]:
    times = []
    for end in range(1, len(QUERY) + 1):
        begun = time.perf_counter()
        words = QUERY[:end].split()
        [position for position, text in enumerate(texts) if all(word in text for word in words)]
        times.append(time.perf_counter() - begun)
    return times


def _text(paper: Paper) -> str:
    bullets = (bullet.text for bullet in paper.summary)
    return "\n".join([paper.title, *paper.organizations, *paper.topics, *bullets])
