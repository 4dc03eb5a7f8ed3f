"""The reader's marks in the app: read at once, written in a thread, watched for other windows."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.model import Applied, Change, Freshness, Mark
    from nsdi_tui.marks.session import Marks

POLL_SECONDS = 0.7
"""How often another window's changes are looked for."""


class Marking:
    """The door to the marks: one thread does all that may wait for the disk, in order.

    Until the file has been opened, which happens after the first frame, no paper has a mark.
    `answer` is called in that thread with a function and its arguments, to be run by the app.
    """

    def __init__(self, path: Path, answer: Callable[..., Any]) -> None:
        self._path = path
        self._answer = answer
        self._marks: Marks | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="marks")
        self._told: str | None = None
        self._polling = False
        self._settled = False
        self._is_open = False
        self._waiting: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def open(
        self,
        digests: Sequence[Digest],
        changed: Callable[[], None],
        notice: Callable[[str], None],
    ) -> None:
        """Open the file; then and whenever marks change, `changed` is called, `notice` told."""
        self._changed, self._notice = changed, notice
        self._is_open = True
        self._submit(self._open, digests)
        for task, arguments in self._waiting:
            self._submit(task, *arguments)
        self._waiting.clear()

    def _open(self, digests: Sequence[Digest]) -> None:
        from nsdi_tui.marks.session import Marks

        self._marks = Marks.open(self._path)
        self._report(has_changed=True)
        self._opened(digests)
        self._settled = True

    def read_again(self, digests: Sequence[Digest]) -> None:
        """Take note of digests that were read again: their papers may be new or have new keys."""
        self._submit(self._opened, digests)

    def _opened(self, digests: Sequence[Digest]) -> None:
        if self._marks is not None:
            for digest in digests:
                self._marks.opened(digest)
            self._report(has_changed=True)

    def _report(self, *, has_changed: bool) -> None:
        marks = self._marks
        if marks is None:
            return
        if marks.notice and marks.notice != self._told:
            self._answer(self._notice, marks.notice)
        self._told = marks.notice
        if has_changed:
            self._answer(self._changed)

    def _submit(self, task: Callable[..., None], *arguments: Any) -> None:
        if not self._is_open:
            # A key may be quicker than the first frame, after which the file is opened.
            self._waiting.append((task, arguments))
            return
        with contextlib.suppress(RuntimeError):  # The app has closed the marks.
            self._thread.submit(task, *arguments)

    def poll(self) -> None:
        """Look for another window's changes, unless that is under way."""
        if self._marks is not None and not self._polling:
            self._polling = True
            self._submit(self._poll)

    def _poll(self) -> None:
        try:
            if self._marks is not None:
                self._report(has_changed=self._marks.poll())
        finally:
            self._polling = False

    def close(self) -> None:
        """Finish what is under way, and close the file."""
        self._submit(self._close)
        self._thread.shutdown(wait=True)

    def _close(self) -> None:
        # Asked in the thread: the file may be about to be opened when the app ends.
        if self._marks is not None:
            self._marks.close()

    # Reading

    @property
    def is_settled(self) -> bool:
        """Whether the file has been opened, and what the digests hold compared with it."""
        return self._settled

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""
        return self._marks is not None and self._marks.is_used

    def get(self, paper: Paper) -> Mark | None:
        """What the reader says of a paper; None until the file is open."""
        return self._marks.get(paper) if self._marks is not None else None

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return "new" or "changed" for a paper that came since the digest was last read."""
        return self._marks.freshness(paper) if self._marks is not None else None

    # Writing

    def apply(
        self, change: Change, papers: Sequence[Paper], done: Callable[[Applied], None]
    ) -> None:
        """Change marks; `done` is told what happened once it is on the disk, or is known not to."""
        self._submit(self._apply, change, tuple(papers), done)

    def _apply(
        self, change: Change, papers: Sequence[Paper], done: Callable[[Applied], None]
    ) -> None:
        if self._marks is not None:
            applied = self._marks.apply(change, papers)
            self._answer(done, applied)
            self._report(has_changed=True)

    def undo(self, done: Callable[[Applied | None], None]) -> None:
        """Take the last change back; `done` is told what that was, None when there was none."""
        self._submit(self._undo, done)

    def _undo(self, done: Callable[[Applied | None], None]) -> None:
        if self._marks is not None:
            self._answer(done, self._marks.undo())
            self._report(has_changed=True)

    def seen(self, papers: Sequence[Paper]) -> None:
        """Remember that the reader has looked at these papers."""
        if self._marks is not None and papers:
            self._submit(self._seen, tuple(papers))

    def _seen(self, papers: Sequence[Paper]) -> None:
        if self._marks is not None:
            self._marks.seen(*papers)
            self._report(has_changed=True)
