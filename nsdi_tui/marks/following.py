"""Recognizing a marked paper whose keys have all changed in an edited digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.identity import is_distinctive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.records import Record

SIMILARITY = 90
"""Least similarity, of 100, of two titles of which one may be a correction of the other."""

_NUMBERS = re.compile(r"\d+")
_MOST_PAIRS = 250_000


def follow(missing: Sequence[Record], papers: Sequence[Paper]) -> list[tuple[Record, Paper]]:
    """Pair records of papers that left a digest with papers that came to it at the same time.

    A pair has the same title (so an id or address was corrected), or nearly the same distinctive
    title with the same numbers (so the title was corrected). Where a record or a paper could
    belong to two pairs, it belongs to none.
    """
    if len(missing) * len(papers) > _MOST_PAIRS:
        return []
    pairs = [
        (record, paper) for record in missing for paper in papers if _is_correction(record, paper)
    ]
    return [
        (record, paper)
        for record, paper in pairs
        if sum(other is record for other, _ in pairs) == 1
        and sum(other is paper for _, other in pairs) == 1
    ]


def _is_correction(record: Record, paper: Paper) -> bool:
    new = paper.keys[-1].removeprefix("title:")
    titles = _titles(record.keys)
    if new in titles:
        return True
    # With an id or address that changed as well, nothing connects the two.
    if not is_distinctive(new) or _has_identifier(record.keys) or _has_identifier(paper.keys):
        return False
    from rapidfuzz import fuzz

    return any(
        _NUMBERS.findall(old) == _NUMBERS.findall(new) and fuzz.ratio(old, new) >= SIMILARITY
        for old in titles
        if is_distinctive(old)
    )


def _titles(keys: Iterable[str]) -> list[str]:
    return [key.removeprefix("title:") for key in keys if key.startswith("title:")]


def _has_identifier(keys: Iterable[str]) -> bool:
    return any(not key.startswith("title:") for key in keys)
