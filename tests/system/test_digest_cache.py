"""Parsed digests in the cache: used unless anything has changed, and never trusted."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.resources import bundled_digest
from nsdi_tui.system import digest_cache, record_codec
from nsdi_tui.system.digest_cache import DigestCache, load, locate, reading_fingerprint, store
from nsdi_tui.system.record_files import CHUNK
from tests.system.record_chunks import chunks_of, write_file

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.md"))
ONE_PAPER = "# Birds\n\n* Owls: Seeing at Night \\[[Paper](https://x.example/owls)]\n"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NSDI_TUI_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "digest.md"
    path.write_bytes(bundled_digest().read_bytes())
    return path


@pytest.fixture
def cached(file: Path, environ: dict[str, str]) -> Path:
    """The cache file of `file`."""
    place = locate(file, environ)
    store(place, parse(file.read_text(encoding="utf-8")), ())
    return place


def cache_files(environ: dict[str, str]) -> list[Path]:
    return sorted((Path(environ["NSDI_TUI_CACHE"]) / "parsed").iterdir())


@pytest.mark.parametrize("path", [bundled_digest(), *FIXTURES], ids=lambda path: path.stem)
def test_a_cached_digest_is_the_same(path: Path, environ: dict[str, str]) -> None:
    digest = parse(path.read_text(encoding="utf-8"), path.name)
    store(locate(path, environ), digest, ("one notice",))
    assert load(locate(path, environ)) == (digest, ("one notice",))


def test_every_field_of_the_model_is_cached(file: Path, environ: dict[str, str]) -> None:
    """Fields that no reader fills yet are cached as well: the format follows the model."""
    digest = parse(ONE_PAPER)
    paper = replace(
        digest.papers[0],
        authors=("A. Owl", "B. Heron et al."),
        year=2024,
        date="2024-05-17",
        tags=("night",),
        kind="resource",
    )
    filled = replace(digest, children=(paper,))
    store(locate(file, environ), filled, ())
    loaded = load(locate(file, environ))
    assert loaded is not None
    assert loaded[0] == filled


def test_short_texts_that_repeat_take_memory_once(cached: Path) -> None:
    loaded = load(cached)
    assert loaded is not None
    papers = loaded[0].papers
    links = [link for paper in papers for link in paper.links]
    assert len({id(link.kind) for link in links}) == len({link.kind for link in links})
    assert len({id(link.label) for link in links}) == len({link.label for link in links})
    topics = [paper.topics for paper in papers]
    assert len(set(map(id, topics))) == len(set(topics)) < len(topics)


@pytest.mark.parametrize("most", [1, 2, 50])
def test_texts_are_forgotten_and_still_right(
    file: Path, cached: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(record_codec, "_MOST_SHARED", most)
    assert load(cached) == (parse(file.read_text(encoding="utf-8")), ())


def test_more_papers_than_a_chunk_has(file: Path, environ: dict[str, str]) -> None:
    digest = parse(file.read_text(encoding="utf-8"))
    children = digest.children * (CHUNK // 10)
    for many in (replace(digest, children=children), replace(digest, children=digest.papers * 20)):
        store(locate(file, environ), many, ())
        assert load(locate(file, environ)) == (many, ())


def test_topics_of_any_depth(file: Path, environ: dict[str, str]) -> None:
    digest = parse("# Birds\n\n## Owls\n\n* Snowy Owls \\[[Paper](https://x.example/a)]\n")
    topic = next(child for child in digest.children if not hasattr(child, "keys"))
    for _ in range(2_000):
        topic = replace(topic, children=(topic,))
    deep = replace(digest, children=(topic,))
    store(locate(file, environ), deep, ())
    loaded = load(locate(file, environ))
    assert loaded is not None
    assert loaded[0].papers == deep.papers


def test_an_edited_file_is_not_cached(file: Path, cached: Path, environ: dict[str, str]) -> None:
    assert load(locate(file, environ)) is not None
    file.write_text(file.read_text(encoding="utf-8").replace("SYMI", "SYMY"), encoding="utf-8")
    assert load(locate(file, environ)) is None


def test_an_edit_while_the_app_is_open_is_not_cached(file: Path, environ: dict[str, str]) -> None:
    cache = DigestCache(environ)
    assert cache.find(file) is None
    cache.add(file, parse(file.read_text(encoding="utf-8")), ())
    file.write_text("# Another\n", encoding="utf-8")
    cache.store()
    assert DigestCache(environ).find(file) is None


# What a digest is read into depends on these files


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a subpackage, as `nsdi_tui.digest` has them."""
    package = tmp_path / "digest"
    for name in ("model.py", "reading/rules/links.py", "__pycache__/model.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("# code\n")
    return package


@pytest.mark.parametrize("name", ["model.py", "reading/rules/links.py"])
def test_a_changed_module_changes_the_fingerprint(name: str, package: Path) -> None:
    before = reading_fingerprint(package)
    assert reading_fingerprint(package) == before
    status = (package / name).stat()
    os.utime(package / name, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    assert reading_fingerprint(package) != before


def test_a_new_module_in_a_subpackage_changes_the_fingerprint(package: Path) -> None:
    before = reading_fingerprint(package)
    (package / "reading" / "rules" / "tables.py").write_text("")
    assert reading_fingerprint(package) != before


def test_compiled_files_do_not_change_the_fingerprint(package: Path) -> None:
    before = reading_fingerprint(package)
    (package / "__pycache__" / "links.pyc").write_text("")
    assert reading_fingerprint(package) == before


def test_the_fingerprint_covers_every_module_that_reading_imports() -> None:
    import mistune

    import nsdi_tui.digest

    root = Path(nsdi_tui.digest.__file__).parent
    facts = "\n".join(digest_cache._file_facts(root))
    assert [path for path in root.rglob("*.py") if f"{path} " not in facts] == []
    facts = "\n".join(digest_cache._file_facts(Path(mistune.__file__).parent))
    assert f"{mistune.__file__} " in facts
    assert "mistune" in digest_cache.READING_PACKAGES


def test_an_upgraded_package_changes_the_fingerprint(
    package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "site" / "birdmark"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('__version__ = "1.0"\n')
    monkeypatch.syspath_prepend(str(other.parent))
    monkeypatch.setattr(digest_cache, "READING_PACKAGES", ("birdmark", "no_such_package"))
    before = reading_fingerprint(package)
    (other / "__init__.py").write_text('__version__ = "1.0.1"\n')
    assert reading_fingerprint(package) != before


# Files that the cache did not write


def test_a_damaged_file_is_ignored(file: Path, cached: Path, environ: dict[str, str]) -> None:
    whole = cached.read_bytes()
    for damaged in (b"", whole[:5], whole[:-1], whole[:3000], b"\0" * len(whole), whole[::-1]):
        cached.write_bytes(damaged)
        assert load(cached) is None
    cached.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert load(cached) is None


@pytest.fixture
def planted(file: Path, environ: dict[str, str]) -> Callable[[Callable[[list[Any]], None]], Any]:
    """Change the chunks of a cached paper, with right checksums, and load the result."""

    def plant(change: Callable[[list[Any]], None]) -> Any:
        place = locate(file, environ)
        store(place, parse(ONE_PAPER), ())
        chunks = chunks_of(place.read_bytes())
        change(chunks)
        write_file(place, *chunks)
        return load(place)

    return plant


def test_the_way_that_planted_files_are_made_works(planted: Any) -> None:
    def rename(chunks: list[Any]) -> None:
        chunks[1][0][0][0] = "Herons"

    assert planted(rename)[0].papers[0].title == "Herons"


@pytest.mark.parametrize(
    "value",
    [
        "\x1b]52;c;ZXZpbA==\x07",
        "\x9b31m",
        "\u202eevil",
        "zero\u200bwidth",
        "tab\tbed",
        "\ud800",
        7,
        None,
        ["a"],
        {"a": 1},
    ],
    ids=repr,
)
def test_a_planted_title_that_no_digest_could_have_is_ignored(value: Any, planted: Any) -> None:
    def change(chunks: list[Any]) -> None:
        chunks[1][0][0][0] = value

    assert planted(change) is None


@pytest.mark.parametrize(
    ("position", "value"),
    [
        ("links", [["Paper", "malware", "https://x.example"]]),
        ("links", [["Paper", "paper"]]),
        ("links", {"a": 1}),
        ("line", "3"),
        ("line", True),
        ("topics", "Owls"),
        ("topics", [1]),
        ("summary", [["text", 0, [], "unknown kind"]]),
        ("year", "2024"),
        ("kind", "poster"),
    ],
)
def test_a_planted_field_of_another_type_is_ignored(
    position: str, value: Any, planted: Any
) -> None:
    from dataclasses import fields

    from nsdi_tui.digest.model import Paper

    def change(chunks: list[Any]) -> None:
        chunks[1][0][0][[field.name for field in fields(Paper)].index(position)] = value

    assert planted(change) is None


@pytest.mark.parametrize(
    "chunk",
    [
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":1}',
        b"null",
        b"[[],[],99999999999]",
        b"[[[[]]],[],1]",
        b"[1,2,3,4]",
        b"7",
        b"\xff\xfe",
        b'["\x1b"]',
    ],
    ids=["deep", "object", "null", "count", "nested", "four", "number", "binary", "raw escape"],
)
def test_a_planted_head_is_ignored(chunk: bytes, cached: Path) -> None:
    write_file(cached, chunk, b"[]")
    assert load(cached) is None


@pytest.mark.parametrize(
    "records",
    [b"7", b"[7]", b"[null]", b'[{"a":1}]', b"[[]]", b'[[[],"1"]]', b"[[[],1.0]]", b"[[[],-1]]"],
    ids=repr,
)
def test_planted_records_are_ignored(
    records: bytes, file: Path, cached: Path, environ: dict[str, str]
) -> None:
    head = chunks_of(cached.read_bytes())[0]
    write_file(cached, head, records, b"[]")
    assert load(cached) is None


def test_a_chunk_that_claims_four_gigabytes_is_not_read(cached: Path) -> None:
    cached.write_bytes(b"\xff\xff\xff\xff\0\0\0\0[]")
    assert load(cached) is None


def test_a_pipe_in_the_cache_does_not_block(file: Path, environ: dict[str, str]) -> None:
    place = locate(file, environ)
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    assert load(place) is None
    store(place, parse(ONE_PAPER), ())
    assert load(place) is not None


def test_the_oldest_are_removed_once(
    file: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest_cache, "MOST_FILES", 3)

    def keep_new(cache: DigestCache, number: int) -> None:
        file.write_text(f"# {number}\n", encoding="utf-8")
        assert cache.find(file) is None
        cache.add(file, parse(ONE_PAPER), ())
        cache.store()
        for age, path in enumerate(cache_files(environ)):
            os.utime(path, (number * 10 + age, number * 10 + age))

    for number in range(5):
        keep_new(DigestCache(environ), number)
    assert len(cache_files(environ)) == 3
    assert DigestCache(environ).find(file) is not None
    cache = DigestCache(environ)
    for number in range(5, 8):
        keep_new(cache, number)
    assert len(cache_files(environ)) == 3 + 2


FOREIGN = ["notes.md", "1-2-3-4-5", "1-2-3-4-5.digest.bak", "a.digest", ".1-2-3-4-5.digest", "x"]


def test_files_that_the_cache_did_not_make_are_never_removed(
    file: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest_cache, "MOST_FILES", 0)
    place = locate(file, environ)
    place.parent.mkdir(parents=True)
    for name in FOREIGN:
        (place.parent / name).write_text("mine")
        os.utime(place.parent / name, (0, 0))
    (place.parent / "1-2-3-4-6.digest").symlink_to(place.parent / "notes.md")
    (place.parent / "1-2-3-4-7.digest").mkdir()
    (place.parent / "1-2-3-4-8.digest").write_text("an old one of the cache")
    store(place, parse(ONE_PAPER), ())
    digest_cache.remove_oldest(place.parent)
    left = {path.name for path in cache_files(environ)}
    assert left == {*FOREIGN, "1-2-3-4-6.digest", "1-2-3-4-7.digest"}


def test_the_folder_is_private(file: Path, cached: Path) -> None:
    for folder in (cached.parent, cached.parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert cached.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_does_no_harm(file: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    environ = {"NSDI_TUI_CACHE": str(tmp_path / "cache")}
    store(locate(file, environ), parse(file.read_text(encoding="utf-8")), ())
    assert load(locate(file, environ)) is None
