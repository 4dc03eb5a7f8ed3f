"""Damaged documents for the reader, guided by the lines of code that they reach.

    python -m tests.soak.reader --seed 1 --count 500

Half of the documents are those of `tests.digest.mutations`; half are made from documents that
reached lines of the reader which none before had reached. Of each document, the reader must raise
nothing, keep or report every link, and keep no character that acts on a terminal; every export must
be written, and the Markdown export must open again as the same digest.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nsdi_tui.digest
from nsdi_tui.digest.check import check_lines
from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export import FORMATS
from nsdi_tui.export.formats import Selection, write
from tests.digest.mutations import difference, mutated
from tests.leaks import leaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType

    from nsdi_tui.digest.model import Digest

LIMIT = 20.0
"""Seconds after which a document counts as hanging the reader: it takes a few milliseconds."""
SEEDS_PER_RUN = 1_000_000
LONGEST = 40_000
_PIECES = ["\n", "* ", "  * ", "# ", "| ", "[", "](https://a.example)", "<b>", "`", "&#27;", "%1b"]


class Guide:
    """Notices when lines of the reader run that never ran before.

    Once all lines of a function have run, the function is no longer traced.
    """

    def __init__(self) -> None:
        self.lines = 0
        self._folder = str(Path(nsdi_tui.digest.__file__).parent)
        self._left: dict[int, set[int]] = {}
        # Keeps the ids above from being used again.
        self._codes: list[CodeType] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Trace what the block runs."""
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(None)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        left = self._left.get(id(code))
        if left is None:
            is_reader = code.co_filename.startswith(self._folder)
            lines = {line for *_, line in code.co_lines() if line} if is_reader else set()
            left = self._left[id(code)] = lines
            self._codes.append(code)
        return self._line if left else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        left = self._left[id(frame.f_code)]
        if event == "line" and frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.lines += 1
        return self._line if left else None


@dataclass
class Findings:
    """What a run found; `failures` are documents with what is wrong with them."""

    executions: int = 0
    lines: int = 0
    exceptions: int = 0
    hangs: int = 0
    leaks: int = 0
    lost_links: int = 0
    reopened_differently: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


class Problem(Exception):
    """A promise that a document broke: the name of its count, and what happened."""


class Fuzzer:
    """Makes and reads documents that depend on the seed alone."""

    def __init__(self, seed: int, *, is_guided: bool = True) -> None:
        self.seed = seed
        self.findings = Findings()
        self._random = random.Random(seed)
        self._next = seed * SEEDS_PER_RUN
        self._guide = Guide() if is_guided else None
        self._reached: list[str] = []

    def step(self) -> None:
        """Make one document, read it and check it."""
        text = self._document()
        self.findings.executions += 1
        before = self._guide.lines if self._guide else 0
        problem = self._problem_of(text)
        if problem:
            name = problem[0]
            setattr(self.findings, name, getattr(self.findings, name) + 1)
            small = text if name == "hangs" else shrunk(text, lambda t: _name_of(t) == name)
            self.findings.failures.append((small, f"{name}: {problem[1]}"))
        elif self._guide and self._guide.lines > before:
            self._reached.append(text)
        self.findings.lines = self._guide.lines if self._guide else 0

    def _document(self) -> str:
        self._next += 1
        if not self._reached or self._random.random() < 0.5:
            return mutated(self._next)
        chance = self._random
        lines = chance.choice(self._reached).split("\n")
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(lines))
            kind = chance.randrange(6)
            if kind == 0:
                other = chance.choice(self._reached).split("\n")
                start = chance.randrange(len(other))
                lines[at:at] = other[start : start + chance.randint(1, 8)]
            elif kind == 1 and len(lines) > 1:
                del lines[at : at + chance.randint(1, 5)]
                lines = lines or [""]
            elif kind == 2:
                lines[at] = lines[chance.randrange(len(lines))]
            else:
                line = lines[at]
                column = chance.randint(0, len(line))
                piece = chance.choice(_PIECES) * chance.choice([1, 1, 1, 2, 30])
                lines[at] = line[:column] + piece + line[column + chance.choice([0, 0, 1, 5]) :]
        return "\n".join(lines)[:LONGEST]

    def _problem_of(self, text: str) -> tuple[str, str] | None:
        if self._guide is None:
            return problem_of(text)
        with self._guide.watching():
            return problem_of(text)


def problem_of(text: str) -> tuple[str, str] | None:
    """Return which promise a document breaks, and how; None for none."""
    try:
        with _time_limit():
            _check(text)
    except Problem as problem:
        return problem.args[0], problem.args[1]
    except TimeoutError:
        return "hangs", f"more than {LIMIT:.0f} s"
    except Exception:
        return "exceptions", traceback.format_exc()
    return None


def shrunk(text: str, fails: Callable[[str], bool], tries: int = 400) -> str:
    """Return fewer lines of a text that still fail."""
    lines = text.split("\n")
    size = max(1, len(lines) // 2)
    while tries > 0:
        at = 0
        while at < len(lines) and tries > 0:
            fewer = lines[:at] + lines[at + size :]
            tries -= 1
            if fails("\n".join(fewer)):
                lines = fewer
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return "\n".join(lines)


def _name_of(text: str) -> str | None:
    problem = problem_of(text)
    return problem[0] if problem else None


def _check(text: str) -> None:
    digest = parse(text)
    for line in check_lines(digest):
        _check_clean(line)
    _check_clean("\n".join(_strings(digest)))
    links = len(list(links_of(read_blocks(text).blocks)))
    counted = sum(count for _, count in digest.account.links)
    if counted != links:
        raise Problem("lost_links", f"{links} links were written, {counted} are in the account")
    for name in FORMATS:
        if name != "marks":
            _check_clean(_exported(name, digest), "\r\n" if name == "csv" else "\n")
    json.loads(_exported("json", digest))
    if where := difference(text):
        raise Problem("reopened_differently", where)


def _check_clean(text: str, allowed: str = "\n") -> None:
    if found := leaks(text, allowed):
        raise Problem("leaks", ", ".join(found))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    else:
        names = getattr(type(value), "__slots__", None) or getattr(value, "__dict__", {})
        for name in names:
            yield from _strings(getattr(value, name))


def _exported(name: str, digest: Digest) -> str:
    out = StringIO(newline="")
    write(name, [Selection(digest, digest.papers)], out)
    return out.getvalue()


@contextmanager
def _time_limit() -> Iterator[None]:
    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    """Read documents and print those that break a promise."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    fuzzer = Fuzzer(arguments.seed)
    started = time.monotonic()
    for _ in range(arguments.count):
        fuzzer.step()
    for text, problem in fuzzer.findings.failures:
        print(f"--- {problem}\n{text}\n")
    seconds = time.monotonic() - started
    findings = fuzzer.findings
    print(f"{findings.executions} documents in {seconds:.0f} s, {findings.lines} lines reached")
    return bool(findings.failures)


if __name__ == "__main__":
    raise SystemExit(main())
