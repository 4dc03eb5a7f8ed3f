"""Documents that once took too long or too much memory are read within bounds.

Each is read by a new process, forked from one that has imported the reader:

    python -m tests.hostile.test_big

reads names of documents, and answers each with a line: exit status and kilobytes used.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from tests.hostile.inputs import BIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 30
"""Of processor time: a guard against hanging, far above what a slow machine needs."""
TIMES, MEGABYTES = 20, 60
"""Memory allowed: so many times the size of the document, and so much in addition."""
SMALL = "a small document"


@pytest.fixture(scope="module")
def read() -> Iterator[Callable[[str], tuple[int, int]]]:
    """Read the document of a name; return the exit status and the kilobytes of the process."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.test_big"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        questions, answers = server.stdin, server.stdout

        def ask(name: str) -> tuple[int, int]:
            print(name, file=questions, flush=True)
            status, size = answers.readline().split()
            return int(status), int(size)

        yield ask
        questions.close()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in other units")
@pytest.mark.parametrize("name", BIG)
def test_a_big_document_is_read_within_bounds(
    name: str, read: Callable[[str], tuple[int, int]]
) -> None:
    size = len(BIG[name].encode()) / 1e6
    status, most = read(name)
    assert status == 0
    used = (most - read(SMALL)[1]) / 1024
    assert used < TIMES * size + MEGABYTES, f"{used:.0f} MB for {size:.2f} MB"


def test_failures_would_be_noticed(read: Callable[[str], tuple[int, int]]) -> None:
    assert read("an error")[0] == 1
    assert read("a hang")[0] == -signal.SIGPROF
    status, most = read("a hundred megabytes")
    assert status == 0
    assert (most - read(SMALL)[1]) / 1024 > 90


def _read(name: str) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, 0.1 if name == "a hang" else SECONDS)
    if name == "an error":
        raise ValueError(name)
    while name == "a hang":
        pass
    if name == "a hundred megabytes":
        bytearray(os.urandom(1)) * 100_000_000
    parse(BIG.get(name, "# Birds\n\n* Heron: Wading\n"))


def _serve() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                _read(line.rstrip("\n"))
            except BaseException:
                os._exit(1)
            os._exit(0)
        _, status, usage = os.wait4(pid, 0)
        print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, flush=True)


if __name__ == "__main__":
    _serve()
