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
        *((str(number), f"open_link({number})", f"Open link {number}") for number in range(1, 10)),
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
        self._footer.show([("esc", "back"), ("j", "down"), ("k", "up")])
        self._detail.show(self._page)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._detail.step(lines)

    def action_page(self, pages: float) -> None:
        """Scroll by pages."""
        self._detail.step_pages(pages)

    def action_open_link(self, number: int) -> None:
        """Open the link with this number."""
        if number <= len(self._page.links):
            self.post_message(OpenRequested(self._page.links[number - 1], str(self._path)))
        else:
            self.notify(f"No link {number}")
