"""Reading in another process: what arrives is what reading here gives, whatever happens to it."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.opening import Opening, open_digests
from nsdi_tui.digest.reading.document import Document, parse
from nsdi_tui.digest.reading.kept_pieces import keys_of_pieces
from nsdi_tui.resources import bundled_digest
from nsdi_tui.system.background_reading import BackgroundReader, in_process, in_thread
from nsdi_tui.system.channel import Channel
from nsdi_tui.system.digest_cache import DigestCache
from nsdi_tui.system.growing_digest import DigestReceiver, DigestSender
from nsdi_tui.system.piece_cache import PieceCache, store_piece
from nsdi_tui.system.reading_process import serve
from tests.waiting import HANG, wait_until

if TYPE_CHECKING:
    import pytest

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.pieces import ReadPiece

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.md"))
TEXTS = [path.read_text(encoding="utf-8", errors="replace") for path in FIXTURES]


def read_all(opening: Opening, reader: BackgroundReader) -> tuple[Digest, ...]:
    reader.read()
    assert reader.wait(HANG), "it was never read"
    reader.close()
    return opening.result().digests


def expected() -> tuple[Digest, ...]:
    return open_digests([str(bundled_digest())]).digests


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=30).map("\n\n".join))
def test_a_digest_that_grows_arrives_the_same(text: str) -> None:
    document = Document(text)
    sender, receiver = DigestSender(), DigestReceiver()
    read: list[ReadPiece] = []
    for number in range(len(document.pieces)):
        read.append(document.read(number))
        digest = document.digest(read)
        arrived = [receiver.take(message) for message in sender.messages(digest)]
        assert arrived[-1] == digest
    if not document.pieces:
        assert [receiver.take(m) for m in sender.messages(parse(text))][-1] == parse(text)


def test_papers_that_arrived_before_are_not_sent_again() -> None:
    digest = expected()[0]
    sender, receiver = DigestSender(), DigestReceiver()
    first = [receiver.take(message) for message in sender.messages(digest)][-1]
    messages = list(sender.messages(digest))
    assert len(messages) == 1
    again = receiver.take(messages[0])
    assert first is not None
    assert again is not None
    assert all(a is b for a, b in zip(first.papers, again.papers, strict=True))


def test_a_process_reads_and_writes_the_cache() -> None:
    path = bundled_digest()
    cache = DigestCache()
    opening = Opening([str(path)], cache=cache)
    assert len(opening.unread) == 1
    assert read_all(opening, BackgroundReader(opening, cache, in_process)) == expected()
    wait_until(lambda: DigestCache().find(path) is not None, "it was never kept")
    assert not Opening([str(path)], cache=DigestCache()).unread


def test_all_pieces_are_kept_when_the_app_is_closed_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "birds.md"
    entry = "* Owl {0}: A Study of Region {1} \\[[Paper](https://x.example/{1}/{0})]\n"
    path.write_text(
        "# Birds\n"
        + "".join(
            f"\n## Region {region}\n\n" + "".join(entry.format(n, region) for n in range(300))
            for region in range(6)
        )
    )
    opening = Opening([str(path)])
    is_closed = Event()

    def store_when_closed(place: Path, first_line: int, read: ReadPiece) -> None:
        assert is_closed.wait(HANG)
        store_piece(place, first_line, read)

    monkeypatch.setattr("nsdi_tui.system.piece_cache.store_piece", store_when_closed)
    read_all(opening, BackgroundReader(opening, start=in_thread))
    is_closed.set()
    keys = keys_of_pieces(Document(path.read_text()))
    assert len(keys) > 1
    wait_until(
        lambda: all(PieceCache().look_up(key) for key in keys), "some pieces were never kept"
    )


def test_what_a_process_that_dies_has_not_read_is_read_here() -> None:
    def start() -> Channel:
        here, there = Channel.pair()

        def die() -> None:
            there.receive()
            there.close()

        Thread(target=die, daemon=True).start()
        return here

    opening = Opening([str(bundled_digest())])
    assert read_all(opening, BackgroundReader(opening, start=start)) == expected()


def test_without_another_process_it_is_read_here() -> None:
    def start() -> Channel:
        raise OSError("no more processes")

    opening = Opening([str(bundled_digest())])
    assert read_all(opening, BackgroundReader(opening, start=start)) == expected()


def test_after_a_stop_only_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = "- [A Study of Bird {0}](https://arxiv.org/abs/2401.{0:05}) (*Ann Author*), ICML 2024\n"
    sections = ("".join(entry.format(n) for n in range(k * 300, k * 300 + 300)) for k in range(4))
    path = tmp_path / "birds.md"
    path.write_text("# Birds\n\n" + "\n".join(f"## Region\n\n{each}" for each in sections))
    opening = Opening([str(path)])
    ends: list[Channel] = []

    def start() -> Channel:
        here, there = Channel.pair()
        ends.append(there)
        Thread(target=serve, args=(there,), daemon=True).start()
        return here

    reader = BackgroundReader(opening, start=start)
    read = Document.read
    numbers: list[int] = []

    def note(document: Document, number: int) -> ReadPiece:
        numbers.append(number)
        if len(numbers) == 2:
            reader.stop()
            # The other thread looks for messages after each piece.
            wait_until(ends[-1].has_input)
        return read(document, number)

    monkeypatch.setattr(Document, "read", note)
    reader.read()
    wait_until(lambda: len(numbers) == 2 and reader.progress is None, "it was never stopped")
    assert [unread.number for unread in opening.unread] == [0]
    digests = read_all(opening, reader)
    monkeypatch.undo()
    assert digests == open_digests([str(path)]).digests
    assert len(numbers) == len(Document(path.read_text()).pieces)


def test_a_file_that_is_gone_is_reported_and_the_old_digest_stays(tmp_path: Path) -> None:
    path = tmp_path / "birds.md"
    path.write_text("# Birds\n\n* Owls: Seeing at Night \\[[Paper](https://x.example/owls)]\n")
    opening = Opening.of(open_digests([str(path)]).digests)
    path.unlink()
    opening.read_again(0)
    digests = read_all(opening, BackgroundReader(opening))
    assert digests[0].title == "Birds"
    (notice,) = opening.slot(0).all_notices
    assert "no such file or folder; showing the previous version" in notice
