"""The help as a page: commands by group, then the filter syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.finding.cheat_sheet import ROWS
from nsdi_tui.tui.commands import COMMANDS
from nsdi_tui.tui.pages.page import Page
from nsdi_tui.tui.view.row_text import LEGEND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KEY_WIDTH = 20


def help_page(keys: Mapping[str, Sequence[str]], words: str) -> Page:
    """Return the help; with `words`, only the entries that contain all of them."""
    wanted = words.casefold().split()
    page = Page()
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in COMMANDS:
        entries = groups.setdefault(command.group, [])
        number = command.id.removeprefix("open_")
        if number == "1":
            entries.append(("1 … 9", "Open the link with that number"))
        elif not number.isdigit():
            entries.append(("  ".join(keys[command.id]), command.title))
    groups["Filter syntax"] = [(row.example, row.meaning) for row in ROWS]
    groups["Marks in the list"] = list(LEGEND)
    for group, entries in groups.items():
        shown = [entry for entry in entries if _contains((group, *entry), wanted)]
        if shown:
            page.heading(group)
            for key, title in shown:
                page.key_row(key, title, _KEY_WIDTH)
    if not page.blocks:
        page.add("No matching entries", "muted")
    return page


def _contains(texts: tuple[str, ...], words: Sequence[str]) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
