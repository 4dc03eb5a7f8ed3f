"""The dialog for opening another list: recent lists, a path or an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nsdi_tui.digest.text import clean
from nsdi_tui.system.path_completion import candidates, completed, looks_like_path
from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.screens.pick import SIDES, WIDTH, menu_line
from nsdi_tui.tui.widgets.menu_list import MenuList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

MOST_PATHS = 50


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list that can be opened, by these arguments; `right` is shown at the right edge."""

    label: str
    right: str
    arguments: tuple[str, ...]


class OpenListScreen(Dialog[tuple[str, ...] | None]):
    """Returns the arguments that open the list chosen or typed; None when it is cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        Binding("tab", "complete", "Complete the path", priority=True),
        ("down,ctrl+n", "move('cursor_down')", "Move down"),
        ("up,ctrl+p", "move('cursor_up')", "Move up"),
        ("pagedown", "move('page_down')", "Page down"),
        ("pageup", "move('page_up')", "Page up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, lists: Sequence[ListChoice]) -> None:
        super().__init__()
        self._lists = lists
        self._shown: list[ListChoice] = []
        self._input = Input(placeholder="Recent list, path or address", compact=True)
        self._options = MenuList(markup=False)
        self._options.can_focus = False

    def compose(self) -> ComposeResult:
        """Lay out the box above the lists."""
        with Vertical(classes="dialog pick"):
            yield Static("Open list", classes="dialog-title")
            yield self._input
            yield self._options
            yield Static("enter open · tab complete · esc cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Show all lists."""
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Align the texts at the right edge again."""
        super().on_resize(event)
        self._show()

    def on_input_changed(self) -> None:
        """Show the lists with all words typed, or the files of the path typed."""
        self._show()

    def _show(self) -> None:
        text = self._input.value.strip()
        room = min(WIDTH, self.app.size.width) - SIDES
        self._shown = self._choices(text)
        lines = [menu_line(one.label, one.right, room) for one in self._shown]
        self._options.clear_options()
        self._options.add_options([Option(line) for line in lines])
        self._options.highlighted = 0 if self._shown else None

    def _choices(self, text: str) -> list[ListChoice]:
        words = text.casefold().split()
        listed = [
            one
            for one in self._lists
            if all(word in f"{one.label} {one.right}".casefold() for word in words)
        ]
        if not text:
            return listed
        typed = ListChoice(f"Open {clean(text, 200)}", "", (text,))
        if not looks_like_path(text):
            return [*listed, typed]
        paths = [ListChoice(clean(path, 200), "", (path,)) for path in candidates(text)]
        return [typed, *paths[:MOST_PATHS], *listed]

    def action_complete(self) -> None:
        """Complete the path as far as there is no choice."""
        self._input.value = completed(self._input.value.strip())
        self._input.cursor_position = len(self._input.value)

    def action_move(self, how: str) -> None:
        """Move the highlight."""
        getattr(self._options, f"action_{how}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the list that was clicked."""
        self.dismiss(self._shown[event.option_index].arguments)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the highlighted list."""
        event.stop()
        highlighted = self._options.highlighted
        if highlighted is not None and self._shown:
            self.dismiss(self._shown[highlighted].arguments)
