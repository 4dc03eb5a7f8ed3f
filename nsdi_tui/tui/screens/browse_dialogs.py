"""The dialogs over the browse screen: menus, note, export and help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from nsdi_tui.tui.wording import short_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import Screen

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.system.choices import RememberedChoices
    from nsdi_tui.tui.view.browse_view import BrowseView
    from nsdi_tui.tui.view.changed import Changed


class BrowseDialogs:
    """Opens the dialogs that work on the view of a screen.

    `keys` are the keys of each command, `choices` those that the user made last; `show` shows a
    change of the view.
    """

    def __init__(
        self,
        screen: Screen[Any],
        view: BrowseView,
        keys: Mapping[str, Sequence[str]],
        choices: RememberedChoices | None,
        show: Callable[[Changed], None],
    ) -> None:
        self._screen = screen
        self._view = view
        self._keys = keys
        self._choices = choices
        self._show = show

    def commands(
        self, save_note: Callable[[Paper, str, str], None]
    ) -> dict[str, Callable[[], None]]:
        """Return the handler of each command; `save_note` saves a note that was edited."""
        return {
            "order": self._choose_order,
            "grouping": self._choose_grouping,
            "note": lambda: self._edit_note(save_note),
            "export": self._export,
            "help": self._help,
        }

    def confirm(self, question: str, act: Callable[[], None]) -> None:
        """Ask a question, and act if the answer is yes."""
        from nsdi_tui.tui.screens.choose import confirm

        confirm(self._screen.app, question, act)

    def _choose_order(self) -> None:
        from nsdi_tui.tui.screens.arrange import choose_order

        choose_order(self._screen.app, self._view, self._show)

    def _choose_grouping(self) -> None:
        from nsdi_tui.tui.screens.arrange import choose_grouping

        choose_grouping(self._screen.app, self._view, self._show)

    def _edit_note(self, save_note: Callable[[Paper, str, str], None]) -> None:
        from nsdi_tui.tui.screens.note import NoteScreen

        paper = self._view.current.paper
        if paper is None:
            self._screen.notify("Move to a paper first")
            return
        mark = self._view.state.mark(paper)
        before = mark.note if mark else ""
        save = partial(save_note, paper, before)
        self._screen.app.push_screen(NoteScreen(f"Note on {short_title(paper)}", before, save))

    def _export(self) -> None:
        from nsdi_tui.system.choices import Choices
        from nsdi_tui.tui.screens.export import ExportScreen

        view, state = self._view, self._view.state
        marks = map(state.mark, view.library.papers) if state.has_marks else ()
        positions = {
            "shown": view.matching,
            "selected": view.selected_positions if state.selected else (),
            "starred": [at for at, mark in enumerate(marks) if mark is not None and mark.starred],
        }
        annotate = state.annotation if state.has_marks else None
        choices = self._choices.read() if self._choices else Choices()
        self._screen.app.push_screen(ExportScreen(view.library, positions, annotate, choices))

    def _help(self) -> None:
        from nsdi_tui.tui.screens.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(self._keys))
