"""The query language in a few rows, for the help and the empty filter box."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """An example and what it does."""

    example: str
    meaning: str


ROWS = (
    Row("moe training", "papers that have both, in any field"),
    Row('"tail batching"', "exact phrase"),
    Row("-serving  !serving", "without the word"),
    Row("train|serve", "one or the other"),
    Row("=RL", "whole word"),
    Row("~schedulr", "typos allowed"),
    Row(
        "org:mit,cmu",
        "one field: title name author org topic summary tag venue year date added link note arxiv",
    ),
    Row("year:2024..2026", "a range of years; also year:2024, >=2024"),
    Row("date:2024-05..2024-08", "a range of dates; also date:2024-05, ..2024"),
    Row("added:<30d", "added to the list in 30 days (in git); also added:2026-10.."),
    Row("has:arxiv", "has such a link; also has:authors, has:tags, has:summary, has:note"),
    Row("is:starred", "starred read unread new changed selected paper resource"),
    Row("moe", "acronyms match their expansions and vice versa"),
)
