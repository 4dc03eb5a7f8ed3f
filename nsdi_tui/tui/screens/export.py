"""The dialog for exporting papers: format, papers, file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, RadioButton, RadioSet, Static

from nsdi_tui.digest.text import counted
from nsdi_tui.export import FORMATS
from nsdi_tui.tui.messages import ExportRequested, ExportResult
from nsdi_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.digest.library import Library
    from nsdi_tui.export.selection import Annotate

_SUFFIXES = {
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "bibtex": "bib",
    "markdown": "md",
    "links": "txt",
}


class _Choice(RadioButton):
    """A radio button that shows its state by a sign, not by colour alone."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        return "●" if self.value else " "


class ExportScreen(Dialog[None]):
    """Requests an export; `sets` are the positions of the papers to choose from, by name.

    `annotate` returns the marks of a paper, None when there are no marks.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Cancel")]
    AUTO_FOCUS = "#formats"

    def __init__(
        self, library: Library, sets: Mapping[str, Sequence[int]], annotate: Annotate | None
    ) -> None:
        super().__init__()
        self._library = library
        self._sets = {name: positions for name, positions in sets.items() if positions}
        self._annotate = annotate
        self._suggested = ""
        self._existing: Path | None = None
        self._formats = RadioSet(
            *(_Choice(name, value=number == 0) for number, name in enumerate(FORMATS)),
            id="formats",
            compact=True,
        )
        self._papers = RadioSet(
            *(
                _Choice(f"{name} ({len(papers):,})", value=number == 0)
                for number, (name, papers) in enumerate(self._sets.items())
            ),
            id="papers",
            compact=True,
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
            yield Static("tab next · enter export · esc cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Suggest a name for the file."""
        self._suggest_name()

    @property
    def _format(self) -> str:
        return FORMATS[max(0, self._formats.pressed_index)]

    @property
    def _positions(self) -> Sequence[int]:
        number = max(0, self._papers.pressed_index)
        return list(self._sets.values())[number] if self._sets else ()

    @on(RadioSet.Changed)
    def _suggest_name(self) -> None:
        box = self._file
        if box.value == self._suggested:
            title = self._library.digests[0].title.casefold()
            name = re.sub(r"[^\w]+", "-", title).strip("-") or "papers"
            self._suggested = box.value = f"{name[:60]}.{_SUFFIXES[self._format]}"

    @on(Input.Changed)
    def _renamed(self) -> None:
        self._existing = None
        self._problem.update("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        from nsdi_tui.export.selection import select_once

        event.stop()
        name = event.value.strip()
        if not name:
            self._show_problem("Enter a file name")
            return
        try:
            path = Path(name).expanduser()
        except RuntimeError:
            self._show_problem(f"No such user: {name.split('/')[0]}")
            return
        positions = self._positions
        selections = [each for each in select_once(self._library, positions) if each.papers]

        def report(result: ExportResult) -> None:
            self._report(result, sum(len(each.papers) for each in selections))

        self.post_message(
            ExportRequested(
                path, self._format, selections, self._annotate, path == self._existing, report
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
