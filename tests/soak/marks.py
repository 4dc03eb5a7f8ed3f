"""Processes that mark papers and are killed: what they acknowledged must be there.

Two processes mark different papers in one file at once, each change following from the seed, and
print the number of each change that is on disk. Both are killed at some moment. The file then has
to hold what the acknowledged changes made, or one change more: the one under way.
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Paper
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import Change, Mark, SetFlag, SetNote

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = 12
"""Papers of each process."""
_CHILD = """
import sys
from pathlib import Path
from nsdi_tui.marks.marks import Marks
from tests.soak.marks import changes, paper_of

marks = Marks.open(Path(sys.argv[1]))
for number, (paper, change) in enumerate(changes(sys.argv[2], int(sys.argv[3])), 1):
    marks.apply(change, [paper_of(sys.argv[2], paper)])
    # On a busy machine the other process may hold the file for longer than a change waits.
    while marks.unsaved:
        marks.poll()
    print(number, flush=True)
"""


@dataclass
class Kills:
    """What was killed, and what was lost of it."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    failures: list[str] = field(default_factory=list)


def paper_of(owner: str, number: int) -> Paper:
    """Return a paper of one of the processes."""
    title = f"Paper {number} of {owner}"
    return Paper(title, None, (), None, (), (), (), (), (), (f"title:{title.lower()}",), 1)


def changes(owner: str, seed: int) -> list[tuple[int, Change]]:
    """Return the changes of a process: which of its papers, and what."""
    chance = random.Random(f"{owner} {seed}")
    made: list[tuple[int, Change]] = []
    for number in range(2_000):
        change: Change
        if chance.random() < 0.4:
            change = SetNote(f"note {number} " + "x" * chance.choice([0, 10, 5_000]))
        else:
            change = SetFlag(chance.choice(["starred", "read"]), chance.random() < 0.6)
        made.append((chance.randrange(PAPERS), change))
    return made


def expected(made: list[tuple[int, Change]], before: dict[int, Mark]) -> dict[int, Mark]:
    """Return the marks of a process's papers after these changes."""
    marks = dict(before)
    for paper, change in made:
        mark = marks.get(paper, Mark())
        if isinstance(change, SetNote):
            marks[paper] = Mark(mark.starred, mark.read, change.text.strip())
        elif change.flag == "starred":
            marks[paper] = Mark(bool(change.on), mark.read, mark.note)
        else:
            marks[paper] = Mark(mark.starred, bool(change.on), mark.note)
    return marks


class Killer:
    """Starts and kills pairs of processes on one marks file."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed = seed
        self.findings = Kills()
        self._file = folder / "marks.sqlite3"
        self._random = random.Random(seed)
        self._round = 0
        self._before: dict[str, dict[int, Mark]] = {"left": {}, "right": {}}

    def step(self) -> None:
        """Start two processes, kill them, and compare the file with what they acknowledged."""
        self._round += 1
        number = self.seed * 100_000 + self._round
        children = {owner: self._start(owner, number) for owner in self._before}
        wanted = self._random.randrange(1, 40)
        first = self._random.choice(list(children))
        done: dict[str, int] = dict.fromkeys(children, 0)
        output = children[first].stdout
        assert output is not None
        for _ in range(wanted):
            line = output.readline()
            if not line.endswith("\n"):
                break
            done[first] = int(line)
        for child in children.values():
            child.kill()
        for owner, child in children.items():
            # Not by `communicate`, which does not know what was read ahead.
            assert child.stdout is not None
            assert child.stderr is not None
            with child.stdout, child.stderr:
                rest, errors = child.stdout.read(), child.stderr.read()
            child.wait()
            if errors:
                self.findings.failures.append(f"seed {number}: {errors}")
            # A line that the kill cut off acknowledges nothing.
            lines = rest.split("\n")[:-1]
            done[owner] = int(lines[-1]) if lines else done[owner]
            self.findings.kills += 1
            self.findings.acknowledged += done[owner]
        marks = Marks.open(self._file)
        # What could not be read yet is not lost.
        while marks.state != "saved":
            marks.poll()
        for owner in children:
            self._compare(owner, number, done[owner], marks)
        if marks.notice:
            self.findings.failures.append(f"seed {number}: {marks.notice}")
        marks.close()

    def _start(self, owner: str, number: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(self._file), owner, str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _compare(self, owner: str, number: int, done: int, marks: Marks) -> None:
        papers = range(PAPERS)
        found = {paper: marks.get(paper_of(owner, paper)) for paper in papers}
        made = changes(owner, number)
        before = self._before[owner]
        allowed = [expected(made[: done + more], before) for more in (0, 1)]
        allowed = [{paper: each.get(paper, Mark()) for paper in papers} for each in allowed]
        if found not in allowed:
            wrong = [p for p in papers if found[p] not in [each[p] for each in allowed]]
            self.findings.lost += max(1, len(wrong))
            shown = "; ".join(f"{found[p]} for {allowed[0][p]}"[:200] for p in wrong)
            problem = f"seed {number}: {owner} lost marks after change {done}: {shown}"
            self.findings.failures.append(problem)
        self._before[owner] = found
