"""Commands that star, mark as read, select and undo; saving notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.model import Applied, Change
    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.tui.panes import Panes
    from nsdi_tui.tui.view.changed import Changed


class TriageController:
    """Changes marks of the selected papers, or of those of the current row.

    `show` shows a change of the view. With `advance`, the cursor goes on after a mark.
    """

    def __init__(
        self, panes: Panes, marks: MarksWorker, show: Callable[[Changed], None], *, advance: bool
    ) -> None:
        self._panes = panes
        self._view = panes.view
        self._marks = marks
        self._show = show
        self._advance = advance

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        return {
            "star": self._toggle_star,
            "read": self._toggle_read,
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

    def _toggle_star(self) -> None:
        from nsdi_tui.marks.model import TOGGLE_STAR

        self._mark(TOGGLE_STAR)

    def _toggle_read(self) -> None:
        from nsdi_tui.marks.model import TOGGLE_READ

        self._mark(TOGGLE_READ)

    def _mark(self, change: Change) -> None:
        papers = self._view.library.papers
        targets = [papers[position] for position in self._view.targets]
        if not targets:
            return
        self._marks.apply(change, targets, self._applied)
        if not self._view.state.selected:
            self._go_on()

    def _go_on(self) -> None:
        if self._advance and self._view.current.paper is not None:
            self._show(self._view.navigator.move_to_paper(1))

    def _applied(self, applied: Applied) -> None:
        if applied.problem is not None:
            self._notify(applied.message, is_warning=True)
        elif applied.changed > 1:
            self._notify(f"{applied.message} (u to undo)")

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
