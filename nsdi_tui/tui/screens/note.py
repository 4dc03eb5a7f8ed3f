"""The dialog for a note on a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.terminal_handoff import run_in_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


_KEYS = "esc save and close · ctrl+g discard · ctrl+e edit in $EDITOR"


class NoteScreen(Dialog[None]):
    """Passes the note to `save` however the dialog closes: by a key, or because the app exits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,ctrl+s", "dismiss", "Save and close"),
        Binding("ctrl+g", "discard", "Discard changes", priority=True),
        # With priority: in the text area it would go to the end of the line.
        Binding("ctrl+e", "edit", "Edit in $EDITOR", priority=True),
    ]

    def __init__(self, title: str, note: str, save: Callable[[str], None]) -> None:
        super().__init__()
        self._title = title
        self._area = TextArea(note, compact=True, soft_wrap=True)
        self._save = save
        self._is_discarded = False

    def compose(self) -> ComposeResult:
        """Lay out the title, the text and the keys."""
        with Vertical(classes="dialog note"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._area
            yield Static(_KEYS, classes="dialog-keys")

    def on_mount(self) -> None:
        """Put the cursor at the end of the note."""
        self._area.focus()
        self._area.move_cursor(self._area.document.end)

    def on_unmount(self) -> None:
        """Save the note, unless it was discarded."""
        if not self._is_discarded:
            self._save(self._area.text.strip("\n"))

    def action_discard(self) -> None:
        """Close the dialog and leave the note as it was."""
        self._is_discarded = True
        self.dismiss()

    def action_edit(self) -> None:
        """Edit the note in the editor."""
        from nsdi_tui.system.editor import edit_text

        area = self._area
        result = run_in_terminal(self.app, lambda: edit_text(area.text))
        if result is None:
            return
        if result.text is not None:
            area.text = result.text.rstrip("\n")
            area.move_cursor(area.document.end)
        if result.problem:
            self.notify(result.problem, severity="warning")
