"""A list of options that can be paged at every size of the terminal."""

from __future__ import annotations

from textual.widgets import OptionList


class MenuList(OptionList):
    """The options of a dialog.

    OptionList measures its rows when there is room for them; without, its own paging fails.
    """

    def action_page_down(self) -> None:
        """Move the highlight down by a page, by a row when no row is visible."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
        else:
            self.action_cursor_down()

    def action_page_up(self) -> None:
        """Move the highlight up by a page, by a row when no row is visible."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]
        else:
            self.action_cursor_up()
