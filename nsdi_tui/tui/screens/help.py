"""The help: every key in force and the query language, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from nsdi_tui import resources
from nsdi_tui.tui.commands import COMMANDS
from nsdi_tui.tui.pages.page import Page
from nsdi_tui.tui.screens import SMALL_DIALOGS
from nsdi_tui.tui.widgets.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

_KEY_WIDTH = 20


class HelpScreen(ModalScreen[None]):
    """Lists what the keys do; typing narrows the list."""

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,f1", "dismiss", "Leave"),
        ("down", "scroll(1)", "Down"),
        ("up", "scroll(-1)", "Up"),
        ("pagedown,ctrl+d", "scroll(10)", "Page down"),
        ("pageup,ctrl+u", "scroll(-10)", "Page up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, keys: Mapping[str, list[str]]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Lay out the search box above the list."""
        with Vertical(classes="dialog help"):
            yield Input(placeholder="search the help; esc leaves", compact=True)
            yield Detail()

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(Detail).show(help_page(self._keys, ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what holds the words typed."""
        self.query_one(Detail).show(help_page(self._keys, event.value))

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        detail = self.query_one(Detail)
        detail.jump_to(detail.scroll_offset.y + lines)


def help_page(keys: Mapping[str, list[str]], words: str) -> Page:
    """Build the help: keys by group, then the query language; only rows that hold all words."""
    from nsdi_tui.search.cheatsheet import ROWS

    sought = words.casefold().split()
    page = Page()
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in COMMANDS:
        if command.id.startswith("open_") and command.id[5:].isdigit():
            continue
        shown = "  ".join(keys[command.id])
        groups.setdefault(command.group, []).append((shown, command.title))
    groups["Carry"].append(("1 … 9", "Open the link with that number"))
    groups["The filter"] = [(row.example, row.meaning) for row in ROWS]
    for group, rows in groups.items():
        found = [row for row in rows if all(word in " ".join(row).casefold() for word in sought)]
        if found:
            page.heading(group)
            for shown, title in found:
                page.key_row(shown, title, _KEY_WIDTH)
    if not page.blocks:
        page.add("Nothing in the help holds these words.", "muted")
    return page
