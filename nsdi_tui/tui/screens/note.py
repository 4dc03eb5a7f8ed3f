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
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.tui.app import NsdiApp


class NoteScreen(ModalScreen[None]):
    """Hands the note to `save` however it is left: by a key, or because the app ends."""

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "Save and leave"),
        # With priority: in the text area it would go to the end of the line.
        Binding("ctrl+e", "edit", "Open in $EDITOR", priority=True),
    ]

    def __init__(self, title: str, note: str, save: Callable[[str], None]) -> None:
        super().__init__()
        self._title = title
        self._area = TextArea(note, compact=True, soft_wrap=True)
        self._save = save

    def compose(self) -> ComposeResult:
        """Lay out the title, the text and the keys."""
        with Vertical(classes="dialog note"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._area
            yield Static("esc saves    ctrl+e opens $EDITOR", classes="dialog-keys")

    def on_mount(self) -> None:
        """Put the cursor at the end of the note."""
        self._area.focus()
        self._area.move_cursor(self._area.document.end)

    def on_unmount(self) -> None:
        """Save the note."""
        self._save(self._area.text.strip("\n"))

    def action_edit(self) -> None:
        """Open the note in the reader's editor."""
        from nsdi_tui.system.editor import edit_text

        area = self._area
        app = cast("NsdiApp", self.app)
        result = app.with_terminal(lambda: edit_text(area.text))
        if result is None:
            return
        if result.text is not None:
            area.text = result.text.rstrip("\n")
            area.move_cursor(area.document.end)
        if result.problem:
            app.say(result.problem, "warning")
