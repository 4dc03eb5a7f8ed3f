"""A linked Markdown document, shown in the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nsdi_tui.digest.text import clean
from nsdi_tui.tui.messages import OpenRequested
from nsdi_tui.tui.screens.dialog import ClosesOnce
from nsdi_tui.tui.widgets.bars import Footer, Header
from nsdi_tui.tui.widgets.detail import Detail

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.tui.pages.page import Page


class DocumentScreen(ClosesOnce[None]):
    """Shows one document; `esc`, `q` and `h` go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,h,left", "dismiss", "Back"),
        ("j,down", "scroll(1)", "Scroll down"),
        ("k,up", "scroll(-1)", "Scroll up"),
        ("space,pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
        ("ctrl+d", "page(0.5)", "Half a page down"),
        ("ctrl+u", "page(-0.5)", "Half a page up"),
        ("g,home", "scroll(-1000000)", "Go to the top"),
        ("G,end", "scroll(1000000)", "Go to the bottom"),
        *(
            (str(number), f"follow('link', {number})", f"Open link {number}")
            for number in range(1, 10)
        ),
        ("f", "move_to_link(1)", "Next link"),
        ("F", "move_to_link(-1)", "Previous link"),
        ("enter", "follow_current", "Open the current link"),
    ]
    AUTO_FOCUS = "Detail"

    def __init__(self, path: Path, page: Page) -> None:
        super().__init__()
        self._path = path
        self._page = page
        self._header = Header()
        self._detail = Detail()
        self._footer = Footer()

    def compose(self) -> ComposeResult:
        """Lay out the file's name, its text and the keys."""
        yield self._header
        yield self._detail
        yield self._footer

    def on_mount(self) -> None:
        """Show the document."""
        self._header.show(clean(self._path.name), "")
        links = [("f", "next link")] if self._page.links else []
        self._footer.show([("esc", "back"), ("j", "down"), ("k", "up"), *links])
        self._detail.show(self._page)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._detail.step(lines)

    def action_page(self, pages: float) -> None:
        """Scroll by pages."""
        self._detail.step_pages(pages)

    def action_move_to_link(self, step: int) -> None:
        """Make the next link or the previous one current."""
        if not self._detail.move_to_link(step):
            self.notify("No links here")

    def action_follow_current(self) -> None:
        """Open the current link."""
        if self._detail.target is not None:
            self.action_follow(*self._detail.target)

    def action_follow(self, kind: str, value: int | str) -> None:  # noqa: ARG002
        """Open the link with this number: all that a document can lead to."""
        number = int(value)
        if number <= len(self._page.links):
            self.post_message(OpenRequested(self._page.links[number - 1], str(self._path)))
        else:
            self.notify(f"No link {number}")
