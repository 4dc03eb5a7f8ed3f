"""Commands that star, mark as read, select and undo; saving notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.model import Applied, Change, FlagName
    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed

MOST_AT_ONCE = 50
"""Before more papers are marked by one key, the user is asked."""


class TriageController:
    """Changes marks of the selected papers, or of those of the current row.

    `show` shows a change of the view; `confirm` asks a question, and calls a function if the answer
    is yes. With `advance`, the cursor goes on after a mark.
    """

    def __init__(
        self,
        panes: Panes,
        marks: MarksWorker,
        show: Callable[[Changed], None],
        confirm: Callable[[str, Callable[[], None]], None],
        *,
        advance: bool,
    ) -> None:
        self._panes = panes
        self._view = panes.view
        self._marks = marks
        self._show = show
        self._confirm = confirm
        self._advance = advance

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        return {
            "star": lambda: self._toggle("starred"),
            "read": lambda: self._toggle("read"),
            "select": self._select,
            "undo": lambda: self._marks.undo(self._undone),
        }

    def marks_changed(self) -> None:
        """Show the marks as they are now, and whether any could not be saved."""
        self._panes.header.warn("not saved" if self._marks.unsaved_message else "")
        self._show(self._view.marks_changed())

    def _notify(self, text: str, *, is_warning: bool = False) -> None:
        severity = "warning" if is_warning else "information"
        self._panes.sidebar.app.notify(text, severity=severity)  # type: ignore[arg-type]

    def _toggle(self, flag: FlagName) -> None:
        from nsdi_tui.marks.model import SetFlag

        view = self._view
        targets = [view.library.papers[position] for position in view.targets]
        if not targets:
            return
        if len(targets) <= MOST_AT_ONCE:
            self._mark(SetFlag(flag), targets)
            return
        marks = map(view.state.mark, targets)
        is_on = not all(mark is not None and getattr(mark, flag) for mark in marks)
        number = counted(len(targets), "paper")
        question = {
            ("starred", True): f"Star {number}?",
            ("starred", False): f"Remove the star from {number}?",
            ("read", True): f"Mark {number} as read?",
            ("read", False): f"Mark {number} as unread?",
        }[flag, is_on]
        self._confirm(question, lambda: self._mark(SetFlag(flag, is_on), targets))

    def _mark(self, change: Change, papers: Sequence[Paper]) -> None:
        self._marks.apply(change, papers, self._applied)
        if not self._view.state.selected:
            self._go_on()

    def _go_on(self) -> None:
        if self._advance and self._view.current.paper is not None:
            self._show(self._view.navigator.move_to_paper(1))

    def _applied(self, applied: Applied) -> None:
        undo = " (u to undo)" if applied.can_undo else ""
        self._notify(applied.message + undo, is_warning=applied.problem is not None)

    def _undone(self, applied: Applied | None) -> None:
        if applied is None:
            self._notify("Nothing to undo")
        else:
            self._notify(applied.message, is_warning=applied.problem is not None)

    def save_note(self, paper: Paper, before: str, note: str) -> None:
        """Save a note; `before` is what the paper's note was when the user began to edit it."""
        from nsdi_tui.marks.model import SetNote

        if note != before:
            self._marks.apply(SetNote(note, before), [paper], self._applied)

    def _select(self) -> None:
        changed = self._view.toggle_selected()
        if changed:
            self._show(changed)
            self._go_on()
