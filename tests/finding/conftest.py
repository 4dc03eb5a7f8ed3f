from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Digest, Paper

FIXTURE = Path(__file__).parent.parent / "fixtures" / "queries.md"

CALLED = ("Orca", "Keel", "Drift", "Tail", "Pelican", "RAID", "CheckFS", "星辰", "Café", "Lynx")
"""What the tests call the papers of the fixture, in its order."""

MARKS = {
    "Orca": Status(starred=True, read=True),
    "Keel": Status(read=True, note="Compare with Orca's checkpoints"),
    "Drift": Status(new=True),
    "RAID": Status(starred=True, changed=True, note="lecture 3"),
    "Lynx": Status(selected=True),
}


@pytest.fixture(scope="session")
def reading_list() -> Digest:
    return parse(FIXTURE.read_text(encoding="utf-8"), FIXTURE.name)


@pytest.fixture(scope="session")
def corpus(reading_list: Digest) -> Corpus:
    return Corpus(Library.of([reading_list]))


@pytest.fixture(scope="session")
def status(reading_list: Digest) -> Callable[[Paper], Status]:
    """What a reader has marked in the fixture."""
    marks = {
        paper.key: MARKS.get(name, Status())
        for name, paper in zip(CALLED, reading_list.papers, strict=True)
    }
    return lambda paper: marks[paper.key]


@pytest.fixture(scope="session")
def names() -> Callable[[list[int]], str]:
    """Name the papers at these positions: `Orca Keel`."""
    return lambda positions: " ".join(CALLED[position] for position in positions)
