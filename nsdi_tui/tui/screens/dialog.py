"""Screens that close once, and the base of all dialogs."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from nsdi_tui import resources
from nsdi_tui.tui.screens.sized import SizedScreen

SMALL_DIALOGS = [(0, "-tiny"), (14, "-roomy")]
"""Below so many rows a dialog takes the whole screen, without border, title and preview."""


class ClosesOnce(SizedScreen[ScreenResultType]):
    """A screen on which closing a second time does nothing.

    Of two keys that arrive together, both may close a screen: Textual would then pop the screen
    below it, or fail for want of one. A screen that is closed before it is mounted closes once it
    is: its first event would otherwise find neither its widgets nor the screen below it.
    """

    _is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the screen has been closed, although it may still get messages."""
        return self._is_closed

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the screen with a result, unless it is closed or another screen is on top of it."""
        if self._is_closed or not self.is_active:
            return AwaitComplete()
        self._is_closed = True
        if self.is_mounted:
            return super().dismiss(result)
        self.call_later(self._dismiss_mounted, result)
        return AwaitComplete()

    def _dismiss_mounted(self, result: ScreenResultType | None) -> None:
        self._is_closed = False
        self.dismiss(result)


# Textual inherits styles and bindings from the first base class only.
class Dialog(ModalScreen[ScreenResultType], ClosesOnce[ScreenResultType]):
    """A dialog over the browse screen."""

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
