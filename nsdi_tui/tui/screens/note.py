"""The note on a paper: a few lines, saved on leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from nsdi_tui import resources
from nsdi_tui.tui.screens import SMALL_DIALOGS

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.tui.app import NsdiApp


class NoteScreen(ModalScreen[str]):
    """Answers with the note as it was left."""

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "save", "Save and leave"),
        # With priority: in the text area it would go to the end of the line.
        Binding("ctrl+e", "edit", "Open in $EDITOR", priority=True),
    ]

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self._title = title
        self._note = note

    def compose(self) -> ComposeResult:
        """Lay out the title, the text and the keys."""
        with Vertical(classes="dialog note"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextArea(self._note, compact=True, soft_wrap=True)
            yield Static("esc saves    ctrl+e opens $EDITOR", classes="dialog-keys")

    def on_mount(self) -> None:
        """Put the cursor at the end of the note."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Leave with the note."""
        self.dismiss(self.query_one(TextArea).text.strip("\n"))

    def action_edit(self) -> None:
        """Open the note in the reader's editor."""
        from nsdi_tui.system.editor import edit_text

        area = self.query_one(TextArea)
        app = cast("NsdiApp", self.app)
        result = app.with_terminal(lambda: edit_text(area.text))
        if result is None:
            return
        if result.text is not None:
            area.text = result.text.rstrip("\n")
            area.move_cursor(area.document.end)
        if result.problem:
            app.say(result.problem, "warning")
