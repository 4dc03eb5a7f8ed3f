"""A list of options that can be paged at every size of the terminal."""

from __future__ import annotations

from textual.widgets import OptionList


def page_options(options: OptionList, step: int) -> None:
    """Move the highlight of a list by a page (1 or -1), by a row when no row of it is visible.

    OptionList measures its rows when there is room for them; without, its own paging fails.
    """
    if options.scrollable_content_region:
        if step > 0:
            OptionList.action_page_down(options)  # type: ignore[no-untyped-call]
        else:
            OptionList.action_page_up(options)  # type: ignore[no-untyped-call]
    elif step > 0:
        options.action_cursor_down()
    else:
        options.action_cursor_up()


class MenuList(OptionList):
    """The options of a dialog."""

    def action_page_down(self) -> None:
        """Move the highlight down by a page."""
        page_options(self, 1)

    def action_page_up(self) -> None:
        """Move the highlight up by a page."""
        page_options(self, -1)
