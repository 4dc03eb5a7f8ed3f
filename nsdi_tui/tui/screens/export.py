"""The dialog for exporting papers: format, papers, file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static

from nsdi_tui.digest.text import counted
from nsdi_tui.export import FORMATS
from nsdi_tui.tui.messages import ExportRequested, ExportResult
from nsdi_tui.tui.screens.dialog import Dialog
from nsdi_tui.tui.widgets.choice_list import ChoiceList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.digest.library import Library
    from nsdi_tui.export.selection import Annotate
    from nsdi_tui.system.choices import Choices

FORMAT_KEYS = {
    "json": "s",
    "jsonl": "n",
    "csv": "c",
    "bibtex": "b",
    "markdown": "m",
    "links": "l",
}
"""The keys of the formats; `j` and `k` move in the lists."""
_SUFFIXES = {
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "bibtex": "bib",
    "markdown": "md",
    "links": "txt",
}


class ExportScreen(Dialog[None]):
    """Requests an export; `sets` are the positions of the papers to choose from, by name.

    `annotate` returns the marks of a paper, None when there are no marks. It begins with the
    choices of the last time, but with the selected papers when there are any.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "Cancel"),
        # With priority: in the lists and in the file's name, enter exports.
        Binding("enter", "export", "Export", priority=True),
        ("j", "move(1)", "Move down"),
        ("k", "move(-1)", "Move up"),
    ]
    AUTO_FOCUS = "#formats"

    def __init__(
        self,
        library: Library,
        sets: Mapping[str, Sequence[int]],
        annotate: Annotate | None,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._library = library
        self._sets = {name: positions for name, positions in sets.items() if positions}
        self._annotate = annotate
        folder = choices.export_folder
        self._folder = folder if os.path.isdir(os.path.expanduser(folder)) else ""  # noqa: PTH111, PTH112
        self._suggested = ""
        self._existing: Path | None = None
        names = list(self._sets)
        papers = "selected" if "selected" in names else choices.export_papers
        self._formats = ChoiceList(
            [(FORMAT_KEYS[name], name) for name in FORMATS],
            _index(FORMATS, choices.export_format),
            id="formats",
        )
        self._papers = ChoiceList(
            [
                (str(number), f"{name} ({len(self._sets[name]):,})")
                for number, name in enumerate(names, 1)
            ],
            _index(names, papers),
            id="papers",
        )
        self._file = Input(id="file", compact=True)
        self._problem = Static("", id="problem", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out formats and papers side by side above the file's name."""
        with Vertical(classes="dialog export"):
            yield Static("Export papers", classes="dialog-title")
            with Horizontal():
                yield self._formats
                yield self._papers
            yield self._file
            yield self._problem
            yield Static("enter export · tab next · esc cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Suggest a name for the file, in the folder of the last time."""
        self._suggest_name()

    def action_move(self, rows: int) -> None:
        """Move in the list that has the focus."""
        if isinstance(self.focused, ChoiceList):
            lists = self.focused
            lists.action_cursor_down() if rows > 0 else lists.action_cursor_up()

    def on_key(self, event: events.Key) -> None:
        """Choose the format or the papers that have this key."""
        key = event.character or ""
        if self._formats.choose(key) or self._papers.choose(key):
            event.stop()
            event.prevent_default()

    @property
    def _format(self) -> str:
        return FORMATS[self._formats.chosen]

    @on(OptionList.OptionHighlighted, "#formats")
    def _suggest_name(self) -> None:
        box = self._file
        if box.value == self._suggested:
            title = self._library.digests[0].title.casefold()
            name = re.sub(r"[^\w]+", "-", title).strip("-") or "papers"
            self._suggested = box.value = os.path.join(  # noqa: PTH118
                self._folder, f"{name[:60]}.{_SUFFIXES[self._format]}"
            )

    @on(Input.Changed)
    def _renamed(self) -> None:
        self._existing = None
        self._problem.update("")

    def action_export(self) -> None:
        """Request the export."""
        from nsdi_tui.export.selection import select_once

        name = self._file.value.strip()
        if not name:
            self._show_problem("Enter a file name")
            return
        try:
            path = Path(name).expanduser()
        except RuntimeError:
            self._show_problem(f"No such user: {name.split('/')[0]}")
            return
        names = list(self._sets)
        papers = names[self._papers.chosen] if names else ""
        positions = self._sets.get(papers, ())
        selections = [each for each in select_once(self._library, positions) if each.papers]

        def report(result: ExportResult) -> None:
            self._report(result, sum(len(each.papers) for each in selections))

        choices = {"export_format": self._format, "export_folder": _folder_of(name)}
        # Selected papers are suggested by themselves.
        if papers != "selected":
            choices["export_papers"] = papers
        overwrite = path == self._existing
        self.post_message(
            ExportRequested(
                path, self._format, selections, self._annotate, overwrite, choices, report
            )
        )

    def _report(self, result: ExportResult, count: int) -> None:
        if result.error is None:
            self.dismiss()
            self.notify(f"Exported {counted(count, 'paper')} to {result.path}")
        elif not self.is_current:  # The dialog was closed while the file was written.
            self.notify(result.error, severity="warning")
        elif result.exists:
            self._existing = result.path
            self._show_problem(f"{result.path} exists; press enter again to overwrite")
        else:
            self._show_problem(result.error)

    def _show_problem(self, problem: str) -> None:
        self._problem.update(problem)


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else 0


def _folder_of(name: str) -> str:
    """Return the folder of a file as typed, so that it is the same from any folder."""
    folder = os.path.dirname(name)  # noqa: PTH120
    return folder if not folder or folder.startswith("~") else os.path.abspath(folder)  # noqa: PTH100
