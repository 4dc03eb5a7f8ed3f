"""Documents that once took too long or too much memory are read within bounds."""

from __future__ import annotations

import os
import resource
import signal
import sys
from functools import cache

import pytest

from nsdi_tui.digest.reading.document import parse
from tests.hostile.inputs import BIG

SECONDS = 30
"""Of processor time: a guard against hanging, far above what a slow machine needs."""
TIMES, MEGABYTES = 20, 60
"""Memory allowed: so many times the size of the document, and so much in addition."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in other units")
@pytest.mark.parametrize("name", BIG)
def test_a_big_document_is_read_within_bounds(name: str) -> None:
    text = BIG[name]
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "tests.hostile.test_big", name],
        {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    used = (usage.ru_maxrss - _base()) / 1024
    allowed = TIMES * len(text.encode()) / 1e6 + MEGABYTES
    assert used < allowed, f"{used:.0f} MB for {len(text.encode()) / 1e6:.2f} MB"


@cache
def _base() -> int:
    """Return the kilobytes that reading a small document takes."""
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "tests.hostile.test_big", ""],
        {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return os.wait4(pid, 0)[2].ru_maxrss


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    parse(BIG.get(sys.argv[1], "# Birds\n\n* Heron: Wading\n"))
