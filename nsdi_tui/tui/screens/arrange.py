"""The menus that sort and group the papers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from nsdi_tui.tui.screens.choose import ON, ChooseScreen, MenuItem
from nsdi_tui.tui.view.arrangement import (
    GROUPINGS,
    ORDERS,
    offered_groupings,
    offered_orders,
)
from nsdi_tui.tui.widgets.choice_list import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import App

    from nsdi_tui.tui.view.arrangement import Words
    from nsdi_tui.tui.view.browse_view import BrowseView
    from nsdi_tui.tui.view.changed import Changed

_Name = TypeVar("_Name", bound=str)


def choose_order(app: App[Any], view: BrowseView, show: Callable[[Changed], None]) -> None:
    """Ask how to sort the papers; `show` shows what changes."""

    def arrange(order: Any, *, is_reversed: bool) -> None:
        wanted = replace(view.arrangement, order=order, reverses_order=is_reversed)
        show(view.arrange(wanted))

    now = view.arrangement.for_query(view.query)
    offered = offered_orders(view.live_filter.corpus, view.query)
    _choose(app, "Sort papers", ORDERS, offered, now.order, now.reverses_order, arrange)


def choose_grouping(app: App[Any], view: BrowseView, show: Callable[[Changed], None]) -> None:
    """Ask how to group the papers; `show` shows what changes."""

    def arrange(grouping: Any, *, is_reversed: bool) -> None:
        wanted = replace(view.arrangement, grouping=grouping, reverses_groups=is_reversed)
        show(view.arrange(wanted))

    now = view.arrangement
    offered = offered_groupings(view.live_filter.corpus, has_marks=view.state.has_marks)
    _choose(app, "Group papers", GROUPINGS, offered, now.grouping, now.reverses_groups, arrange)


def _choose(
    app: App[Any],
    title: str,
    words: Mapping[_Name, Words],
    offered: Sequence[_Name],
    present: _Name,
    is_reversed: bool,
    arrange: Callable[..., None],
) -> None:
    """Ask for one of the choices offered, or whether to reverse the present one."""
    items = [
        MenuItem(words[name].key, words[name].name, mark=CURRENT if name == present else "")
        for name in offered
    ]
    if words[present].reverse:
        label = f"Reverse: {words[present].reverse}"
        items.append(MenuItem("-", label, mark=ON if is_reversed else ""))

    def chosen(number: int | None) -> None:
        if number is None:
            return
        if number == len(offered):
            arrange(present, is_reversed=not is_reversed)
        elif offered[number] != present or is_reversed:
            arrange(offered[number], is_reversed=False)

    start = offered.index(present) if present in offered else 0
    app.push_screen(ChooseScreen(title, items, start, is_small=True), chosen)
