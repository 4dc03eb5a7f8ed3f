"""A list of choices, of which the highlighted one is the present choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from nsdi_tui.tui.widgets.menu_list import MenuList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widgets import OptionList

CURRENT = "●"
"""The mark of the present one of several choices."""


class ChoiceList(MenuList):
    """Shows choices with their keys; `chosen` is the number of the present one, from 0.

    The choice has a mark too, which is seen without colors and while another list has the focus.
    """

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: int, id: str) -> None:
        self._choices = choices
        self._marked = chosen
        options = (Option(self._line(number, chosen)) for number in range(len(choices)))
        super().__init__(*options, id=id, markup=False)
        self.highlighted = chosen if choices else None

    @property
    def chosen(self) -> int:
        """The number of the present choice, counted from 0."""
        return self.highlighted or 0

    def _line(self, number: int, chosen: int) -> Content:
        key, label = self._choices[number]
        mark = CURRENT if number == chosen else " "
        return Content.assemble((key, "$text-accent bold"), f"  {mark} ", Content(label))

    def choose(self, key: str) -> bool:
        """Choose what has this key; return whether there is such a choice."""
        for number, (other, _) in enumerate(self._choices):
            if other == key:
                self.highlighted = number
                return True
        return False

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Mark the choice."""
        for number in {self._marked, event.option_index}:
            self.replace_option_prompt_at_index(number, self._line(number, event.option_index))
        self._marked = event.option_index
