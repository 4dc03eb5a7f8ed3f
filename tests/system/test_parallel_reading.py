"""Reading in pieces, in several processes and from kept pieces gives what reading at once gives."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.reading.document import Document, parse
from nsdi_tui.digest.reading.kept_pieces import KeptPieces
from nsdi_tui.digest.sources.files import Source
from nsdi_tui.system import parallel_reading
from nsdi_tui.system.parallel_reading import parse_in_parallel, read_documents, read_pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.reading.pieces import ReadPiece

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.md"))
TEXTS = [path.read_text(encoding="utf-8", errors="replace") for path in FIXTURES]
# Short documents have several pieces.
pytestmark = pytest.mark.usefixtures("small_pieces")
NEW_ENTRY = "\n- [How Terns Find Their Way](https://arxiv.org/abs/2401.01234) ICML 2024\n"


def list_of(sections: int) -> str:
    """Return a list of birds in which each section is a piece."""
    entries = "\n".join(
        f"- [A Study of Bird {number}](https://arxiv.org/abs/2401.{number:05}) "
        f"(*Ann Author, Bob Writer*), ICML 2024 [[code](https://github.com/birds/b{number})]"
        for number in range(10)
    )
    parts = [
        f"## Birds of Region {number}\n\nWhat lives there.\n\n{entries}\n"
        for number in range(sections)
    ]
    return "# Birds\n\n" + "\n".join(parts)


joined_fixtures = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=40).map("\n\n".join)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(joined_fixtures, st.integers(0, 2))
def test_any_document_reads_alike_in_any_number_of_processes(text: str, workers: int) -> None:
    document = Document(text, "birds.md")
    read = list(read_pieces(document, workers))
    assert document.digest(read) == parse(text, "birds.md")


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(joined_fixtures, st.data())
def test_edited_document_reads_alike_with_kept_pieces(text: str, data: st.DataObject) -> None:
    kept = KeptPieces()
    parse_in_parallel(text, kept=kept)
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines)))
    edited = "\n".join(
        [*lines[:at], data.draw(st.sampled_from(["", NEW_ENTRY, "## Gulls", "- x"])), *lines[at:]]
    )
    assert parse_in_parallel(edited, kept=kept) == parse(edited)


def test_pieces_arrive_in_order_and_more_of_the_digest_with_each() -> None:
    document = Document(list_of(8))
    read = []
    counts = []
    for piece in read_pieces(document, 1):
        read.append(piece)
        counts.append(len(document.digest(read).papers))
    assert len(counts) > 3
    assert counts == sorted(set(counts))
    assert counts[-1] == 8 * 10


def test_only_edited_pieces_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = list_of(8)
    kept = KeptPieces()
    parse_in_parallel(text, kept=kept)
    read_again = []
    read = Document.read

    def note(document: Document, number: int) -> ReadPiece:
        read_again.append(number)
        return read(document, number)

    monkeypatch.setattr(Document, "read", note)
    edited = text.replace("## Birds of Region 3\n", f"## Birds of Region 3\n{NEW_ENTRY}")
    digest = parse_in_parallel(edited, kept=kept)
    assert len(read_again) == 1
    assert len(digest.papers) == 8 * 10 + 1
    monkeypatch.undo()
    assert digest == parse(edited)


def test_new_definition_reads_everything_again() -> None:
    text = list_of(8).replace("What lives there.", "What [lives][terns] there.")
    kept = KeptPieces()
    parse_in_parallel(text, kept=kept)
    edited = f"{text}\n[terns]: https://example.org/terns\n"
    assert parse_in_parallel(edited, kept=kept) == parse(edited)


def test_kept_pieces_are_limited() -> None:
    kept = KeptPieces(limit=3)
    text = list_of(8)
    parse_in_parallel(text, kept=kept)
    assert len(kept.find(Document(text))) == 3


@pytest.fixture
def workers_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], None]:
    """Let the other processes do something before they read their n-th piece."""

    def install(act: Callable[[int], None]) -> None:
        parent = os.getpid()
        read = Document.read
        count = 0

        def read_or_act(document: Document, number: int) -> ReadPiece:
            nonlocal count
            if os.getpid() != parent:
                act(count)
                count += 1
            return read(document, number)

        monkeypatch.setattr(Document, "read", read_or_act)

    return install


@pytest.mark.skipif(not parallel_reading._can_fork(), reason="needs forked processes")
@pytest.mark.parametrize("pieces_before", [0, 2])
def test_worker_that_is_killed_is_not_missed(
    workers_that: Callable[[Callable[[int], None]], None], pieces_before: int
) -> None:
    def die(count: int) -> None:
        if count == pieces_before:
            os.kill(os.getpid(), signal.SIGKILL)

    workers_that(die)
    document = Document(list_of(8))
    assert document.digest(list(read_pieces(document, 2))) == parse(list_of(8))


@pytest.mark.skipif(not parallel_reading._can_fork(), reason="needs forked processes")
def test_worker_that_hangs_is_given_up(
    workers_that: Callable[[Callable[[int], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_reading, "_PATIENCE", 0.2)
    workers_that(lambda _: os.kill(os.getpid(), signal.SIGSTOP))
    document = Document(list_of(8))
    assert document.digest(list(read_pieces(document, 1))) == parse(list_of(8))


def test_spawned_workers_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_reading, "_can_fork", lambda: False)
    document = Document(list_of(4))
    assert document.digest(list(read_pieces(document, 1))) == parse(list_of(4))


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_several_documents_are_read_as_they_are_alone(workers: int) -> None:
    texts = [f"# List {number}\n\n{list_of(number)}" for number in range(1, 9)]
    sources = [Source(f"{n}.md", text, Path(f"/l/{n}.md")) for n, text in enumerate(texts)]
    alone = [parse(text, f"{n}.md", f"/l/{n}.md") for n, text in enumerate(texts)]
    assert list(read_documents(sources, workers)) == alone


def test_no_documents_are_read_at_once() -> None:
    assert list(read_documents([])) == []


def test_closing_ends_the_workers() -> None:
    import multiprocessing

    pieces = read_pieces(Document(list_of(8)), 2)
    next(pieces)
    assert len(multiprocessing.active_children()) == 2
    pieces.close()
    assert not multiprocessing.active_children()
