"""Diagnostics: one screen of what was found and what a copy would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.system.doctor import report
from nsdi_tui.system.terminal_capabilities import terminal_capabilities

if TYPE_CHECKING:
    from collections.abc import Callable


def text_of(paths: Any = (), **options: Any) -> str:
    """The report as one line, with single spaces."""
    return " ".join(" ".join(report("1.2.3", paths, width=1000, **options)).split())


def test_it_is_a_screenful(environ: dict[str, str], tmp_path: Path) -> None:
    places = [
        (label, Path("/home/reader/.local/share/nsdi-tui") / label)
        for label in ("marks", "settings", "cache", "last copy")
    ]
    lines = report(
        "1.2.3",
        places,
        try_copy=True,
        environ={**environ, "TMUX": "/tmp/tmux-1000/default,1,0", "DISPLAY": ":4711"},
    )
    assert len(lines) <= 24
    assert max(map(len, lines)) < 80
    assert lines[0].startswith("nsdi-tui      1.2.3, Python 3.")


@pytest.mark.parametrize(
    ("mode", "variables", "text"),
    [
        ("auto", {}, "method terminal (OSC 52)"),
        ("auto", {"TMUX": "s,1,0"}, "method tmux, then terminal (OSC 52)"),
        ("native", {}, "method none; text is saved to a file"),
        ("off", {}, "method none; the clipboard is off"),
    ],
)
def test_it_shows_the_method_of_a_copy(
    environ: dict[str, str], mode: Any, variables: Any, text: Any
) -> None:
    assert text in text_of(mode=mode, environ={**environ, **variables})


@pytest.mark.system
def test_it_finds_xclip_and_tries_it(
    environ: dict[str, str], x_display: str, x_clipboard: Callable[[], str]
) -> None:
    on_display = {**environ, "DISPLAY": x_display}
    text = text_of(environ=on_display)
    assert "method xclip, then terminal" in text
    assert "test line" not in text
    assert x_clipboard() == ""
    assert "test Copied a test line (xclip)" in text_of(environ=on_display, try_copy=True)
    assert x_clipboard() == "nsdi-tui can copy"


@pytest.mark.system
def test_a_failed_test_is_reported_with_its_reasons(
    environ: dict[str, str], needs: Callable[..., None]
) -> None:
    needs("xclip")
    text = text_of(environ={**environ, "DISPLAY": ":4711"}, try_copy=True)
    assert "Could not copy a test line: xclip did not accept the text" in text
    assert f"saved to {environ['NSDI_TUI_CACHE']}/last-copy.txt" in text


def test_each_reason_is_given_once(environ: dict[str, str]) -> None:
    shown = text_of(environ={**environ, "PATH": "/nowhere"}, mode="native", try_copy=True)
    assert shown.count("no clipboard program found for this display") == 1


def test_a_problem_with_a_file_replaces_its_state(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "marks").write_text("12345")
    shown = text_of([("marks", tmp_path / "marks")], environ=environ, problems={"marks": "damaged"})
    assert f"marks damaged: {tmp_path}/marks" in shown
    assert "writable" not in shown


def test_browser_and_editor_are_those_that_would_run(commands: Callable[..., Path]) -> None:
    path = str(commands(mine="", xdg_open="", vim=""))
    text = text_of(environ={"PATH": path, "DISPLAY": ":0", "BROWSER": "w3m", "VISUAL": "mine -x"})
    assert f"browser {path}/xdg-open" in text
    assert "editor mine -x (from $VISUAL)" in text
    text = text_of(environ={"PATH": path, "SSH_TTY": "/dev/pts/0"})
    assert "browser none over SSH" in text
    assert "over SSH" in text
    assert "editor vim (found)" in text
    assert "tmux not found" in text


@pytest.mark.system
def test_tmux_is_asked_for_its_setting(tmux: Any, environ: dict[str, str]) -> None:
    tmux.start("off")
    inside = {**environ, "TMUX": tmux("display-message", "-p", "#{socket_path},#{pid},0").strip()}
    assert "in use, set-clipboard off; copies stay in the tmux buffer" in text_of(environ=inside)
    tmux("kill-server")
    assert "in use, but its server does not respond" in text_of(environ=inside)


def test_each_place_has_its_state(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "there").write_text("12345")
    places = [("file", tmp_path / "there"), ("folder", tmp_path), ("new", tmp_path / "a" / "b")]
    places.append(("below a file", tmp_path / "there" / "x"))
    text = text_of(places, environ=environ)
    assert f"file 5 bytes, writable: {tmp_path}/there" in text
    assert f"folder folder, writable: {tmp_path}" in text
    assert f"new not created yet: {tmp_path}/a/b" in text
    assert f"below a file missing, cannot be created: {tmp_path}/there/x" in text


def test_a_place_that_may_not_be_used_is_reported(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser, whom these tests may run as, is refused nothing.
    monkeypatch.setattr("os.access", lambda path, mode: False)
    (tmp_path / "there").write_text("12345")
    text = text_of([("file", tmp_path / "there"), ("new", tmp_path / "x")], environ=environ)
    assert "file 5 bytes, not readable" in text
    assert "new missing, cannot be created" in text


def test_nothing_from_the_environment_reaches_the_terminal_raw(environ: dict[str, str]) -> None:
    hostile = {**environ, "TERM": "x\x1b]52;c;eA==\x07", "EDITOR": "a\u202eb\x9b"}
    for line in report("1.2.3", [], environ=hostile):
        assert line.isprintable()


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-kitty"}, ("kitty", 256, "yes", "yes")),
        ({"TERM": "xterm-256color"}, ("xterm-compatible", 256, "unknown", "if allowed")),
        (
            {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "iTerm.app"},
            ("iTerm2", 1 << 24, "yes", "if allowed"),
        ),
        (
            {"TERM": "screen-256color", "TMUX": "s,1,0", "KITTY_WINDOW_ID": "1"},
            ("tmux", 256, "if allowed", "if allowed"),
        ),
        ({"TERM": "linux"}, ("the Linux console", 8, "no", "no")),
        ({"TERM": "xterm", "NO_COLOR": "1"}, ("xterm-compatible", 0, "unknown", "if allowed")),
        ({}, ("unknown", 0, "unknown", "unknown")),
    ],
)
def test_the_terminal_is_guessed_from_its_variables(environ: dict[str, str], expected: Any) -> None:
    capabilities = terminal_capabilities(environ)
    assert (
        capabilities.name,
        capabilities.colors,
        capabilities.osc8,
        capabilities.osc52,
    ) == expected
