"""The marks as the app uses them: read from memory, written to the disk, undone."""

from __future__ import annotations

import time
from threading import RLock
from typing import TYPE_CHECKING

from nsdi_tui.marks.changes import Plan, Touch, plan_adoption, plan_change, plan_undo
from nsdi_tui.marks.faults import StoreError
from nsdi_tui.marks.index import Dirty, Index
from nsdi_tui.marks.model import Applied, Change, Freshness, Mark, State
from nsdi_tui.marks.news import News
from nsdi_tui.marks.snapshots import place_of
from nsdi_tui.marks.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.exchange import ImportReport
    from nsdi_tui.marks.records import Edit


class Marks:
    """The marks of one file, over one session.

    `get`, `freshness`, `state` and `notice` are read from memory, at once, in any thread.
    Everything else may wait for the disk or for another writer (two seconds at most), and is
    meant for a worker thread; one lock makes it safe from several. While the file cannot be
    written, changes are kept in memory and every `poll` tries again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = RLock()
        self._index = Index()
        self._pending: list[Edit] = []
        self._steps: list[tuple[str, tuple[Touch, ...]]] = []
        self._own_times: set[int] = set()
        self._news = News(store, self._lock)
        # Digests that were opened while the file could not be used, by their place.
        self._waiting: dict[str, Digest] = {}
        self._state: State = "saved"
        self._trouble: str | None = None
        self._aside: str | None = None

    @classmethod
    def open(cls, path: Path) -> Marks:
        """Open the marks file; what stands in the way is told by `state` and `notice`.

        A file that does not exist is made by the first change.
        """
        marks = cls(Store(path))
        with marks._lock:
            marks._read()
        return marks

    @property
    def state(self) -> State:
        """ "saved" when all marks are on the disk, "memory" when changes cannot be written."""
        return self._state

    @property
    def notice(self) -> str | None:
        """What the reader should know of the marks file, in one line."""
        return " ".join(filter(None, (self._aside, self._trouble))) or None

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""
        return len(self._index) > 0

    def close(self) -> None:
        """Close the file, after a last try to save what waits; the rest is lost."""
        with self._lock:
            if self._pending:
                self._carry_out(lambda: Plan("", 0))
            self._store.close()

    def get(self, paper: Paper) -> Mark:
        """Return what the reader says of this paper."""
        return self._index.mark(paper.keys)

    def apply(self, change: Change, papers: Sequence[Paper]) -> Applied:
        """Change the marks of these papers, as one step of undo."""
        with self._lock:
            plan, problem = self._carry_out(
                lambda: plan_change(self._index, change, papers, self._now())
            )
            if plan.touches:
                self._steps.append((plan.text, plan.touches))
            return Applied(plan.text, len(plan.edits), problem is None, problem)

    def undo(self) -> Applied | None:
        """Take back this session's last step; None when there is none left.

        A mark that another instance changed since is left alone, and counted in the text.
        """
        with self._lock:
            if not self._steps:
                return None
            text, touches = self._steps.pop()
            plan, problem = self._carry_out(
                lambda: plan_undo(self._index, text, touches, self._own_times, self._now())
            )
            return Applied(plan.text, len(plan.edits), problem is None, problem)

    def opened(self, digest: Digest) -> None:
        """Take note of a digest that was opened, or read again.

        Its papers' marks gain the keys that the papers have now; what came since it was last read
        is new or changed from here on. Linear in the papers; writes all of them the first time.
        """
        with self._lock:
            _, problem = self._carry_out(lambda: plan_adoption(self._index, digest.papers))
            self._waiting.pop(place_of(digest), None)
            if problem is not None:
                self._waiting[place_of(digest)] = digest
                return
        if not self._news.opened(digest):
            self._waiting[place_of(digest)] = digest

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return "new" or "changed" for a paper that came since, until it was looked at."""
        return self._news.freshness(paper)

    def seen(self, *papers: Paper) -> None:
        """Remember that the reader has looked at these papers."""
        self._news.seen(papers)

    def poll(self) -> bool:
        """Take in what other instances wrote, save what could not be saved before.

        True when marks, state or notice may have changed.
        """
        with self._lock:
            before = (self._state, self.notice)
            if self._state == "saved" and not self._store.was_replaced():
                changed = self._read(wait=False)
            else:
                changed = self._retry()
            if self._state == "saved":
                self._news.save()
                for digest in list(self._waiting.values()):
                    self.opened(digest)
            return changed or before != (self._state, self.notice)

    def export_lines(self) -> Iterator[str]:
        """Yield all marks as JSON lines: see `exchange`."""
        from nsdi_tui.marks.exchange import export_lines

        with self._lock:
            records = list(self._index)
        return export_lines(records)

    def import_lines(self, lines: Iterable[str], *, dry_run: bool = False) -> ImportReport:
        """Merge marks that another machine exported: all of them, or none if a line is bad.

        A dry run reports what an import would do, and does nothing.
        """
        from nsdi_tui.marks.exchange import Counts, ImportReport, count_changes, parse_lines

        parsed = parse_lines(lines)
        if parsed.bad:
            return ImportReport(dry_run, parsed.bad, Counts())
        with self._lock:
            counts = Counts()

            def plan() -> Plan:
                nonlocal counts
                counts = count_changes(self._index.copy(), parsed.edits)
                return Plan("", 0, parsed.edits)

            if dry_run:
                plan()
                return ImportReport(dry_run, (), counts)
            _, problem = self._carry_out(plan)
            return ImportReport(dry_run, (), counts, problem)

    def _read(self, *, wait: bool = True) -> bool:
        """Bring memory up to date with the file; True when something was read."""
        try:
            if self._store.is_open:
                if not self._store.changed_elsewhere():
                    return False
                self._take(self._store.load())
                return True
            index = self._store.open_existing(wait=wait)
            self._told_aside()
            if index is None:
                return False
            self._take(index)
            problem = self._store.writing_problem()
            if problem:
                self._failed(StoreError(problem))
        except StoreError as error:
            self._failed(error)
            return False
        return True

    def _retry(self) -> bool:
        if self._store.is_open and not self._store.was_replaced():
            if self._store.writing_problem():
                return self._read(wait=False)
            # A connection to a read-only file stays read-only for good.
            self._store.close()
        self._carry_out(lambda: Plan("", 0), wait=False)
        return self._state == "saved"

    def _carry_out(self, plan_in: Callable[[], Plan], wait: bool = True) -> tuple[Plan, str | None]:
        """Plan on marks that are up to date, and write it with whatever waits for writing.

        Returns the plan and why it is not on the disk, None when it is.
        """
        problem: StoreError | None = None
        dirty = Dirty()
        try:
            dirty = self._begin(wait)
        except StoreError as error:
            problem = error
        plan = plan_in()
        if plan.edits:
            self._own_times.add(plan.at)
        dirty.update(self._index.edit(plan.edits))
        try:
            if problem is None and dirty:
                self._store.write(dirty)
                self._store.commit()
            self._store.rollback()
        except StoreError as error:
            problem = error
        if problem is None:
            self._saved()
            return plan, None
        self._pending.extend(plan.edits)
        self._failed(problem)
        return plan, str(problem)

    def _begin(self, wait: bool) -> Dirty:
        """Start a write; memory then holds the file's marks and all that waits for writing."""
        store = self._store
        if store.was_replaced():
            # Deleted or put aside by somebody else: what we know goes into whatever is there now.
            self._pending = self._index.edits()
            store.close()
        dirty = None
        if not store.is_open:
            index = store.open(wait=wait)
            if store.put_aside:
                self._pending = self._index.edits()
            dirty = self._take(index)
        elif not self._pending:
            dirty = Dirty()
        store.begin(wait=wait)
        if dirty is None or store.changed_elsewhere():
            dirty = self._take(store.load())
        return dirty

    def _take(self, index: Index) -> Dirty:
        """Make these the marks in memory, with what waits for writing on top of them."""
        dirty = index.edit(self._pending)
        self._index = index
        return dirty

    def _failed(self, error: StoreError) -> None:
        self._state = "memory"
        self._told_aside()
        self._trouble = f"Marks stay in memory, not saved: {error}. Saving is tried again."
        if error.damaged:
            self._store.close()

    def _saved(self) -> None:
        self._pending.clear()
        if self._state == "memory":
            self._trouble = "Marks are saved again."
        self._state = "saved"
        self._told_aside()

    def _told_aside(self) -> None:
        if self._store.put_aside:
            self._aside = (
                "The marks file was damaged: it was put aside as "
                f"{self._store.put_aside}, and a new one is begun."
            )
            self._store.put_aside = None

    def _now(self) -> int:
        return time.time_ns() // 1_000
