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
    Row('"tail batching"', "the words side by side"),
    Row("-serving  !serving", "without the word"),
    Row("train|serve", "one or the other"),
    Row("=RL", "the whole word"),
    Row("~schedulr", "with spelling errors"),
    Row("org:mit,cmu", "a field: title name org topic summary venue year link note arxiv"),
    Row("year:2024..2026", "years from and to; also >=2024"),
    Row("has:arxiv", "papers with such a link; also has:summary, has:note"),
    Row("is:starred", "marks: starred read unread new changed selected"),
    Row("moe", "an acronym also finds its expansion, and the other way round"),
)
