"""The marks in a separate thread, so the app never waits for the disk."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.marks import Marks
    from nsdi_tui.marks.model import Applied, Change, Freshness, Mark, Rescue

POLL_SECONDS = 0.7
"""How often to look for changes from other windows."""


def _ignore(*_: Any) -> None:
    """Do nothing: the callbacks of a worker that is not open yet."""


class MarksWorker:
    """Reads and writes the marks in one thread, in the order of the calls.

    `call` is given a function and its arguments in that thread, to be run by the app. Until the
    file has been opened, which happens after the first frame, no paper has a mark. Whatever fails
    in the thread is reported: to `done` of the change it belongs to, else as a notice.
    """

    def __init__(self, path: Path, call: Callable[..., Any]) -> None:
        self._path = path
        self._call = call
        self._marks: Marks | None = None
        self._failure = "the marks file is not open"
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="marks")
        self._on_change: Callable[[], None] = _ignore
        self._on_notice: Callable[[str], None] = _ignore
        self._last_notice: str | None = None
        self._rescue: Rescue | None = None
        self._is_polling = False
        self._is_settled = False
        self._is_open = False
        self._waiting: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def open(
        self,
        digests: Sequence[Digest],
        on_change: Callable[[], None],
        on_notice: Callable[[str], None],
    ) -> None:
        """Open the file; `on_change` is called then and whenever marks have changed."""
        self._on_change, self._on_notice = on_change, on_notice
        self._is_open = True
        self._submit(self._open, digests)
        for task, arguments in self._waiting:
            self._submit(task, *arguments)
        self._waiting.clear()

    def reload(self, digests: Sequence[Digest]) -> None:
        """Register reloaded digests: their papers may be new or have new keys."""
        self._submit(self._opened, digests)

    def poll(self) -> None:
        """Look for changes from other windows, unless that is under way."""
        if self._marks is not None and not self._is_polling:
            self._is_polling = True
            self._submit(self._poll)

    def close(self) -> Rescue | None:
        """Finish what is under way and close the file; return where unsaved marks went."""
        if self._waiting:
            self.open((), _ignore, _ignore)
        self._submit(self._close)
        self._thread.shutdown(wait=True)
        return self._rescue

    # Reading

    @property
    def is_settled(self) -> bool:
        """Whether the file has been opened and the digests have been compared with it."""
        return self._is_settled

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""
        return self._marks is not None and self._marks.is_used

    @property
    def unsaved(self) -> int:
        """The number of changes that could not be saved so far."""
        return self._marks.unsaved if self._marks is not None else 0

    @property
    def unsaved_message(self) -> str | None:
        """What to show while there are unsaved changes, None when there are none."""
        count = self.unsaved
        if not count:
            return None
        return "1 change not saved" if count == 1 else f"{count:,} changes not saved"

    def get(self, paper: Paper) -> Mark | None:
        """Return the marks on a paper; None until the file is open."""
        return self._marks.get(paper) if self._marks is not None else None

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return "new" or "changed" for a paper that was added since the digest was last open."""
        return self._marks.freshness(paper) if self._marks is not None else None

    @property
    def fresh(self) -> Mapping[str, Freshness]:
        """The new and changed papers of all digests that were opened, by their best keys."""
        return self._marks.fresh if self._marks is not None else {}

    # Writing

    def apply(
        self, change: Change, papers: Sequence[Paper], done: Callable[[Applied], None]
    ) -> None:
        """Change marks; `done` gets the result once it is on disk or has failed."""
        self._submit(self._apply, change, tuple(papers), done)

    def undo(self, done: Callable[[Applied | None], None]) -> None:
        """Undo the last change; `done` gets the result, None when there was nothing to undo."""
        self._submit(self._undo, done)

    def seen(self, papers: Sequence[Paper]) -> None:
        """Remember that these papers were viewed."""
        if self._marks is not None and papers:
            self._submit(self._seen, tuple(papers))

    # In the thread

    def _submit(self, task: Callable[..., None], *arguments: Any) -> None:
        if not self._is_open:
            # A key may be pressed before the first frame, after which the file is opened.
            self._waiting.append((task, arguments))
            return
        with contextlib.suppress(RuntimeError):  # The app has closed the marks.
            self._thread.submit(self._run, task, arguments)

    def _run(self, task: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        """Run a task; whatever it raises would vanish in the thread and is reported instead."""
        try:
            task(*arguments)
        except Exception as error:
            self._call(self._on_notice, f"Marks failed: {_described(error)}")

    def _open(self, digests: Sequence[Digest]) -> None:
        from nsdi_tui.marks.marks import Marks

        try:
            self._marks = Marks.open(self._path)
            self._report(has_changed=True)
            self._opened(digests)
        except Exception as error:
            self._failure = _described(error)
            raise
        finally:
            self._is_settled = True

    def _opened(self, digests: Sequence[Digest]) -> None:
        if self._marks is not None:
            for digest in digests:
                self._marks.opened(digest)
            self._report(has_changed=True)

    def _poll(self) -> None:
        try:
            if self._marks is not None:
                self._report(has_changed=self._marks.poll())
        finally:
            self._is_polling = False

    def _apply(
        self, change: Change, papers: Sequence[Paper], done: Callable[[Applied], None]
    ) -> None:
        self._finish(lambda marks: marks.apply(change, papers), done)

    def _undo(self, done: Callable[[Applied | None], None]) -> None:
        self._finish(lambda marks: marks.undo(), done)

    def _finish(self, task: Callable[[Marks], Applied | None], done: Callable[[Any], None]) -> None:
        """Run a change and hand its result to `done`, also when it raises."""
        from nsdi_tui.marks.model import Applied

        result: Applied | None
        if self._marks is None:
            result = Applied("No change made", 0, False, self._failure)
        else:
            try:
                result = task(self._marks)
            except Exception as error:
                result = Applied("Change may be lost", 0, False, _described(error))
        self._call(done, result)
        self._report(has_changed=True)

    def _seen(self, papers: Sequence[Paper]) -> None:
        if self._marks is not None:
            self._marks.seen(*papers)
            self._report(has_changed=True)

    def _close(self) -> None:
        # In the thread, because the file may still be being opened when the app ends.
        if self._marks is not None:
            self._rescue = self._marks.close()

    def _report(self, *, has_changed: bool) -> None:
        if self._marks is None:
            return
        notice = self._marks.notice
        if notice and notice != self._last_notice:
            self._call(self._on_notice, notice)
        self._last_notice = notice
        if has_changed:
            self._call(self._on_change)


def _described(error: Exception) -> str:
    text = clean(str(error))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
