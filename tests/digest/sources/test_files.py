from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.digest.sources import files
from nsdi_tui.digest.sources.files import read_file, read_stdin
from nsdi_tui.errors import DigestError

PAPER = "# Digest\n\n* Title of a Paper \\[[Paper](https://example.org/a.pdf)]\n"


def message(argument: str | Path) -> str:
    with pytest.raises(DigestError) as caught:
        open_digests([str(argument)])
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(PAPER)
    (digest,) = open_digests([str(path)]).digests
    assert (digest.title, digest.source, digest.path) == ("Digest", path.name, str(path))
    assert len(digest.papers) == 1


def test_standard_input() -> None:
    opened = open_digests(["-"], io.BytesIO(PAPER.encode()))
    (digest,) = opened.digests
    assert (digest.source, digest.path, opened.notices) == ("standard input", None, ())


def test_a_file_without_papers_opens_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n\nSome text.\n")
    opened = open_digests([str(path)])
    assert opened.digests[0].notes[0].text == "Some text."
    assert opened.notices == (
        "No papers found in notes.md (1 heading, 0 links); --check shows how it was read",
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    assert message(path) == f"Cannot read {path}: it is empty"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(1, 256)) * 40,
        b"text\0text",
        b"\xff\xfe\x00\xd8" * 50,
    ],
)
def test_what_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    assert message(path) == f"Cannot read {path}: it is not a text file"


def test_a_missing_file() -> None:
    assert message("/nowhere/at/all.md") == "Cannot read /nowhere/at/all.md: no such file or folder"
    assert "part of the path is a file" in message(Path(__file__) / "x.md")
    assert "empty name" in message("")
    assert "not a valid path" in message("a\0b")


def test_control_characters_of_a_path_are_shown(tmp_path: Path) -> None:
    assert "\x1b" not in message(tmp_path / "a\x1b]0;x\x07.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(PAPER)
    path.chmod(0)
    assert "permission denied" in message(path)


def test_permission_denied_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.md"
    path.write_text(PAPER)
    monkeypatch.setattr(files.os, "open", refuse)
    assert message(path) == f"Cannot read {path}: permission denied"


def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    assert "it is a named pipe" in message(pipe)
    assert "it is a device" in message("/dev/null")
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(str(tmp_path / "s.md"))
        assert str(tmp_path / "s.md") in message(tmp_path / "s.md")
    finally:
        server.close()


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT", 1024 * 1024)
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    assert message(path) == f"Cannot read {path}: larger than 1 MB; split it into several files"
    with pytest.raises(DigestError, match="Cannot read standard input: larger"):
        read_stdin(io.BytesIO(path.read_bytes()))


def test_broken_text_is_replaced_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"# Caf\xe9\n\nna\xefve text that goes on for long enough to be text\n")
    read = read_file(path)
    assert read.text.startswith("# Caf\ufffd\n")
    assert read.notices == (f"{path}: replaced 2 characters of invalid UTF-8, first in line 1",)


def test_text_with_a_replacement_character_of_its_own_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A \ufffd of its own\n", encoding="utf-8")
    assert read_file(path).notices == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Grün\n\ntext\n", encoding=encoding)
    assert read_file(path).text == "# Grün\n\ntext\n"
    assert open_digests([str(path)]).digests[0].title == "Grün"


def test_files_without_papers_in_a_folder_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAPER)
    (tmp_path / "README.md").write_text("# About\n\n* Use [the site](https://example.org).\n")
    (tmp_path / "SUMMARY.md").write_text(
        "# Table of contents\n\n* [About](README.md)\n* [A very long title of a page](a.md)\n"
    )
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\0")
    opened = open_digests([str(tmp_path)])
    assert [digest.source for digest in opened.digests] == ["a.md"]
    assert len(opened.notices) == 2
    assert opened.notices[0].endswith("picture.md: it is not a text file")
    assert opened.notices[1].startswith("Skipped 1 file with no papers: README.md")


def test_a_folder_without_digests(tmp_path: Path) -> None:
    assert message(tmp_path) == f"No Markdown files (*.md, *.markdown) in {tmp_path}"
    (tmp_path / "README.md").write_text("# About\n")
    assert message(tmp_path) == f"No papers found in {tmp_path} (1 Markdown file)"


def test_a_file_named_twice_is_opened_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(PAPER)
    assert len(open_digests([str(path), str(path), str(tmp_path)]).digests) == 1


def test_the_model_does_not_load_the_parser() -> None:
    code = (
        "import sys, nsdi_tui.digest.model, nsdi_tui.digest.sources.files, nsdi_tui.digest.check;"
        "sys.exit('mistune' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("length", [300, 5_000])
def test_a_name_that_is_too_long(length: int) -> None:
    assert message("x" * length).endswith(": file name too long")


def test_the_message_says_what_a_document_without_papers_contains(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\n## Owls\n\nSee [a page](https://x.example).\n")
    (notice,) = open_digests([str(tmp_path / "notes.md")]).notices
    assert "(2 headings, 1 link)" in notice


AS_OTHER_USER = """
import os, sys
import nsdi_tui.digest.reading.document
from nsdi_tui.digest.opening import open_digests
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
opened = open_digests([sys.argv[1]])
print([digest.source for digest in opened.digests])
print("\\n".join(opened.notices))
"""


def test_what_may_not_be_read_in_a_folder_is_skipped_and_reported() -> None:
    """In a process of another user: nothing is forbidden to root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for path in ("a.md", "closed/b.md", "listed/c.md", "secret.md"):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(PAPER)
            (folder / path).chmod(0o644)
        (folder / "secret.md").chmod(0)
        (folder / "closed").chmod(0)
        (folder / "listed").chmod(0o444)
        done = subprocess.run(
            [sys.executable, "-c", AS_OTHER_USER, name], capture_output=True, text=True, check=True
        )
        (folder / "closed").chmod(0o755)
        (folder / "listed").chmod(0o755)
    first, *notices = done.stdout.splitlines()
    assert first == "['a.md']"
    assert sorted(notices) == [
        f"Cannot read {name}/secret.md: permission denied",
        f"Skipped {name}/closed: permission denied",
        f"Skipped {name}/listed/c.md: permission denied",
    ]
