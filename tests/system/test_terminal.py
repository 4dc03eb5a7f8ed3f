"""The terminal: keys come from it whatever standard input was, and it is left in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, Any

import pytest

from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ATTACH = """
import os, sys
from nsdi_tui.system.terminal import attach_terminal_stdin
digest = sys.stdin.read()
print(f"digest {len(digest)} problem {attach_terminal_stdin()}", flush=True)
assert sys.__stdin__ is sys.stdin and sys.__stdin__.fileno() == 0 and os.isatty(0)
print("read " + sys.stdin.readline(), flush=True)
"""

APP = """
import sys
from textual.app import App
from textual.widgets import Static
from nsdi_tui.system.terminal import install_signal_exits
class Reader(App[None]):
    def compose(self):
        yield Static("ready")
    def on_mount(self):
        install_signal_exits(self)
app = Reader()
app.run()
print("left in order", flush=True)
sys.exit(app.return_code)
"""


@pytest.mark.system
@pytest.mark.parametrize("piped", [b"# NSDI 2026\n", b""])
def test_keys_come_from_the_terminal_after_a_pipe(terminal: Any, piped: Any) -> None:
    one = terminal(ATTACH, stdin=piped)
    one.read_until(f"digest {len(piped)} problem None".encode())
    one.type(b"moe\n")
    one.read_until(b"read moe")
    assert one.process.wait(HANG) == 0


@pytest.mark.system
def test_a_closed_standard_input_is_replaced_too(terminal: Any) -> None:
    script = (
        "import os, sys; from nsdi_tui.system.terminal import attach_terminal_stdin\n"
        "os.close(0); assert attach_terminal_stdin() is None\n"
        "assert os.isatty(0) and os.get_inheritable(0)\n"
        "print('got', sys.stdin.readline())"
    )
    one = terminal(script)
    one.type(b"moe\n")
    one.read_until(b"got moe")


def test_a_missing_terminal_is_reported() -> None:
    script = (
        "from nsdi_tui.system.terminal import attach_terminal_stdin, write_to_terminal\n"
        "print(attach_terminal_stdin())\n"
        "try: write_to_terminal('x')\n"
        "except OSError: print('OSError')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HANG,
        check=True,
        start_new_session=True,
    )
    assert done.stdout == "There is no terminal to read keys from\nOSError\n"


REPORT = """
from nsdi_tui.system.streams import report_error
from nsdi_tui.system.terminal import terminal_problem
report_error(terminal_problem() or 'fine')
"""


@pytest.mark.system
@pytest.mark.parametrize(
    ("redirect", "environ", "message"),
    [
        ("", {}, b"fine"),
        ("> {log}", {"TERM": "dumb"}, b"cannot draw an app (TERM=dumb)"),
        ("2> {log}", {}, b"Standard error is not a terminal"),
        ("", {"TERM": "dumb"}, b"cannot draw an app (TERM=dumb)"),
    ],
)
def test_a_problem_is_reported_where_it_can_be_seen(
    terminal: Any, tmp_path: Path, redirect: Any, environ: dict[str, str], message: Any
) -> None:
    command = f'"{sys.executable}" -c "{REPORT}" {redirect.format(log=tmp_path / "log")}'
    one = terminal(f"import os; os.execvp('sh', ['sh', '-c', {command!r}])", **environ)
    assert message in one.read_until(None)
    assert one.output.count(b"\n") == 1


def test_without_any_terminal_standard_error_is_used() -> None:
    done = subprocess.run(
        [sys.executable, "-c", REPORT], capture_output=True, text=True, timeout=HANG, check=True
    )
    assert done.stdout == ""
    assert "Standard error is not a terminal" in done.stderr


HANGING = """
import sys, time
from textual.app import App
from textual.widgets import Static
from nsdi_tui.system import terminal
terminal.EXIT_SECONDS = 0.5
terminal.attach_terminal_stdin()
class Reader(App[None]):
    def compose(self):
        yield Static("ready")
    def on_mount(self):
        terminal.install_signal_exits(self)
    def on_unmount(self):
        time.sleep(600)
app = Reader()
app.run()
"""


@pytest.mark.system
def test_an_exit_that_hangs_is_ended_with_the_terminal_restored(terminal: Any) -> None:
    one = terminal(HANGING)
    before = termios.tcgetattr(one.master)
    one.read_until(b"ready")
    one.process.send_signal(signal.SIGTERM)
    output = one.read_until(None)
    assert one.process.wait(HANG) == 128 + signal.SIGTERM
    assert termios.tcgetattr(one.master) == before
    for number in (1049, 1000, 1003, 1006, 2004):
        assert output.rindex(b"\x1b[?%dl" % number) > output.rfind(b"\x1b[?%dh" % number)
    assert output.rindex(b"\x1b[?25h") > output.rfind(b"\x1b[?25l")


@pytest.mark.system
def test_a_terminal_that_vanishes_without_a_signal_ends_the_app(terminal: Any) -> None:
    """SIGHUP is blocked from the start: only the hang-up of the terminal shows that it is gone."""
    ignoring = APP.replace(
        "install_signal_exits(self)",
        "install_signal_exits(self); import signal;"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])",
    )
    one = terminal(ignoring)
    one.read_until(b"ready")
    master, one.master = one.master, os.open(os.devnull, os.O_RDWR)
    os.close(master)
    one.process.wait(HANG)


IN_EDITOR = """
import os, sys
from textual.app import App
from textual.widgets import Static
from nsdi_tui.system.editor import edit_text
from nsdi_tui.system.terminal import install_signal_exits
class Reader(App[None]):
    def compose(self):
        yield Static("ready")
    def on_mount(self):
        install_signal_exits(self)
        self.set_timer(0.1, self.edit)
    def edit(self):
        with self.suspend():
            self.edited = edit_text("old", os.environ)
    def on_unmount(self):
        print("edited", self.edited.problem, flush=True)
app = Reader()
app.run()
print("left in order", flush=True)
sys.exit(app.return_code)
"""


@pytest.mark.system
@pytest.mark.parametrize(
    "editor",
    ["echo editing; exec sleep 600", "trap : TERM; echo editing; while :; do sleep 0.1; done"],
    ids=["ends at once", "must be killed"],
)
def test_a_signal_while_the_editor_runs_ends_both(
    terminal: Any, commands: Callable[..., Path], tmp_path: Path, editor: Any
) -> None:
    path = str(commands(mine=editor))
    one = terminal(IN_EDITOR, PATH=path, EDITOR="mine", TMPDIR=str(tmp_path))
    before = termios.tcgetattr(one.master)
    one.read_until(b"editing")
    one.process.send_signal(signal.SIGTERM)
    output = one.read_until(b"left in order")
    assert one.process.wait(HANG) == 128 + signal.SIGTERM
    assert b"mine was killed by signal" in output
    assert termios.tcgetattr(one.master) == before
