"""Triage on the tree: stars, read marks, notes, a selection, and undo."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nsdi_tui.marks.worker import POLL_SECONDS
from nsdi_tui.tui.carrying import called
from nsdi_tui.tui.screens.tree import TreeScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.model import Applied, Change
    from nsdi_tui.marks.worker import MarksWorker

LOOKED_AT = 1.0
"""Seconds on a paper after which it counts as looked at, and is no longer new."""


class TriageScreen(TreeScreen):
    """Adds to the tree what the reader says of papers."""

    def __init__(
        self,
        digests: Sequence[Digest],
        size: Size,
        query: str,
        marking: MarksWorker,
        *,
        advance: bool,
    ) -> None:
        super().__init__(digests, size, query, marking)
        self.marking = marking
        self._advance = advance
        self._looked_at: Paper | None = None
        self._looked_since = 0.0

    def open_marks(self) -> None:
        """Read the marks file, and show its marks from now on."""
        self.marking.open(self.digests, self.marks_changed, self._tell)
        self.set_interval(POLL_SECONDS, self.marking.poll)

    def on_unmount(self) -> None:
        """Take note of the paper that was looked at last."""
        self.look_at(None)

    def _tell(self, notice: str) -> None:
        self.reader.say(notice, "warning")

    def marks_changed(self) -> None:
        """Draw the rows and the page with the marks as they are now."""
        self.facts.marks_changed(self.outline)
        self.filter_again()
        self.sidebar.forget_rows()
        self.show_page(keep_place=True)

    def filter_again(self) -> None:
        """Marks have changed: a subclass shows what its filter leaves now."""

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show the page of what is under the cursor; a paper that stays there has been seen."""
        super().show_page(keep_place=keep_place)
        self.look_at(self.paper)

    def look_at(self, paper: Paper | None) -> None:
        """The page shows this paper now; the one before has been seen if it stayed long enough."""
        before, since = self._looked_at, self._looked_since
        if paper is before:
            return
        self._looked_at, self._looked_since = paper, time.monotonic()
        if before and self._looked_since - since >= LOOKED_AT and self.facts.freshness(before):
            self.marking.seen([before])

    # MarksWorker

    @property
    def targets(self) -> list[Paper]:
        """The selected papers, else the paper or the topic's papers under the cursor."""
        if self.facts.selected:
            return [paper for paper in self.papers if paper.key in self.facts.selected]
        return self.papers_here

    def action_star(self) -> None:
        """Star the papers, or unstar them if all are starred."""
        from nsdi_tui.marks.model import TOGGLE_STAR

        self._mark(TOGGLE_STAR)

    def action_read(self) -> None:
        """Mark the papers as read, or as unread if all are read."""
        from nsdi_tui.marks.model import TOGGLE_READ

        self._mark(TOGGLE_READ)

    def _mark(self, change: Change) -> None:
        papers = self.targets
        if not papers:
            return
        self.marking.apply(change, papers, self._applied)
        if self._advance and not self.facts.selected and self.paper is not None:
            after = self.outline.paper_after(self.node)
            if after is not None:
                self.action_next_paper()

    def _applied(self, applied: Applied) -> None:
        if applied.problem is not None:
            self.reader.say(applied.message, "warning")
        elif applied.changed > 1:
            self.reader.say(applied.message)

    def action_undo(self) -> None:
        """Take the last change of marks back."""
        self.marking.undo(self._undone)

    def _undone(self, applied: Applied | None) -> None:
        if applied is None:
            self.reader.say("Nothing to undo")
        else:
            self.reader.say(applied.message, "warning" if applied.problem else "information")

    def action_note(self) -> None:
        """Write a note on the paper."""
        from nsdi_tui.marks.model import SetNote
        from nsdi_tui.tui.screens.note import NoteScreen

        paper = self.paper
        if paper is None:
            self.reader.say("Go to a paper to write a note on it")
            return
        mark = self.facts.mark(paper)
        was = mark.note if mark else ""

        def save(note: str) -> None:
            if note != was:
                self.marking.apply(SetNote(note, was), [paper], self._applied)

        self.app.push_screen(NoteScreen(f"Note on {called(paper)}", was, save))

    # Selecting

    def action_select(self) -> None:
        """Select the paper or the topic's papers, or no longer; then go on to the next paper."""
        keys = {paper.key for paper in self.papers_here}
        if not keys:
            return
        if keys <= self.facts.selected:
            self.facts.selected -= keys
        else:
            self.facts.selected |= keys
        self.selection_changed()
        if self._advance and self.paper is not None:
            self.action_next_paper()

    def unselect(self) -> bool:
        """Select nothing; return whether something was selected."""
        had = bool(self.facts.selected)
        self.facts.selected.clear()
        if had:
            self.selection_changed()
        return had

    def action_escape(self) -> None:
        """One step outward: page, filter, selection."""
        if self.focused is self.sidebar and not self.outline.filtered:
            self.unselect()
        else:
            super().action_escape()

    def selection_changed(self) -> None:
        """Show what is selected now."""
        self.filter_again()
        self.sidebar.forget_rows()
        self.show_page(keep_place=True)
