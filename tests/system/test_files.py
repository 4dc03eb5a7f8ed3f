"""Files are written completely or not at all, and overwritten only on request."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from nsdi_tui.errors import FileTakenError, WriteError
from nsdi_tui.system.files import open_regular, write_whole


def names(folder: Any) -> Any:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    write_whole(path, "title,year\r\nWöhler,2026\r\n")
    assert path.read_bytes() == "title,year\r\nWöhler,2026\r\n".encode()
    assert names(tmp_path) == ["papers.csv"]


def test_a_new_file_has_the_umask_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    old_umask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", "x")
        write_whole(tmp_path / "own", "x", mode=0o600)
        (tmp_path / "old").write_text("before")
        (tmp_path / "old").chmod(0o606)
        write_whole(tmp_path / "old", "x", overwrite=True)
    finally:
        os.umask(old_umask)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"new": 0o640, "own": 0o600, "old": 0o606}


def test_what_is_there_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("mine")
    with pytest.raises(FileTakenError, match=r"list\.md already exists"):
        write_whole(path, "yours")
    assert path.read_text() == "mine"
    write_whole(path, "yours", overwrite=True)
    assert path.read_text() == "yours"
    assert names(tmp_path) == ["list.md"]


def test_a_link_that_leads_nowhere_is_something_too(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileTakenError):
        write_whole(tmp_path / "link", "text")
    assert names(tmp_path) == ["link"]


def test_overwriting_a_link_writes_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "after", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_where_files_cannot_be_linked_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_whole(tmp_path / "new", "text")
    assert (tmp_path / "new").read_text() == "text"
    with pytest.raises(FileTakenError):
        write_whole(tmp_path / "new", "other")
    assert (tmp_path / "new").read_text() == "text"
    assert names(tmp_path) == ["new"]


def test_a_failure_half_way_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.md"
    path.write_text("before")

    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"Cannot write .*list\.md: No space left on device"):
        write_whole(path, "after", overwrite=True)
    assert path.read_text() == "before"
    assert names(tmp_path) == ["list.md"]


def test_links_that_go_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for overwrite in (True, False):
        with pytest.raises(WriteError):
            write_whole(tmp_path / "a", "text", overwrite=overwrite)
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "Is a directory"),
        ("no-folder/file", "No such file or directory"),
        ("file/below", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("nul\0nul", "embedded null"),
    ],
)
@pytest.mark.parametrize("overwrite", [True, False])
def test_bad_places_are_one_clear_line(
    tmp_path: Path, name: Any, reason: str, overwrite: Any
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path / name, "text", overwrite=overwrite)
    assert "\n" not in str(caught.value)
    if overwrite or name:
        assert reason in str(caught.value)
    assert names(tmp_path) == ["file"]


def test_a_device_or_pipe_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteError, match="not a regular file"):
        write_whole(tmp_path / "pipe", "text", overwrite=True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match="not a regular file"):
            open_regular(path)
    (tmp_path / "file").write_text("text")
    with open_regular(tmp_path / "file") as stream:
        assert stream.read() == b"text"


def test_a_name_with_control_characters_is_cleaned_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path / "none\x1b[2J" / "x", "text")
    assert str(caught.value).isprintable()
