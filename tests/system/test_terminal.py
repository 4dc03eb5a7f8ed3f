"""The terminal: keys come from it whatever standard input was, and it is left in order."""

from __future__ import annotations

import signal
import subprocess
import sys
import termios

import pytest

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
def test_keys_come_from_the_terminal_after_a_pipe(terminal, piped):
    one = terminal(ATTACH, stdin=piped)
    one.read_until(f"digest {len(piped)} problem None".encode())
    one.type(b"moe\n")
    one.read_until(b"read moe")
    assert one.process.wait(20) == 0


@pytest.mark.system
def test_a_closed_standard_input_is_replaced_too(terminal):
    script = (
        "import os, sys; from nsdi_tui.system.terminal import attach_terminal_stdin\n"
        "os.close(0); assert attach_terminal_stdin() is None\n"
        "assert os.isatty(0) and os.get_inheritable(0)\n"
        "print('got', sys.stdin.readline())"
    )
    one = terminal(script)
    one.type(b"moe\n")
    one.read_until(b"got moe")


def test_without_a_terminal_it_says_so():
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
        timeout=20,
        check=True,
        start_new_session=True,
    )
    assert done.stdout == "there is no terminal to read keys from\nOSError\n"


TELL = """
from nsdi_tui.system.terminal import tell, terminal_problem
tell(terminal_problem() or 'fine')
"""


@pytest.mark.system
@pytest.mark.parametrize(
    ("redirect", "environ", "told"),
    [
        ("", {}, b"fine"),
        ("> {log}", {}, b"standard output is not a terminal"),
        ("2> {log}", {}, b"standard error is not a terminal"),
        ("", {"TERM": "dumb"}, b"cannot draw an app (TERM=dumb)"),
    ],
)
def test_what_is_wrong_is_told_where_it_can_be_seen(terminal, tmp_path, redirect, environ, told):
    command = f'"{sys.executable}" -c "{TELL}" {redirect.format(log=tmp_path / "log")}'
    one = terminal(f"import os; os.execvp('sh', ['sh', '-c', {command!r}])", **environ)
    assert told in one.read_until(None)
    assert one.output.count(b"\n") == 1


def test_with_no_terminal_at_all_standard_error_is_told():
    done = subprocess.run(
        [sys.executable, "-c", TELL], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout == ""
    assert "standard output is not a terminal" in done.stderr


@pytest.mark.system
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_ends_the_app_and_leaves_the_terminal_as_it_was(terminal, number):
    one = terminal(APP)
    before = termios.tcgetattr(one.master)
    one.read_until(b"ready")
    assert termios.tcgetattr(one.master) != before
    one.process.send_signal(number)
    output = one.read_until(b"left in order")
    assert one.process.wait(20) == 128 + number
    assert termios.tcgetattr(one.master) == before
    for switched_off in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h"):
        assert switched_off in output
