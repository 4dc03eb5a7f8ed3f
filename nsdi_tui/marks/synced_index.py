"""The index of marks in memory, kept in step with the marks file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.errors import MarksError
from nsdi_tui.marks.changes import Plan
from nsdi_tui.marks.index import MarkIndex, WriteSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.marks.model import Rescue, State
    from nsdi_tui.marks.records import Edit
    from nsdi_tui.marks.store import Store

NO_PLAN = Plan("", 0)


class SyncedIndex:
    """All marks in memory, and the edits that are not on disk yet.

    Every commit first loads what other windows wrote. While the file cannot be written, edits are
    kept and every commit or `retry` tries again. Not for two threads at once, except for reading
    `index` and the properties.
    """

    def __init__(self, store: Store) -> None:
        self.index = MarkIndex()
        self.state: State = "saved"
        self.recovery: str | None = None
        self._store = store
        self._pending: list[Edit] = []
        self._problem: str | None = None
        self._confirmation: str | None = None

    @property
    def unsaved(self) -> int:
        """The number of edits that could not be saved so far."""
        # Without a failure, they are just being written.
        return len(self._pending) if self.state == "memory" else 0

    @property
    def is_complete(self) -> bool:
        """Whether memory holds the marks of the file: not if it could not be read so far."""
        return not self._store.is_unread

    @property
    def notices(self) -> list[str]:
        """What the user should know about the marks file."""
        status = self._confirmation
        if self.state == "memory":
            status = f"Could not save marks ({self._problem}); kept in memory, will retry"
        return [notice for notice in (self.recovery, status) if notice]

    def close(self, *, rescue: bool) -> Rescue | None:
        """Close the file after a last attempt to save; return where unsaved marks went."""
        result = None
        if self._pending:
            self.commit(lambda: NO_PLAN)
        if self._pending and rescue:
            from nsdi_tui.marks.rescue import write_rescue_file

            reason = self._problem or "unknown reason"
            result = write_rescue_file(self._pending, reason, self._store.path.parent)
        self._store.close()
        return result

    def read(self, *, wait: bool = True) -> bool:
        """Bring memory up to date with the file; True when something was read."""
        try:
            if self._store.is_open:
                if not self._store.changed_elsewhere():
                    return False
                self._take(self._store.load())
                return True
            index = self._store.open_existing(wait=wait)
            if index is None:
                return False
            self._take(index)
            problem = self._store.writing_problem()
            if problem:
                self._failed(MarksError(problem))
            elif self._note_recovery():
                self.commit(lambda: NO_PLAN)
        except MarksError as error:
            self._failed(error)
            return False
        return True

    def retry(self) -> bool:
        """Try again to save; True when everything is on disk now."""
        if self._store.is_open and not self._store.was_replaced():
            if self._store.writing_problem():
                return self.read(wait=False)
            # A connection to a read-only file stays read-only.
            self._store.close()
        self.commit(lambda: NO_PLAN, wait=False)
        return self.state == "saved"

    def commit(self, make_plan: Callable[[], Plan], wait: bool = True) -> tuple[Plan, str | None]:
        """Plan on up-to-date marks, and write the plan with everything that is still unsaved.

        Returns the plan and why it is not on disk, None when it is.
        """
        problem: MarksError | None = None
        changes = WriteSet()
        try:
            changes = self._begin(wait)
        except MarksError as error:
            problem = error
        plan = make_plan()
        changes.update(self.index.edit(plan.edits))
        self._pending.extend(plan.edits)
        if problem is None:
            try:
                self._write(changes)
            except MarksError as error:
                problem = error
                self._store.rollback()
                if not error.damaged and len(self._pending) > 1:
                    self._save_smallest_first()
            else:
                self._saved()
                return plan, None
        self._failed(problem)
        is_pending = any(edit is waiting for edit in plan.edits for waiting in self._pending)
        return plan, str(problem) if is_pending or not plan.edits else None

    def _begin(self, wait: bool) -> WriteSet:
        """Start a write; memory then holds the marks of the file and all that is unsaved."""
        store = self._store
        if store.was_replaced():
            # Deleted or moved by another program: what is in memory goes into the file there now.
            self._pending = self.index.edits()
            store.close()
        changes = None
        if not store.is_open:
            index = store.open(wait=wait)
            self._note_recovery()
            changes = self._take(index)
        elif not self._pending:
            changes = WriteSet()
        store.begin(wait=wait)
        if changes is None or store.changed_elsewhere():
            changes = self._take(store.load())
        return changes

    def _write(self, changes: WriteSet) -> None:
        if changes or self.state == "memory":
            self._store.write(changes)
            self._store.commit()
        self._store.rollback()

    def _save_smallest_first(self) -> None:
        """Write unsaved edits one by one, so that one that is too big does not block the others."""
        store = self._store
        waiting = sorted(self._pending, key=lambda edit: len(edit.note.text) if edit.note else 0)
        try:
            index = store.load()
            while waiting:
                store.begin(wait=False)
                if store.changed_elsewhere():
                    index = store.load()
                store.write(index.edit(waiting[:1]))
                store.commit()
                del waiting[0]
        except MarksError:
            store.rollback()
        if len(waiting) < len(self._pending):
            self._pending = waiting
            self._take(index)

    def _take(self, index: MarkIndex) -> WriteSet:
        """Make this the index in memory, with unsaved edits on top."""
        changes = index.edit(self._pending)
        self.index = index
        return changes

    def _failed(self, error: MarksError) -> None:
        self.state = "memory"
        self._problem = str(error)
        self._confirmation = None
        if error.damaged:
            self._store.close()

    def _saved(self) -> None:
        if self.state == "memory" and self._pending:
            self._confirmation = "Saved the marks that were kept in memory"
        self._pending.clear()
        self.state = "saved"

    def _note_recovery(self) -> bool:
        """After a damaged file was quarantined, keep what is known of it for the new file."""
        store = self._store
        if store.quarantined is None:
            return False
        recovered = len(self.index) or len(store.salvaged)
        self._pending = [*store.salvaged, *self.index.edits(), *self._pending]
        self.recovery = (
            f"The marks file was damaged: recovered the marks of {counted(recovered, 'paper')}; "
            f"the damaged file is now {store.quarantined}"
        )
        store.quarantined = None
        store.salvaged = []
        return True
