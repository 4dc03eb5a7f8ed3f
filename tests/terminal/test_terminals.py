"""Whatever terminal the app is started in and however it ends, it leaves the terminal as it was.

Each case is one session in a new terminal. Afterwards the settings (`stty -a`) and modes are
the same as before, no process is left, and the exit status is the documented one. What needs a
shell, such as ctrl+z and fg, is in `test_leaving`.
"""

from __future__ import annotations

import os
import random
import secrets
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pseudo_terminal import PseudoTerminal
from tests.terminal.conftest import keep_bundled_digest
from tests.terminal.monkey import environment
from tests.waiting import HANG, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.system

APP = ("-m", "nsdi_tui", "--clipboard", "off")
# A defect in a command of the app.
DEFECTIVE = (
    "-c",
    """
from nsdi_tui import cli
from nsdi_tui.tui.screens.browse import BrowseScreen

def fail(*_):
    raise RuntimeError("a defect")

BrowseScreen.action_command = fail
cli.main()
""",
)
MARKER = "TEST_OF_TERMINALS"
"""A variable by which the processes of one session are recognized."""
VANISHES = "the terminal vanishes"
_random = random.Random(1)
STORM = [(_random.randrange(1, 200), _random.randrange(1, 60)) for _ in range(60)]


@dataclass(frozen=True)
class Case:
    """A session: the terminal, the keys typed, and what ends it with what status.

    In the first of a user the digest is read, in later ones it comes from the cache.
    """

    sizes: tuple[tuple[int, int], ...] = ((120, 40),)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    keys: bytes = b"n*"
    end: bytes | signal.Signals | str | None = b"q"
    status: int = 0
    program: tuple[str, ...] = APP
    is_first: bool = False


CASES = {
    # Sizes
    "1x1": Case(((1, 1),)),
    "3x3": Case(((3, 3),)),
    "20x5": Case(((20, 5),)),
    "60x20": Case(((60, 20),)),
    "400x120": Case(((400, 120),)),
    "resize storm": Case(((80, 24), *STORM, (100, 30))),
    "120x40, the first time": Case(is_first=True),
    # Endings
    "ctrl+q": Case(end=b"\x11"),
    "ctrl+q in the filter": Case(keys=b"/", end=b"\x11"),
    "ctrl+c twice": Case(end=b"\x03\x03"),
    "SIGINT": Case(end=signal.SIGINT, status=130),
    "SIGQUIT": Case(end=signal.SIGQUIT, status=131),
    "SIGTERM": Case(end=signal.SIGTERM, status=143),
    "SIGHUP": Case(end=signal.SIGHUP, status=129),
    "SIGTERM at 1x1": Case(((1, 1),), end=signal.SIGTERM, status=143),
    VANISHES: Case(end=VANISHES, status=129),
    "a defect of the app": Case(program=DEFECTIVE, keys=b"", end=b"n", status=1),
    # Kinds of terminals and of users
    "TERM=dumb": Case(variables={"TERM": "dumb"}, end=None, status=2),
    "TERM=xterm": Case(variables={"TERM": "xterm"}),
    "TERM=linux": Case(variables={"TERM": "linux"}),
    "no TERM": Case(variables={"TERM": None}),
    "no colors": Case(variables={"NO_COLOR": "1"}),
    "ASCII locale": Case(variables={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "no HOME": Case(variables={"HOME": None}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_terminal_is_left_as_it_was(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    marker = secrets.token_hex(8)
    environ = {**environment(tmp_path), **case.variables, MARKER: marker}
    if not case.is_first:
        keep_bundled_digest(Path(str(environ["XDG_CACHE_HOME"])) / "nsdi-tui")
    command = [sys.executable, *case.program]
    with PseudoTerminal(command, environ, tmp_path, case.sizes[0]) as terminal:
        if case.end is not None:
            play(case, terminal, marker)
        status = terminal.process.wait(HANG) if case.end == VANISHES else terminal.wait()
        assert status == case.status, terminal.output[-2000:]
        wait_for_processes(marker, set())
        if case.end == VANISHES:
            return
        assert terminal.current_settings() == terminal.settings
        assert terminal.modes_left_on() == set()
        if case.end is None:
            assert terminal.output.startswith(b"nsdi-tui: ")
            assert terminal.output.count(b"\n") == 1
        # A defect is printed for the report of it; nothing else is.
        assert (b"Traceback" in terminal.output) == (case.program is DEFECTIVE)


def play(case: Case, terminal: PseudoTerminal, marker: str) -> None:
    """Start the app, resize the terminal, type the keys, and end the session."""
    shown = "SYMI" if case.sizes[0] >= (60, 20) else "\x1b[?1049h"
    terminal.wait_for(shown)
    for size in case.sizes[1:]:
        terminal.resize(*size)
        terminal.read(0)
    terminal.read_all()
    terminal.write(case.keys)
    terminal.read_all()
    assert terminal.process.poll() is None
    assert {1049, 25} <= terminal.modes_left_on()
    assert terminal.current_settings() != terminal.settings
    if has_proc():
        assert terminal.process.pid in processes(marker)
    if isinstance(case.end, signal.Signals):
        terminal.process.send_signal(case.end)
    elif isinstance(case.end, bytes):
        terminal.write(case.end)
    else:
        terminal.vanish()


def has_proc() -> bool:
    """Whether the processes of the system can be looked at as files."""
    return Path("/proc/self/environ").exists()


def processes(marker: str) -> set[int]:
    """Return the processes that were started with this value of the marker."""
    wanted = f"{MARKER}={marker}".encode()
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and wanted in (entry / "environ").read_bytes():
                found.add(int(entry.name))
        except OSError:
            # Ended meanwhile, or of another user.
            continue
    return found


def wait_for_processes(marker: str, expected: set[int]) -> None:
    """Wait until these are the processes of the session; fail when others stay."""
    if has_proc():
        wait_until(lambda: processes(marker) == expected, f"only {expected} should be running")


@pytest.mark.skipif(not has_proc(), reason="no /proc to look for processes")
def test_a_process_left_behind_would_be_noticed(tmp_path: Path) -> None:
    marker = secrets.token_hex(8)
    environ = {**os.environ, MARKER: marker}
    pid = os.posix_spawn("/bin/sleep", ["sleep", str(HANG)], environ)
    try:
        wait_for_processes(marker, {pid})
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert processes(marker) == set()
