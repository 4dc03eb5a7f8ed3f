"""Addresses open in graphical browsers alone, and a dangerous one opens nowhere."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.system.browser import OpenResult, browser_commands, check_address, open_address
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARXIV = "https://arxiv.org/abs/2504.19925"


class Desktop:
    """Makes environments with a display and commands that record their arguments in `opened`."""

    def __init__(self, log: Path, commands: Callable[..., Path]) -> None:
        self._log = log
        self._commands = commands

    def __call__(self, variables: dict[str, str] | None = None, **scripts: str) -> dict[str, str]:
        recording = {
            name: f'echo "{name.replace("_", "-")} $*" >> {self._log}\n{body}'
            for name, body in scripts.items()
        }
        path = str(self._commands(**recording))
        return {"DISPLAY": ":0", "TERM": "xterm", "PATH": path, **(variables or {})}

    def opened(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def desktop(tmp_path: Path, commands: Callable[..., Path]) -> Desktop:
    """Make environments with a display."""
    return Desktop(tmp_path / "opened", commands)


@pytest.mark.parametrize(
    "url",
    [
        ARXIV,
        "http://localhost:8000/",
        "HTTPS://EXAMPLE.ORG",
        "https://example.org?q=a%20b&c=(d)#e",
        "https://xn--pple-43d.com/",
        "http://[2001:db8::1]:80/",
        "https://dl.acm.org/doi/10.1145/3600006.3613165",
        "https://example.org/" + "x" * 2028,
    ],
)
def test_web_addresses_may_be_opened(url: Any) -> None:
    assert check_address(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "only http and https"),
        ("--help", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,<script>", "only http and https"),
        ("../../reading-notes/spotserve.md", "only http and https"),
        ("//example.org/", "only http and https"),
        ("https://", "no host"),
        ("https:///etc/passwd", "no host"),
        ("https://:443/", "no host"),
        ("https://arxiv.org@evil.example/", "user name"),
        ("https://a:b@example.org/", "user name"),
        ("https://@example.org/", "user name"),
        ("https://example.org/\x1b]52;c;eA==\x07", "control characters"),
        ("https://exa\nmple.org/", "control characters"),
        ("\thttps://example.org/", "control characters"),
        ("https://example.org/a b", "spaces"),
        ("https://example.org/'$(x)'", "quotes"),
        ('https://example.org/"', "quotes"),
        ("https://example.org\\@evil.example/", ""),
        ("https://example.org/分布式", "outside ASCII"),
        ("https://аpple.com/", "xn--pple-43d.com"),
        ("https://%D0%B0pple.com/", "xn--pple-43d.com"),
        ("https://" + "ä" * 200 + ".com/", "cannot be written in ASCII"),
        ("https://%20/", "host is invalid"),
        ("https://a;b/", "host is invalid"),
        ("https://[::1]evil/", ""),
        ("https://[::1", "not a valid address"),
        ("https://example.org:99999/", "not a valid address"),
        ("https://example.org:80:90/", "not a valid address"),
        ("https://example.org/" + "x" * 2029, "longer than 2,048"),
    ],
)
def test_anything_else_may_not_and_is_not(url: Any, reason: str, desktop: Desktop) -> None:
    problem = check_address(url)
    assert problem is not None
    assert reason in problem
    environ = desktop(xdg_open="")
    assert open_address(url, environ) == OpenResult(False, problem)
    assert desktop.opened() == []


def test_the_desktop_opens_the_address(desktop: Desktop) -> None:
    environ = desktop(xdg_open="", firefox="")
    assert open_address(ARXIV, environ) == OpenResult(True, "xdg-open")
    assert desktop.opened() == [f"xdg-open {ARXIV}"]


def test_the_configured_browser_comes_first(desktop: Desktop) -> None:
    environ = desktop({"BROWSER": "mine --new-tab %s &:other"}, mine="", other="", xdg_open="")
    assert open_address(ARXIV, environ) == OpenResult(True, "mine")
    assert desktop.opened() == [f"mine --new-tab {ARXIV}"]


def test_a_browser_that_fails_gives_way_to_the_next(desktop: Desktop) -> None:
    environ = desktop({"BROWSER": "gone:mine"}, mine="exit 1", xdg_open="exit 3", firefox="")
    assert open_address(ARXIV, environ) == OpenResult(True, "firefox")
    assert desktop.opened() == [f"mine {ARXIV}", f"xdg-open {ARXIV}", f"firefox {ARXIV}"]


def test_when_all_fail_nothing_is_claimed(desktop: Desktop) -> None:
    environ = desktop({"BROWSER": "'unclosed"}, xdg_open="exit 3")
    assert open_address(ARXIV, environ) == OpenResult(False, "xdg-open failed")
    assert open_address(ARXIV, desktop({"PATH": "/nowhere"})) == OpenResult(
        False, "no graphical browser found"
    )


def test_a_text_browser_is_never_taken(desktop: Desktop, commands: Callable[..., Path]) -> None:
    environ = desktop({"BROWSER": "w3m:alias:lynx -nopause %s"}, w3m="", lynx="", www_browser="")
    (commands() / "alias").symlink_to("w3m")
    assert browser_commands(environ) == []
    assert open_address(ARXIV, environ) == OpenResult(False, "no graphical browser found")
    assert desktop.opened() == []


def test_a_browser_sees_no_terminal(desktop: Desktop, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'{{ tty; echo "TERM=$TERM"; echo "BROWSER=$BROWSER"; }} > {seen}'
    assert open_address(ARXIV, desktop(xdg_open=f"echo noise; echo noise >&2; {script}")).opened
    # The last line: what xdg-open falls back to must not be one of its text browsers.
    assert seen.read_text() == "not a tty\nTERM=\nBROWSER=x-www-browser\n"


def test_a_slow_browser_does_not_block_and_keeps_running(desktop: Desktop, tmp_path: Path) -> None:
    go, done = tmp_path / "go", tmp_path / "done"
    slow = f"while [ ! -e {go} ]; do sleep 0.05; done; touch {done}"
    environ = desktop({"BROWSER": "slow"}, slow=slow, xdg_open="")
    assert open_address(ARXIV, environ) == OpenResult(True, "slow")
    go.touch()
    subprocess.run(
        ["sh", "-c", f"while [ ! -e {done} ]; do sleep 0.05; done"], timeout=HANG, check=True
    )
    assert desktop.opened() == [f"slow {ARXIV}"]


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, "SSH"),
        ({"DISPLAY": ""}, "no browser here"),
    ],
)
def test_no_browser_is_started_where_it_would_be_invisible(
    desktop: Desktop, variables: Any, reason: str
) -> None:
    environ = desktop({**variables, "BROWSER": "mine"}, mine="", xdg_open="")
    result = open_address(ARXIV, environ)
    assert not result.opened
    assert reason in result.reason
    assert browser_commands(environ) == []
    assert desktop.opened() == []


def test_an_address_is_always_one_argument(desktop: Desktop, tmp_path: Path) -> None:
    environ = desktop({"BROWSER": "mine --app=%s"}, mine=f'printf "%s\\n" "$@" > {tmp_path}/args')
    url = "https://example.org/;touch$IFS*?a=%s&b=$(id)|x"
    assert open_address(url, environ).opened
    assert (tmp_path / "args").read_text() == f"--app={url}\n"


def test_a_command_of_the_user_comes_first(desktop: Any) -> None:
    environ = desktop(lark="", xdg_open="")
    assert open_address(ARXIV, environ, command="lark -n %s") == OpenResult(True, "lark")
    assert desktop.opened() == [f"lark -n {ARXIV}"]


def test_a_command_of_the_user_is_tried_over_ssh_too(desktop: Any) -> None:
    environ = desktop({"SSH_TTY": "/dev/pts/1"}, lark="", xdg_open="")
    assert open_address(ARXIV, environ, command="lark") == OpenResult(True, "lark")
    result = open_address(ARXIV, environ, command="rook %s")
    assert result == OpenResult(False, "rook %s is not a graphical command on this machine")
    assert desktop.opened() == [f"lark {ARXIV}"]


def test_after_a_command_of_the_user_that_fails_the_usual_ones_are_tried(desktop: Any) -> None:
    environ = desktop(lark="exit 1", xdg_open="")
    assert open_address(ARXIV, environ, command="lark").opened
    assert desktop.opened() == [f"lark {ARXIV}", f"xdg-open {ARXIV}"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)"])
def test_a_command_of_the_user_gets_web_addresses_only(url: Any, desktop: Any) -> None:
    environ = desktop(lark="")
    assert not open_address(url, environ, command="lark").opened
    assert desktop.opened() == []
