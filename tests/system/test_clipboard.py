"""Copying, against real clipboards and real obstacles: what is reported must be what happened."""

from __future__ import annotations

import base64
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.system.clipboard import CopyResult, copy, methods, summary
from nsdi_tui.system.clipboard_backends import OSC52_LIMIT, osc52_sequence

if TYPE_CHECKING:
    from collections.abc import Callable

LINK = "https://arxiv.org/abs/2504.19925 – Träger, 中文 🎓\nsecond line"


def received(output: bytes) -> str:
    """The text that a terminal would put on its clipboard."""
    found = re.findall(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", output)
    assert len(found) == 1
    return base64.b64decode(found[0]).decode()


@pytest.mark.system
def test_xclip_takes_the_text_and_is_read_back(
    run_copy: Callable[..., dict[str, Any]],
    environ: dict[str, str],
    x_display: str,
    x_clipboard: Callable[[], str],
) -> None:
    result = run_copy(LINK, environ={**environ, "DISPLAY": x_display})
    assert (result["method"], result["mechanism"], result["confirmed"]) == ("native", "xclip", True)
    assert result["saved"] is None
    assert x_clipboard() == LINK


@pytest.mark.system
def test_a_long_text_goes_to_a_native_clipboard_whole(
    environ: dict[str, str], x_display: str, x_clipboard: Callable[[], str]
) -> None:
    text = "https://arxiv.org/abs/2504.19925\n" * 20_000
    result = copy(text, environ={**environ, "DISPLAY": x_display})
    assert (result.method, result.confirmed) == ("native", True)
    assert x_clipboard() == text


@pytest.mark.system
def test_copies_in_quick_succession_do_not_deny_each_other(
    environ: dict[str, str], x_display: str, x_clipboard: Callable[[], str]
) -> None:
    texts = [f"https://arxiv.org/abs/2504.{number:05}" for number in range(5)]
    on_display = {**environ, "DISPLAY": x_display}
    with ThreadPoolExecutor() as threads:
        results = list(threads.map(lambda text: copy(text, environ=on_display), texts))
    assert [result.confirmed for result in results] == [True] * 5
    assert x_clipboard() in texts


@pytest.mark.system
def test_modules_in_the_working_folder_are_not_run(
    environ: dict[str, str], x_display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "downloads"
    trap.mkdir()
    (trap / "pyperclip.py").write_text("open('trapped', 'w')")
    monkeypatch.chdir(trap)
    result = copy(LINK, environ={**environ, "DISPLAY": x_display})
    assert result.confirmed
    assert not (trap / "trapped").exists()


def test_a_clipboard_that_is_late_by_a_moment_is_waited_for(
    environ: dict[str, str], commands: Callable[..., Path], tmp_path: Path
) -> None:
    late = f"""case "$*" in *-o) cat {tmp_path}/owned ;; *)
        cat > {tmp_path}/text; (sleep 0.15; mv {tmp_path}/text {tmp_path}/owned) & esac"""
    path = str(commands(xclip=late))
    result = copy(LINK, "native", environ={**environ, "PATH": path, "DISPLAY": ":0"})
    assert (result.mechanism, result.confirmed) == ("xclip", True)


def test_a_clipboard_that_keeps_something_else_is_no_copy(
    environ: dict[str, str], commands: Callable[..., Path]
) -> None:
    other = 'case "$*" in *-o) echo what was copied before ;; *) cat > /dev/null ;; esac'
    path = str(commands(xclip=other))
    result = copy(LINK, "native", environ={**environ, "PATH": path, "DISPLAY": ":0"})
    assert (result.method, result.detail) == ("none", "xclip did not accept the text")


@pytest.mark.system
def test_a_dead_display_is_no_copy(
    run_copy: Callable[..., dict[str, Any]], needs: Callable[..., None], environ: dict[str, str]
) -> None:
    needs("xclip")
    result = run_copy(LINK, environ={**environ, "DISPLAY": ":4711"})
    assert (result["method"], result["confirmed"]) == ("none", False)
    assert "xclip did not accept the text" in result["detail"]
    assert Path(result["saved"]).read_text() == LINK


@pytest.mark.system
def test_a_display_that_never_answers_is_given_up(
    run_copy: Callable[..., dict[str, Any]],
    needs: Callable[..., None],
    environ: dict[str, str],
    silent_x_display: str,
) -> None:
    needs("xclip")
    result = run_copy(LINK, environ={**environ, "DISPLAY": silent_x_display})
    assert (result["method"], result["confirmed"]) == ("none", False)
    assert "xclip did not respond" in result["detail"]
    assert Path(result["saved"]).read_text() == LINK


@pytest.mark.system
def test_nothing_hung_stays_behind(
    needs: Callable[..., None], environ: dict[str, str], silent_x_display: str
) -> None:
    needs("xclip", "ps")
    copy(LINK, "native", environ={**environ, "DISPLAY": silent_x_display})
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.split("\n") if f"DISPLAY={silent_x_display}" in line] == []


@pytest.mark.system
def test_over_ssh_the_display_is_left_alone(
    environ: dict[str, str], x_display: str, x_clipboard: Callable[[], str]
) -> None:
    copy("before", environ={**environ, "DISPLAY": x_display})
    sent: list[str] = []
    result = copy(
        LINK,
        osc52=sent.append,
        environ={**environ, "DISPLAY": x_display, "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"},
    )
    assert (result.method, result.confirmed) == ("osc52", False)
    assert received("".join(sent).encode()) == LINK
    assert x_clipboard() == "before"


@pytest.mark.system
def test_native_may_be_demanded_over_ssh(
    environ: dict[str, str], x_display: str, x_clipboard: Callable[[], str]
) -> None:
    ssh = {**environ, "DISPLAY": x_display, "SSH_TTY": "/dev/pts/1"}
    assert copy(LINK, "native", environ=ssh).confirmed
    assert x_clipboard() == LINK


@pytest.mark.system
@pytest.mark.parametrize("set_clipboard", ["external", "on", "off"])
def test_in_tmux_the_text_is_in_its_buffer(
    tmux: Any, tmux_copy: Callable[..., dict[str, Any]], set_clipboard: Any
) -> None:
    tmux.start(set_clipboard)
    result = tmux_copy(LINK)
    assert (result["method"], result["confirmed"]) == ("tmux", True)
    # No terminal is attached to this server.
    assert result["mechanism"] == "tmux buffer only"
    assert result["saved"] is None
    assert tmux.buffer() == LINK


@pytest.mark.system
@pytest.mark.parametrize("set_clipboard", ["external", "on", "off"])
def test_tmux_passes_the_text_on_to_the_outer_terminal(
    tmux: Any, tmux_copy: Callable[..., dict[str, Any]], terminal: Any, set_clipboard: Any
) -> None:
    tmux.start(set_clipboard)
    command = ["tmux", "-L", tmux.name, "-f", "/dev/null", "attach-session"]
    outer = terminal(
        f"import os; os.execvp('tmux', {command!r})", TMUX_TMPDIR=tmux.environ["TMUX_TMPDIR"]
    )
    outer.read_until(b"\x1b[?1049h")
    assert tmux_copy(LINK)["mechanism"] == "tmux"
    assert received(outer.read_until(base64.b64encode(LINK.encode()) + b"\x07")) == LINK


@pytest.mark.system
def test_an_outer_terminal_without_a_clipboard_is_reported(
    tmux: Any, tmux_copy: Callable[..., dict[str, Any]], terminal: Any
) -> None:
    tmux.start("external")
    command = ["tmux", "-L", tmux.name, "-f", "/dev/null", "attach-session"]
    outer = terminal(
        f"import os; os.execvp('tmux', {command!r})",
        TMUX_TMPDIR=tmux.environ["TMUX_TMPDIR"],
        TERM="vt220",
    )
    outer.read_until(b"[0] 0:")
    result = tmux_copy(LINK)
    assert (result["mechanism"], result["confirmed"]) == ("tmux buffer only", True)
    assert tmux.buffer() == LINK


@pytest.mark.system
def test_tmux_accepts_the_sequence(tmux: Any) -> None:
    tmux.start("on")
    script = (
        "import sys; from nsdi_tui.system.clipboard_backends import osc52_sequence;"
        "from nsdi_tui.system.terminal import write_to_terminal;"
        "write_to_terminal(osc52_sequence(sys.argv[1].encode(), {}));"
        "import time; time.sleep(600)"
    )
    tmux.run(sys.executable, "-c", script, LINK)
    assert tmux.wait_for_buffer() == LINK


@pytest.mark.system
def test_a_tmux_that_is_gone_is_no_copy(
    run_copy: Callable[..., dict[str, Any]], needs: Callable[..., None], environ: dict[str, str]
) -> None:
    needs("tmux")
    result = run_copy(LINK, environ={**environ, "TMUX": "/nowhere/default,1,0"})
    assert (result["method"], result["confirmed"]) == ("none", False)
    assert "tmux failed" in result["detail"]


@pytest.mark.system
def test_a_terminal_alone_gets_the_sequence_and_nothing_else(terminal: Any) -> None:
    one = terminal(
        "import sys\n"
        "from nsdi_tui.system.clipboard import copy, summary\n"
        "from nsdi_tui.system.terminal import write_to_terminal\n"
        "print(summary('it', copy(sys.argv[1], osc52=write_to_terminal)))\n",
        LINK,
    )
    output = one.read_until(None)
    assert received(output) == LINK
    assert re.fullmatch(rb"\x1b\]52;[^\x07]*\x07Sent it to the terminal[^\x1b\n]*\r\n", output)


def test_without_any_method_the_text_is_saved_privately(environ: dict[str, str]) -> None:
    result = copy(LINK, environ={**environ, "PATH": "/nowhere"})
    assert (result.method, result.mechanism, result.confirmed) == ("none", "", False)
    assert result.saved is not None
    assert result.saved.read_text() == LINK
    assert stat.S_IMODE(result.saved.stat().st_mode) == 0o600


def test_a_later_copy_replaces_the_one_that_was_kept(environ: dict[str, str]) -> None:
    for text in ("a long first text", "second"):
        result = copy(text, "native", environ=environ)
        assert result.saved is not None
        assert result.saved.read_text() == text


def test_a_text_that_cannot_be_saved_is_reported(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = copy(LINK, environ={**environ, "NSDI_TUI_CACHE": str(tmp_path / "file" / "cache")})
    assert (result.method, result.saved) == ("none", None)
    assert "cannot create" in summary("it", result)


def test_text_sent_to_the_terminal_is_saved_as_well(environ: dict[str, str]) -> None:
    result = copy(LINK, "osc52", osc52=lambda _: None, environ=environ)
    assert result.saved is not None
    assert result.saved.read_text() == LINK


def test_a_text_too_long_for_a_terminal_is_not_sent_in_part(environ: dict[str, str]) -> None:
    sent: list[str] = []
    result = copy("x" * (OSC52_LIMIT + 1), "osc52", osc52=sent.append, environ=environ)
    assert sent == []
    assert result.method == "none"
    assert "74,995 bytes are more than terminals accept" in result.detail
    assert copy("x" * OSC52_LIMIT, "osc52", osc52=sent.append, environ=environ).method == "osc52"


def test_a_terminal_that_is_gone_is_reported(environ: dict[str, str]) -> None:
    def gone(sequence: str) -> None:
        raise OSError(5, os.strerror(5))

    result = copy(LINK, "osc52", osc52=gone, environ=environ)
    assert result.method == "none"
    assert "cannot write to the terminal" in result.detail


def test_switched_off_nothing_is_touched(environ: dict[str, str]) -> None:
    sent: list[str] = []
    result = copy(LINK, "off", osc52=sent.append, environ={**environ, "DISPLAY": ":4711"})
    assert result == CopyResult("none", "", False, "the clipboard is off")
    assert sent == []
    assert not Path(environ["NSDI_TUI_CACHE"]).exists()


def test_an_empty_text_does_not_wipe_the_clipboard(environ: dict[str, str]) -> None:
    sent: list[str] = []
    assert copy("", osc52=sent.append, environ=environ).method == "none"
    assert sent == []


def test_a_lone_surrogate_is_copied_as_a_question_mark(environ: dict[str, str]) -> None:
    sent: list[str] = []
    copy("a\udc80b", "osc52", osc52=sent.append, environ=environ)
    assert received(sent[0].encode()) == "a?b"


def test_gnu_screen_gets_pieces_that_join_to_the_sequence() -> None:
    plain = osc52_sequence(b"x" * 2000, {})
    wrapped = osc52_sequence(b"x" * 2000, {"STY": "1234.pts-0.host"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", wrapped, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == wrapped
    assert "".join(pieces) == plain
    assert max(map(len, pieces)) < 256


@pytest.mark.parametrize(
    ("mode", "environ", "expected"),
    [
        ("auto", {}, ("native", "osc52")),
        ("auto", {"TMUX": "s,1,0"}, ("native", "tmux", "osc52")),
        ("auto", {"TMUX": "s,1,0", "SSH_TTY": "/dev/pts/0"}, ("tmux", "osc52")),
        ("native", {"TMUX": "s,1,0", "SSH_TTY": "/dev/pts/0"}, ("native",)),
        ("osc52", {"DISPLAY": ":0"}, ("osc52",)),
        ("osc52", {"TMUX": "s,1,0"}, ("tmux", "osc52")),
        ("off", {"TMUX": "s,1,0"}, ()),
    ],
)
def test_the_order_fits_where_the_program_runs(
    mode: Any, environ: dict[str, str], expected: Any
) -> None:
    assert methods(mode, environ) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (CopyResult("native", "xclip", True, ""), "Copied arXiv link for SYMI (xclip)"),
        (
            CopyResult("tmux", "tmux", True, "xclip did not accept the text"),
            "Copied arXiv link for SYMI (tmux)",
        ),
        (
            CopyResult("osc52", "the terminal", False, "", Path("/c/last-copy.txt")),
            "Sent arXiv link for SYMI to the terminal, which does not confirm it;"
            " saved to /c/last-copy.txt",
        ),
        (
            CopyResult("none", "", False, "tmux not found", Path("/c/last-copy.txt")),
            "Could not copy arXiv link for SYMI: tmux not found; saved to /c/last-copy.txt",
        ),
        (
            CopyResult("none", "", False, "the clipboard is off"),
            "Could not copy arXiv link for SYMI: the clipboard is off",
        ),
    ],
)
def test_the_notice_claims_no_more_than_is_known(result: Any, expected: Any) -> None:
    assert summary("arXiv link for SYMI", result) == expected
