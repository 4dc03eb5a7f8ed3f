"""What every test starts from: no files of the user, no variables of the terminal."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from nsdi_tui import cli
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CHANGES_THE_PICTURE = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES")
_LEADS_OUTSIDE = (
    "BROWSER",
    "DISPLAY",
    "EDITOR",
    "STY",
    "TMUX",
    "TMUX_PANE",
    "VISUAL",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "XDG_RUNTIME_DIR",
)
_FAMILIES = ("NSDI_TUI_", "SSH_", "TEXTUAL_")

# Textual reads its variables when it is imported, before any fixture runs.
for _name in list(os.environ):
    if _name in (*_CHANGES_THE_PICTURE, *_LEADS_OUTSIDE) or _name.startswith(_FAMILIES):
        del os.environ[_name]

# The same inputs at every run: a failure comes from a change, neither from chance nor from a busy
# machine.
settings.register_profile(
    "repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("random", settings.get_profile("repeatable"), derandomize=False)
settings.load_profile("repeatable")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of workers for `-n auto`, more than there are cores, and `-n logical`.

    The tests together wait for terminals more than they compute; those of the core only compute.
    """
    cores = os.cpu_count() or 1
    return cores if config.option.numprocesses == "logical" else 2 * cores


@pytest.fixture(scope="session")
def _places_of_each_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("places")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_places(_places_of_each_test: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    places = next(_places_of_each_test)
    # Other folders are created when needed, but a home folder exists.
    (places / "home").mkdir(parents=True)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(places / name.lower()))


@pytest.fixture(scope="session")
def untestable() -> Callable[[str], None]:
    """Skip a test that this machine has no means for, with the reason; in CI, fail."""

    def give_up(reason: str) -> None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to test this: {reason}")
        pytest.skip(f"NOT TESTED: {reason}")

    return give_up


@pytest.fixture
def needs(untestable: Callable[[str], None]) -> Callable[..., None]:
    """Skip a test where one of these programs is missing: `needs("tmux", "xclip")`."""

    def check(*programs: str) -> None:
        missing = [name for name in programs if shutil.which(name) is None]
        if missing:
            untestable(f"not installed: {', '.join(missing)}")

    return check


@pytest.fixture
def nsdi_tui(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command without a terminal: `nsdi_tui("--check", "-", stdin="# A digest…")`.

    It runs in this process, in a temporary folder. Output that is not UTF-8 fails the test, and so
    does a hang.
    """

    def run(*arguments: str | Path, stdin: str | bytes = b"") -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        command = [*map(str, arguments)]
        with monkeypatch.context() as changed, _no_hang():
            changed.chdir(tmp_path)
            changed.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            status = cli.run(command)
        output, errors = capfdbinary.readouterr()
        return subprocess.CompletedProcess(command, status, output.decode(), errors.decode())

    return run


@contextlib.contextmanager
def _no_hang() -> Iterator[None]:
    """Fail the test when it waits for too long."""

    def fail(*_: object) -> None:
        pytest.fail(f"it hangs: still not done after {HANG} seconds")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(HANG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
