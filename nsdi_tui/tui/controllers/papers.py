"""Commands that copy, open and edit: they post requests for the app."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted
from nsdi_tui.tui.messages import (
    ChooseLinkRequested,
    CopyCommandRequested,
    CopyRequested,
    EditRequested,
    OpenRequested,
    ReloadRequested,
)
from nsdi_tui.tui.wording import short_title

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from textual.message import Message

    from nsdi_tui.tui.panes import Panes


class PaperController:
    """Requests actions on the selected papers, or on those of the current row."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._view = panes.view

    def commands(self) -> dict[str, Callable[[], None]]:
        """Return the handler of each command."""
        handlers: dict[str, Callable[[], None]] = {
            "copy": lambda: self._copy("links"),
            "copy_other": lambda: self._copy("choose"),
            "copy_again": lambda: self._copy("again"),
            "copy_command": self._copy_command,
            "open": self._open,
            "open_other": self._choose_link,
            "edit": self._edit,
            "reload": lambda: self._post(ReloadRequested(self._view.current.digest)),
        }
        numbers = {f"open_{number}": partial(self.open_link, number) for number in range(1, 10)}
        return handlers | numbers

    def _post(self, message: Message) -> None:
        self._panes.sidebar.screen.post_message(message)

    def _notify(
        self, text: str, severity: Literal["information", "warning"] = "information"
    ) -> None:
        self._panes.sidebar.app.notify(text, severity=severity)

    def _copy(self, what: Literal["links", "choose", "again"]) -> None:
        view = self._view
        library, positions = view.library, view.targets
        entries = [(library.papers[at], library.digest_of(at)) for at in positions]
        is_selection = bool(view.state.selected)
        is_paper = is_selection or view.current.paper is not None
        title = counted(len(entries), "paper")
        if len(entries) == 1:
            title = short_title(entries[0][0])
        self._post(CopyRequested(entries, title, what, len(entries) != 1 or not is_paper))

    def _copy_command(self) -> None:
        self._post(CopyCommandRequested(self._panes.filter_box.value))

    def _edit(self) -> None:
        current = self._view.current
        self._post(EditRequested(current.digest, current.line))

    def _open(self) -> None:
        current = self._view.current
        if current.paper is None:
            self._notify("Move to a paper first")
        elif current.paper.best_link is None:
            self._notify(f"No link for {short_title(current.paper)}", "warning")
        else:
            self._post(OpenRequested(current.paper.best_link, current.digest.path))

    def _choose_link(self) -> None:
        page, current = self._panes.detail.page, self._view.current
        links = [*page.links, *(link for link in page.text_links if link not in page.links)]
        pdf = current.paper.pdf_link if current.paper and self._panes.shows_row else None
        if pdf in links:
            pdf = None
        if links or pdf:
            self._post(ChooseLinkRequested(links, current.digest.path, pdf))
        else:
            self._notify("No links here")

    def open_address(self, url: str) -> None:
        """Open an address in the text of the page."""
        link = next((link for link in self._panes.detail.page.text_links if link.url == url), None)
        if link is not None:
            self._post(OpenRequested(link, self._view.current.digest.path))

    def open_link(self, number: int) -> None:
        """Open the link with this number, counted from 1, on the page."""
        links = self._panes.detail.page.links
        if number <= len(links):
            self._post(OpenRequested(links[number - 1], self._view.current.digest.path))
        else:
            self._notify(f"No link {number}")
