"""Digests kept as they were parsed: found again unless anything has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nsdi_tui.digest.parsing import parse
from nsdi_tui.resources import bundled_digest
from nsdi_tui.system import parsed

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.md"))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NSDI_TUI_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "digest.md"
    path.write_bytes(bundled_digest().read_bytes())
    return path


def kept_files(environ: dict[str, str]) -> list[Path]:
    return sorted((Path(environ["NSDI_TUI_CACHE"]) / "parsed").iterdir())


@pytest.mark.parametrize("path", [bundled_digest(), *FIXTURES], ids=lambda path: path.stem)
def test_a_kept_digest_is_the_same(path: Path, environ: dict[str, str]) -> None:
    digest = parse(path.read_text(encoding="utf-8"), path.name, str(path))
    parsed.store(parsed.locate(path, environ), digest, ("one notice",))
    assert parsed.load(parsed.locate(path, environ)) == (digest, ("one notice",))


def test_more_papers_than_a_chunk_holds(file: Path, environ: dict[str, str]) -> None:
    digest = parse(file.read_text(encoding="utf-8"))
    children = digest.children * (parsed._CHUNK // 10)
    for many in (replace(digest, children=children), replace(digest, children=digest.papers * 20)):
        parsed.store(parsed.locate(file, environ), many, ())
        assert parsed.load(parsed.locate(file, environ)) == (many, ())


def test_nothing_is_kept_of_an_edited_file(file: Path, environ: dict[str, str]) -> None:
    parsed.store(parsed.locate(file, environ), parse(file.read_text(encoding="utf-8")), ())
    file.write_text(file.read_text(encoding="utf-8").replace("SYMI", "SYMY"), encoding="utf-8")
    assert parsed.load(parsed.locate(file, environ)) is None


def test_nothing_is_kept_after_the_parser_has_changed(
    file: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed.store(parsed.locate(file, environ), parse(file.read_text(encoding="utf-8")), ())
    monkeypatch.setattr(parsed, "_parser_state", lambda: 1)
    assert parsed.load(parsed.locate(file, environ)) is None


def test_a_damaged_file_is_as_good_as_none(file: Path, environ: dict[str, str]) -> None:
    parsed.store(parsed.locate(file, environ), parse(file.read_text(encoding="utf-8")), ())
    kept = kept_files(environ)[0]
    whole = kept.read_bytes()
    for damaged in (b"", whole[:5], whole[:-1], whole[:3000], b"\0" * len(whole), whole[::-1]):
        kept.write_bytes(damaged)
        assert parsed.load(parsed.locate(file, environ)) is None
    kept.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert parsed.load(parsed.locate(file, environ)) is None


def test_the_oldest_make_room(
    file: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(parsed, "KEPT_FILES", 3)
    digest = parse(file.read_text(encoding="utf-8"))
    for number in range(5):
        file.write_text(f"# {number}\n", encoding="utf-8")
        parsed.store(parsed.locate(file, environ), digest, ())
        for age, kept in enumerate(kept_files(environ)):
            os.utime(kept, (number * 10 + age, number * 10 + age))
    assert len(kept_files(environ)) == 3
    assert parsed.load(parsed.locate(file, environ)) is not None


def test_a_folder_that_cannot_be_written_is_no_harm(file: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    environ = {"NSDI_TUI_CACHE": str(tmp_path / "cache")}
    parsed.store(parsed.locate(file, environ), parse(file.read_text(encoding="utf-8")), ())
    assert parsed.load(parsed.locate(file, environ)) is None


def test_a_digest_edited_while_the_app_was_open_is_not_kept_as_it_was(
    file: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nsdi_tui.tasks import _Kept

    monkeypatch.setenv("NSDI_TUI_CACHE", environ["NSDI_TUI_CACHE"])
    kept = _Kept()
    assert kept.find(file) is None
    kept.add(file, parse(file.read_text(encoding="utf-8")), ())
    file.write_text("# Another\n", encoding="utf-8")
    kept.store()
    assert _Kept().find(file) is None
