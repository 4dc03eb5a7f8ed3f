"""Pieces of documents in the cache: an edit costs only what it changed, and no file is trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.reading.document import Document, parse
from nsdi_tui.digest.reading.kept_pieces import keys_of_pieces
from nsdi_tui.system import piece_cache
from nsdi_tui.system.parallel_reading import parse_in_parallel
from nsdi_tui.system.piece_cache import PieceCache, load_piece, store_piece
from nsdi_tui.system.record_codec import Codec
from tests.system.record_chunks import chunks_of, write_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.reading.pieces import ReadPiece

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.md"))
# Each region is a piece.
pytestmark = pytest.mark.usefixtures("small_pieces")
REGIONS = 6
NEW_ENTRY = "* Ternwright: An Added Paper \\[[Paper](https://example.org/added)]\n"


def list_of(regions: int, papers: int = 10) -> str:
    return "# Birds\n\nSee [lives][gulls].\n\n" + "\n".join(
        f"## Birds of Region {region}\n\n"
        + "".join(
            f"* Owl {region}-{n}: Seeing at Night in Region {region} \\[[Paper]"
            f"(https://example.org/{region}/{n})] (A. Owl & B. Heron, University of Birds)\n"
            for n in range(papers)
        )
        for region in range(regions)
    )


TEXT = list_of(REGIONS)
EDITED = TEXT.replace("## Birds of Region 3\n\n", f"## Birds of Region 3\n\n{NEW_ENTRY}")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NSDI_TUI_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def stored(environ: dict[str, str]) -> list[Path]:
    """The files of the pieces of `TEXT`."""
    keep(PieceCache(environ), TEXT)
    return piece_files(environ)


def keep(cache: PieceCache, text: str) -> None:
    document = Document(text)
    cache.add(document, [document.read(number) for number in range(len(document.pieces))])
    cache.write_later(document)
    cache.store()


def piece_files(environ: dict[str, str]) -> list[Path]:
    folder = Path(environ["NSDI_TUI_CACHE"]) / "pieces"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pieces that were read by the reader."""
    numbers: list[int] = []
    read = Document.read

    def note(document: Document, number: int) -> ReadPiece:
        numbers.append(number)
        return read(document, number)

    monkeypatch.setattr(Document, "read", note)
    monkeypatch.setattr("nsdi_tui.system.parallel_reading._worker_count", lambda size: 0)
    return numbers


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_cached_piece_is_the_same(path: Path, tmp_path: Path) -> None:
    document = Document(path.read_text(encoding="utf-8"))
    place = tmp_path / "one.piece"
    for number, piece in enumerate(document.pieces):
        read = document.read(number)
        store_piece(place, piece.first_line, read)
        assert load_piece(place, Codec()) == (piece.first_line, read)


def test_only_edited_pieces_are_read_when_the_program_is_started_again(
    stored: list[Path], environ: dict[str, str], read_again: list[int]
) -> None:
    assert len(stored) == len(Document(TEXT).pieces) > 3
    digest = parse_in_parallel(EDITED, kept=PieceCache(environ))
    assert len(read_again) == 1
    assert digest == parse(EDITED)


def test_a_changed_definition_reads_everything(
    stored: list[Path], environ: dict[str, str], read_again: list[int]
) -> None:
    edited = f"{TEXT}\n[gulls]: https://example.org/gulls\n"
    digest = parse_in_parallel(edited, kept=PieceCache(environ))
    assert len(read_again) == len(Document(edited).pieces)
    assert digest == parse(edited)


def test_a_changed_reader_reads_everything(
    stored: list[Path],
    environ: dict[str, str],
    read_again: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(piece_cache, "reading_fingerprint", lambda: 1)
    parse_in_parallel(TEXT, kept=PieceCache(environ))
    assert len(read_again) == len(stored)


def test_pieces_are_not_written_after_the_reader_has_changed(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = PieceCache(environ)
    monkeypatch.setattr(piece_cache, "reading_fingerprint", lambda: 1)
    keep(cache, TEXT)
    assert piece_files(environ) == []


def test_a_document_of_one_piece_is_not_written(environ: dict[str, str]) -> None:
    keep(PieceCache(environ), list_of(1, 3))
    assert piece_files(environ) == []


def test_an_edit_writes_one_more_piece(stored: list[Path], environ: dict[str, str]) -> None:
    written = {path: path.stat().st_ino for path in stored}
    cache = PieceCache(environ)
    document = Document(EDITED)
    parse_in_parallel(EDITED, kept=cache)
    cache.write_later(document)
    cache.store()
    assert len(piece_files(environ)) == len(stored) + 1
    assert {path: path.stat().st_ino for path in stored} == written


def test_writing_that_is_interrupted_goes_on_later(environ: dict[str, str]) -> None:
    cache = PieceCache(environ)
    turns = iter([None, None])

    def interrupt() -> None:
        if next(turns, "end") == "end":
            raise InterruptedError

    document = Document(TEXT)
    parse_in_parallel(TEXT, kept=cache)
    cache.write_later(document)
    with pytest.raises(InterruptedError):
        cache.store(interrupt)
    assert len(piece_files(environ)) == 2
    cache.store()
    assert len(piece_files(environ)) == len(document.pieces)


# Files that the cache did not write


def test_a_damaged_file_is_read_again_and_replaced(
    stored: list[Path], environ: dict[str, str], read_again: list[int]
) -> None:
    whole = stored[0].read_bytes()
    for damaged in (b"", whole[:5], whole[:-1], whole[::-1], b"\xff\xff\xff\xff\0\0\0\0[]"):
        stored[0].write_bytes(damaged)
        cache = PieceCache(environ)
        read_again.clear()
        assert parse_in_parallel(TEXT, kept=cache) == parse(TEXT)
        cache.write_later(Document(TEXT))
        cache.store()
        assert stored[0].read_bytes() == whole
        read_again.clear()
        parse_in_parallel(TEXT, kept=PieceCache(environ))
        assert read_again == []


def test_a_pipe_in_the_cache_does_not_block(stored: list[Path], environ: dict[str, str]) -> None:
    stored[0].unlink()
    os.mkfifo(stored[0])
    assert parse_in_parallel(TEXT, kept=PieceCache(environ)) == parse(TEXT)


def rename_paper(chunks: list[Any], value: Any) -> None:
    chunks[1][0][0][0] = value


def rename_section(chunks: list[Any], value: Any) -> None:
    chunks[0][1][-1][1] = value


def change_level(chunks: list[Any], value: Any) -> None:
    chunks[0][1][-1][0] = value


def change_count(chunks: list[Any], value: Any) -> None:
    chunks[0][1][-1][6] = value


def change_role(chunks: list[Any], value: Any) -> None:
    chunks[0][1][-1][3] = value


def change_places(chunks: list[Any], value: Any) -> None:
    chunks[0][1][-1][8][0] = value


def change_first_line(chunks: list[Any], value: Any) -> None:
    chunks[0][0] = value


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[Callable[[list[Any], Any], None], Any], Any]:
    """Change the chunks of a cached piece, with right checksums, and load the result."""

    def plant(change: Callable[[list[Any], Any], None], value: Any) -> Any:
        place = tmp_path / "one.piece"
        document = Document(TEXT)
        store_piece(place, document.pieces[-1].first_line, document.read(len(document.pieces) - 1))
        chunks = chunks_of(place.read_bytes())
        change(chunks, value)
        write_file(place, *chunks)
        return load_piece(place, Codec())

    return plant


def test_the_way_that_planted_files_are_made_works(planted: Any) -> None:
    _, read = planted(rename_paper, "Herons")
    assert read.sections[-1].children[0].title == "Herons"


@pytest.mark.parametrize("change", [rename_paper, rename_section])
@pytest.mark.parametrize(
    "value", ["\x1b]52;c;ZXZpbA==\x07", "\x9b31m", "\u202eevil", "\ud800", 7, None, ["a"]], ids=repr
)
def test_a_planted_title_that_no_document_could_have_is_ignored(
    change: Any, value: Any, planted: Any
) -> None:
    assert planted(change, value) is None


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (change_level, "2"),
        (change_level, True),
        (change_count, -1),
        (change_count, 1),
        (change_count, 10_000),
        (change_role, "malware"),
        (change_places, [["malware", 1]]),
        (change_places, [["entries", "1"]]),
        (change_places, 7),
        (change_first_line, None),
    ],
)
def test_a_planted_value_that_does_not_fit_is_ignored(
    change: Any, value: Any, planted: Any
) -> None:
    assert planted(change, value) is None


def test_planted_topics_that_are_too_deep_are_ignored(planted: Any) -> None:
    def nest(chunks: list[Any], depth: int) -> None:
        del chunks[0][1][:-1]
        chunks[0][1][-1][6] = 1
        chunks[1:] = [[["Owls", 1, [], [], []], int(n > 0)] for n in range(depth)], []

    assert planted(nest, 3) is not None
    assert planted(nest, 400) is None


@pytest.mark.parametrize("head", [None, 7, {"a": 1}, [], [1, 2], [[]] * 12], ids=repr)
def test_a_planted_head_is_ignored(head: Any, planted: Any) -> None:
    def replace_head(chunks: list[Any], value: Any) -> None:
        chunks[0] = value

    assert planted(replace_head, head) is None


def test_the_folder_is_private(stored: list[Path]) -> None:
    for folder in (stored[0].parent, stored[0].parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert stored[0].stat().st_mode & 0o777 == 0o600


def test_the_oldest_are_removed_and_no_foreign_files(
    stored: list[Path], environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = stored[0].parent
    foreign = ["notes.md", "a.piece", f"{stored[0].name}.bak", f".{stored[0].name}"]
    for name in foreign:
        (folder / name).write_text("mine")
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    monkeypatch.setattr(piece_cache, "MOST_FILES", 2)
    other = TEXT.replace("Owl", "Tern")
    cache = PieceCache(environ)
    keep(cache, other)
    left = {path.name for path in piece_files(environ)}
    new = {cache.place_of(key).name for key in keys_of_pieces(Document(other))}
    assert left >= set(foreign)
    assert len(left - set(foreign)) == 2
    assert left - set(foreign) <= new


def test_pieces_in_use_are_not_the_oldest(
    stored: list[Path], environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in stored:
        os.utime(path, (0, 0))
    cache = PieceCache(environ)
    parse_in_parallel(EDITED, kept=cache)
    cache.write_later(Document(EDITED))
    cache.store()
    assert sum(path.stat().st_mtime > 0 for path in stored) == len(stored) - 1


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    environ = {"NSDI_TUI_CACHE": str(tmp_path / "cache")}
    keep(PieceCache(environ), TEXT)
    assert parse_in_parallel(TEXT, kept=PieceCache(environ)) == parse(TEXT)
