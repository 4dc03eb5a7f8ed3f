"""The header, which says what is shown, and the footer with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence


LEAST_TITLE = 12
"""Columns of a title that are not cut in favor of the state."""


class Header(Widget):
    """One line: a title at the left, warnings and the state of the view at the right.

    A click on the part of the state that says what is new carries out the command for that.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header--state", "header--fresh", "header--warning"}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = ""
        self._state = ""
        self._fresh = ""
        self._warning = ""

    def show(self, title: str, state: str, fresh: str = "") -> None:
        """Show these texts; `fresh` is the part of the state that says what is new.

        A title that is too long is cut; of the state, the last parts are left out.
        """
        if (title, state, fresh) != (self._title, self._state, self._fresh):
            self._title, self._state, self._fresh = title, state, fresh
            self.refresh()

    def warn(self, warning: str) -> None:
        """Show a warning until it is replaced; an empty one shows nothing."""
        if warning != self._warning:
            self._warning = warning
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the line."""
        width = self.size.width
        base = self.rich_style
        warning = f" {self._warning} " if self._warning else ""
        state = f" {self._state} " if self._state else ""
        # Of what does not fit, the state goes first; a warning is always visible.
        least = min(cell_len(self._title), LEAST_TITLE) + 2
        while state and cell_len(warning) + cell_len(state) + least > width:
            parts = state.strip().rpartition(" · ")[0]
            state = f" {parts} " if parts else ""
        room = max(0, width - cell_len(warning) - cell_len(state) - 1)
        title = self._title
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)) + "…"
        segments = [
            Segment(" " + set_cell_size(title, room), base),
            Segment(warning, self.get_component_rich_style("header--warning")),
            *self._state_segments(state),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _state_segments(self, state: str) -> list[Segment]:
        style = self.get_component_rich_style("header--state")
        before, fresh, after = state.partition(self._fresh) if self._fresh else (state, "", "")
        door = self.get_component_rich_style("header--fresh") + Style.from_meta(
            {"@click": ("screen.command", ("new",))}
        )
        return [Segment(before, style), Segment(fresh, door), Segment(after, style)]


class Footer(Widget):
    """One line of keys with their labels; what does not fit is left out whole."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key"}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[tuple[str, str], ...] = ()
        self._pinned: tuple[str, str] | None = None

    def show(self, keys: Sequence[tuple[str, str]], pinned: tuple[str, str] | None = None) -> None:
        """Show these pairs of key and label, the most important first, and one at the right."""
        if (tuple(keys), pinned) != (self._keys, self._pinned):
            self._keys, self._pinned = tuple(keys), pinned
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the line."""
        width = self.size.width
        base = self.rich_style
        pinned = self._pair(*self._pinned) if self._pinned else []
        room = width - sum(segment.cell_length for segment in pinned) - 1
        segments = [Segment(" ", base)]
        used = 1
        for key, label in self._keys:
            pair = self._pair(key, label)
            length = sum(segment.cell_length for segment in pair)
            if used + length > room:
                break
            segments += pair
            used += length
        segments.append(Segment(" " * max(0, room - used + 1), base))
        return Strip([*segments, *pinned]).adjust_cell_length(width, base)

    def _pair(self, key: str, label: str) -> list[Segment]:
        key_style: Style = self.get_component_rich_style("footer--key")
        return [Segment(key, key_style), Segment(f" {label}  ", self.rich_style)]
