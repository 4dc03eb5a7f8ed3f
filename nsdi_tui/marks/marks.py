"""The marks of one session: read from memory, written to disk, undone."""

from __future__ import annotations

import time
from threading import RLock
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.errors import MarksError
from nsdi_tui.marks.changes import Plan, Step, plan_adoption, plan_change, plan_undo
from nsdi_tui.marks.freshness import FreshnessTracker
from nsdi_tui.marks.model import Applied, Change, Freshness, Mark, Rescue, State
from nsdi_tui.marks.records import Edit
from nsdi_tui.marks.snapshots import place_of
from nsdi_tui.marks.store import Store
from nsdi_tui.marks.synced_index import SyncedIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.exchange import ImportReport

_MOST_MISSING = 3


class Marks:
    """The marks in one file.

    `get`, `freshness`, `fresh`, `state`, `unsaved` and `notice` are read from memory, immediately,
    in any thread. Everything else may wait for the disk or for another writer (at most two seconds)
    and belongs in a worker thread; a lock makes it safe from several. While the file cannot be
    written, changes are kept in memory, and every `poll` tries again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = RLock()
        self._synced = SyncedIndex(store)
        self._steps: list[Step] = []
        self._own_times: set[int] = set()
        self._freshness = FreshnessTracker(store, self._lock)
        # Digests that were opened while the file could not be used, by place.
        self._waiting: dict[str, Digest] = {}
        self._missing: str | None = None

    @classmethod
    def open(cls, path: Path) -> Marks:
        """Open the marks file; problems are reported by `state` and `notice`.

        A file that does not exist is created by the first change.
        """
        marks = cls(Store(path))
        with marks._lock:
            marks._synced.read()
        return marks

    @property
    def state(self) -> State:
        """ "saved" when all marks are on disk, "memory" while the file cannot be written."""
        return self._synced.state

    @property
    def unsaved(self) -> int:
        """The number of changes that could not be saved so far."""
        return self._synced.unsaved

    @property
    def notice(self) -> str | None:
        """What the user should know about the marks file, in one line."""
        parts = [*self._synced.notices, *([self._missing] if self._missing else [])]
        return ". ".join(parts) or None

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""
        return len(self._synced.index) > 0

    @property
    def recovery(self) -> str | None:
        """What happened to a damaged marks file, None when it was not damaged."""
        return self._synced.recovery

    def close(self, *, rescue: bool = True) -> Rescue | None:
        """Close the file after a last attempt to save everything.

        What still cannot be saved is written to a rescue file if wanted; the result names it.
        """
        with self._lock:
            return self._synced.close(rescue=rescue)

    def get(self, paper: Paper) -> Mark:
        """Return the marks on this paper."""
        return self._synced.index.mark(paper.keys)

    def apply(self, change: Change, papers: Sequence[Paper]) -> Applied:
        """Change the marks of these papers, as one step that can be undone."""
        with self._lock:
            plan, problem = self._synced.commit(
                lambda: plan_change(
                    self._synced.index,
                    change,
                    papers,
                    self._now(),
                    is_complete=self._synced.is_complete,
                )
            )
            if plan.step is not None:
                self._steps.append(plan.step)
                self._own_times.add(plan.at)
            problem = plan.refusal or problem
            return Applied(
                plan.text, len(plan.edits), problem is None, problem, plan.step is not None
            )

    def undo(self) -> Applied | None:
        """Undo this session's last step; None when there is none left.

        A mark that was changed in another window since is left alone, and counted in the text.
        """
        with self._lock:
            if not self._steps:
                return None
            step = self._steps.pop()
            plan, problem = self._synced.commit(
                lambda: plan_undo(self._synced.index, step, self._own_times, self._now())
            )
            self._own_times.add(plan.at)
            return Applied(plan.text, len(plan.edits), problem is None, problem)

    def opened(self, digest: Digest) -> None:
        """Register a digest that was opened or reloaded.

        The marks of its papers get the keys that the papers have now; what was added since it was
        last open becomes new or changed. Linear in the papers; writes all of them the first time.
        """
        with self._lock:
            _, problem = self._synced.commit(
                lambda: plan_adoption(self._synced.index, digest.papers)
            )
            self._waiting.pop(place_of(digest), None)
            if problem is not None:
                self._waiting[place_of(digest)] = digest
                return
        if not self._freshness.opened(digest):
            self._waiting[place_of(digest)] = digest
            return
        with self._lock:
            self._follow(digest)

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return "new" or "changed" for a paper that was added, until it was viewed."""
        return self._freshness.freshness(paper)

    @property
    def fresh(self) -> dict[str, Freshness]:
        """The new and changed papers of all digests that were opened, by their best keys."""
        return self._freshness.all

    def seen(self, *papers: Paper) -> None:
        """Remember that these papers were viewed."""
        self._freshness.seen(papers)

    def poll(self) -> bool:
        """Load what other windows wrote, and save what could not be saved before.

        True when marks, state or notice may have changed.
        """
        with self._lock:
            before = (self._synced.state, self.notice)
            if self._synced.state == "saved" and not self._store.was_replaced():
                changed = self._synced.read(wait=False)
            else:
                changed = self._synced.retry()
            if self._synced.state == "saved":
                self._freshness.save()
                for digest in list(self._waiting.values()):
                    self.opened(digest)
            return changed or before != (self._synced.state, self.notice)

    def export_lines(self) -> Iterator[str]:
        """Yield all marks as JSON lines: see `exchange`."""
        from nsdi_tui.marks.exchange import export_lines

        with self._lock:
            records = list(self._synced.index)
        return export_lines(records)

    def import_lines(self, lines: Iterable[str]) -> ImportReport:
        """Merge exported marks: all of them, or none if a line is invalid."""
        from nsdi_tui.marks.exchange import Counts, ImportReport, count_changes, parse_lines

        parsed = parse_lines(lines)
        counts = Counts()
        if parsed.bad:
            return ImportReport(False, parsed.bad, counts)

        def plan() -> Plan:
            nonlocal counts
            counts = count_changes(self._synced.index.copy(), parsed.edits)
            return Plan("", 0, parsed.edits)

        with self._lock:
            _, problem = self._synced.commit(plan)
            return ImportReport(False, (), counts, problem)

    # Papers that lost all their keys in an edited digest

    def _follow(self, digest: Digest) -> None:
        from nsdi_tui.marks.following import follow

        listed = {r.id for paper in digest.papers for r in self._synced.index.find(paper.keys)}
        unlisted = [record for record in self._synced.index if record.id not in listed]
        try:
            missing = self._freshness.missing(digest, unlisted)
        except MarksError:
            return  # The next write reports what is wrong with the file.
        if not missing:
            return
        candidates = [
            paper
            for paper in self._freshness.fresh_papers(digest)
            if not self._synced.index.find(paper.keys)
        ]
        pairs = follow(missing, candidates)
        edits = tuple(Edit((*record.keys, *p.keys), p.title) for record, p in pairs)
        self._synced.commit(lambda: Plan("", 0, edits))
        self._freshness.followed(digest, [paper for _, paper in pairs])
        moved = {record.id for record, _ in pairs}
        lost = [record for record in missing if record.id not in moved]
        self._freshness.reported_missing(digest, lost)
        if lost:
            self._missing = _missing_notice(digest, [record.title for record in lost])

    def _now(self) -> int:
        return time.time_ns() // 1_000


def _missing_notice(digest: Digest, titles: Sequence[str]) -> str:
    named = ", ".join(titles[:_MOST_MISSING]) + (", …" if len(titles) > _MOST_MISSING else "")
    subject = counted(len(titles), "marked paper") + (" is" if len(titles) == 1 else " are")
    return f"{subject} no longer in {digest.source} (marks kept): {named}"
