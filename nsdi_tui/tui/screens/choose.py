"""A dialog that offers a menu and returns the item chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.widgets.menu_list import MenuList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import App, ComposeResult
    from textual.binding import BindingType

ON = "✓"
"""The mark of something that is switched on."""
PREVIEW_LIMIT = 2000
"""Characters of a preview; the dialog shows some lines of them."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One item: its key (empty for none), its label, and a preview of what it gives.

    `mark` is the sign of a choice that is active now.
    """

    key: str
    label: str
    preview: Callable[[], str] = str
    mark: str = ""


def confirm(
    app: App[Any], question: str, act: Callable[[], None], yes: str = "Yes", no: str = "Cancel"
) -> None:
    """Ask a question, and act if the answer is yes."""
    items = [MenuItem("y", yes), MenuItem("n", no)]

    def answered(number: int | None) -> None:
        if number == 0:
            act()

    app.push_screen(ChooseScreen(question, items), answered)


class ChooseScreen(Dialog[int | None]):
    """Returns the number of the item chosen, counted from 0; None when it is cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "dismiss(None)", "Cancel"),
        ("j", "move(1)", "Move down"),
        ("k", "move(-1)", "Move up"),
    ]

    def __init__(
        self, title: str, items: Sequence[MenuItem], chosen: int = 0, *, is_small: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._items = items
        self._chosen = chosen
        self._classes_of_box = "dialog menu" if is_small else "dialog"
        self._mark_width = 2 if any(item.mark for item in items) else 0
        self._list = MenuList(*(Option(self._line(item)) for item in items), markup=False)
        # Filled before it is laid out: its height would not follow the first text it is given.
        self._preview = Static(self._preview_of(chosen), classes="dialog-preview")
        self._preview.set_class(not self._preview.content, "-empty")

    def compose(self) -> ComposeResult:
        """Lay out the title, the items, and the preview of the highlighted one."""
        with Vertical(classes=self._classes_of_box):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._list
            yield self._preview
            yield Static("enter choose · esc cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Highlight the item chosen last."""
        self._list.highlighted = self._chosen
        self._list.focus()

    def _line(self, item: MenuItem) -> Content:
        mark = f"{item.mark:<{self._mark_width}}"
        return Content.assemble(
            (f"{item.key or ' '}  ", "$text-accent bold"), mark, Content(item.label)
        )

    def _preview_of(self, number: int) -> Content:
        return Content(self._items[number].preview()[:PREVIEW_LIMIT])

    def action_move(self, rows: int) -> None:
        """Move the highlight."""
        self._list.action_cursor_down() if rows > 0 else self._list.action_cursor_up()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the preview of the highlighted item."""
        preview = self._preview_of(event.option_index)
        self._preview.update(preview)
        self._preview.set_class(not preview, "-empty")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return this item."""
        self.dismiss(event.option_index)

    def on_key(self, event: events.Key) -> None:
        """Return the item that has this key."""
        for number, item in enumerate(self._items):
            if item.key and event.character == item.key:
                event.stop()
                event.prevent_default()
                self.dismiss(number)
                return
