"""The editor opens at the right line, and no text is lost when it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.errors import EditorError
from nsdi_tui.system.editor import EditResult, edit_file, edit_text, editor_command
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = (
    "vim nvim nano emacs micro kak hx code subl zed gvim gedit kate sensible_editor mine vim.basic"
)


@pytest.fixture
def path_of_all(commands: Callable[..., Path]) -> str:
    """A PATH with every editor of these tests in it, none of which does anything."""
    return str(commands(**dict.fromkeys(ALL.split(" "), "exit 0")))


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", "vim +20 /d/digest.md"),
        ("nvim -R", "nvim -R +20 /d/digest.md"),
        ("nano", "nano +20 /d/digest.md"),
        ("emacs -nw", "emacs -nw +20 /d/digest.md"),
        ("micro", "micro +20 /d/digest.md"),
        ("kak", "kak +20 /d/digest.md"),
        ("hx", "hx /d/digest.md:20"),
        ("code", "code --wait --goto /d/digest.md:20"),
        ("code --wait", "code --wait --goto /d/digest.md:20"),
        ("subl", "subl --wait /d/digest.md:20"),
        ("zed", "zed --wait /d/digest.md:20"),
        ("gvim", "gvim --nofork +20 /d/digest.md"),
        ("gedit", "gedit --wait +20 /d/digest.md"),
        ("mine --flag", "mine --flag /d/digest.md"),
    ],
)
def test_each_family_gets_the_line_in_its_own_form(
    path_of_all: str, editor: Any, expected: Any
) -> None:
    environ = {"PATH": path_of_all, "EDITOR": editor}
    assert editor_command(Path("/d/digest.md"), 20, environ) == expected.split(" ")


def test_without_a_line_only_the_file_is_named(path_of_all: str) -> None:
    environ = {"PATH": path_of_all, "EDITOR": "code"}
    assert editor_command(Path("/d/x"), None, environ) == ["code", "--wait", "/d/x"]


def test_visual_comes_before_editor_and_quotes_count(path_of_all: str) -> None:
    environ = {"PATH": path_of_all, "VISUAL": "mine 'two words'", "EDITOR": "vim"}
    assert editor_command(Path("/d/x"), 3, environ) == ["mine", "two words", "/d/x"]


def test_a_path_is_never_an_option(
    path_of_all: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"PATH": path_of_all, "EDITOR": "vim"}
    assert editor_command(Path("-c:q"), 1, environ) == ["vim", "+1", str(tmp_path / "-c:q")]


def test_a_link_to_an_editor_is_that_editor(path_of_all: str) -> None:
    (Path(path_of_all) / "editor").symlink_to("vim.basic")
    environ = {"PATH": path_of_all, "EDITOR": "editor"}
    assert editor_command(Path("/d/x"), 7, environ) == ["editor", "+7", "/d/x"]


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        (("sensible_editor", "nano", "vi"), "sensible-editor"),
        (("nano", "vi"), "nano"),
        (("vi",), "vi"),
    ],
)
def test_without_a_choice_one_that_exists_is_taken(
    commands: Callable[..., Path], present: Any, expected: Any
) -> None:
    environ = {"PATH": str(commands(**dict.fromkeys(present, ""))), "EDITOR": " "}
    assert editor_command(Path("/d/x"), 7, environ) == [expected, "+7", "/d/x"]


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({}, "No editor found; set $EDITOR"),
        ({"EDITOR": "gone --flag"}, "Editor not found: $EDITOR is gone --flag"),
        ({"VISUAL": "vim 'x"}, "Cannot parse $VISUAL"),
        ({"EDITOR": "''"}, "Editor not found: $EDITOR is"),
    ],
)
def test_no_editor_is_a_clear_line(variables: Any, problem: Any) -> None:
    environ = {"PATH": "/nowhere", **variables}
    with pytest.raises(EditorError) as caught:
        editor_command(Path("/d/x"), 1, environ)
    assert problem in str(caught.value)
    assert edit_file(Path("/d/x"), 1, environ) == str(caught.value)
    assert edit_text("x", environ) == EditResult(None, str(caught.value))


@pytest.fixture
def mine(commands: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes an environment whose editor runs this shell script."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return lambda script: {"PATH": str(commands(mine=script)), "EDITOR": "mine"}


def test_a_text_comes_back_as_it_was_left(
    mine: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    environ = mine('grep -q "old nöte" "$1" && printf "new nöte\\n" > "$1"')
    assert edit_text("old nöte", environ) == EditResult("new nöte\n")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_editor_that_replaces_the_file_is_understood(
    mine: Callable[[str], dict[str, str]],
) -> None:
    environ = mine('printf new > "$1.new" && mv "$1.new" "$1"')
    assert edit_text("old", environ) == EditResult("new")


def test_leaving_with_a_failure_and_no_change_gives_nothing(
    mine: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    assert edit_text("old", mine("exit 1")) == EditResult(None, "mine exited with status 1")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_was_written_before_a_crash_is_kept(
    mine: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    result = edit_text("old", mine('printf half > "$1"; kill -KILL $$'))
    (kept,) = (tmp_path / "temporary").iterdir()
    assert result == EditResult(None, f"mine was killed by signal 9; the text is in {kept}")
    assert kept.read_text() == "half"


def test_a_file_that_the_editor_removed_is_reported(mine: Callable[[str], dict[str, str]]) -> None:
    result = edit_text("old", mine('rm "$1"'))
    assert result.text is None
    assert "Cannot read" in str(result.problem)


def test_no_room_for_a_file_is_reported(
    mine: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    environ = mine("exit 0")
    (tmp_path / "temporary").rmdir()
    result = edit_text("old", environ)
    assert result.text is None
    assert "Cannot create a temporary file" in str(result.problem)


def test_a_file_is_edited_where_it_is(
    mine: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "digest.md"
    path.write_text("# NSDI\n")
    assert edit_file(path, 1, mine('echo more >> "$1"')) is None
    assert path.read_text() == "# NSDI\nmore\n"


def test_an_interrupt_is_the_editors_and_not_the_apps(
    mine: Callable[[str], dict[str, str]], environ: dict[str, str], tmp_path: Path
) -> None:
    script = (
        "import os, sys; from nsdi_tui.system.editor import edit_text;"
        "print(edit_text('old', os.environ))"
    )
    interrupted = mine('kill -INT $PPID; sleep 0.2; printf new > "$1"; kill -INT $$')
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**environ, **interrupted, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine was killed by signal 2; the text is in" in done.stdout
