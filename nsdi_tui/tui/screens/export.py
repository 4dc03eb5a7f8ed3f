"""The export of papers into a file: in which format, which papers, where to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, RadioButton, RadioSet, Static

from nsdi_tui import resources
from nsdi_tui.export import FORMATS
from nsdi_tui.tui.screens import SMALL_DIALOGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.export.selection import Annotate
    from nsdi_tui.tui.app import NsdiApp

_SUFFIXES = {
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "bibtex": "bib",
    "markdown": "md",
    "links": "txt",
}


class _Choice(RadioButton):
    """A radio button whose state is told by its sign, not by colour alone."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        return "●" if self.value else " "


class ExportScreen(ModalScreen[None]):
    """Writes papers; `sets` are the papers that can be chosen, by a word for each set.

    `annotate` tells the reader's marks, None where there are none.
    """

    CSS_PATH = resources.resource("styles/dialogs.tcss")
    VERTICAL_BREAKPOINTS = SMALL_DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Leave")]
    AUTO_FOCUS = "#formats"

    def __init__(
        self,
        digests: Sequence[Digest],
        sets: Mapping[str, Sequence[Paper]],
        annotate: Annotate | None,
    ) -> None:
        super().__init__()
        self._digests = digests
        self._sets = {name: papers for name, papers in sets.items() if papers}
        self._annotate = annotate
        self._offered = ""
        self._asked: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out formats and papers side by side above the file's name."""
        with Vertical(classes="dialog export"):
            yield Static("Export papers", classes="dialog-title")
            with Horizontal():
                with RadioSet(id="formats", compact=True):
                    for number, name in enumerate(FORMATS):
                        yield _Choice(name, value=number == 0)
                with RadioSet(id="papers", compact=True):
                    for number, (name, papers) in enumerate(self._sets.items()):
                        yield _Choice(f"{name} ({len(papers):,})", value=number == 0)
            yield Input(id="file", compact=True)
            yield Static("", id="problem", markup=False)
            yield Static(
                "tab goes on    enter in the last line writes    esc leaves", classes="dialog-keys"
            )

    def on_mount(self) -> None:
        """Offer a name for the file."""
        self._offer_name()

    @property
    def _format(self) -> str:
        return FORMATS[max(0, self.query_one("#formats", RadioSet).pressed_index)]

    @property
    def _papers(self) -> Sequence[Paper]:
        number = max(0, self.query_one("#papers", RadioSet).pressed_index)
        return list(self._sets.values())[number] if self._sets else ()

    @on(RadioSet.Changed)
    def _offer_name(self) -> None:
        box = self.query_one("#file", Input)
        if box.value == self._offered:
            name = re.sub(r"[^\w]+", "-", self._digests[0].title.casefold()).strip("-") or "papers"
            self._offered = box.value = f"{name[:60]}.{_SUFFIXES[self._format]}"

    @on(Input.Changed)
    def _renamed(self) -> None:
        self._asked = None
        self.query_one("#problem", Static).update("")

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if not name:
            self.query_one("#problem", Static).update("Name a file first.")
            return
        try:
            path = Path(name).expanduser()
        except RuntimeError:
            self._tell(f"{name.split('/')[0]} is nobody's home folder here.")
            return
        self._export(path, self._format, self._papers, overwrite=path == self._asked)

    @work(thread=True, group="export")
    def _export(
        self, path: Path, export_format: str, papers: Sequence[Paper], *, overwrite: bool
    ) -> None:
        from io import StringIO

        from nsdi_tui.errors import FileTakenError, WriteError
        from nsdi_tui.export.formats import Selection, write
        from nsdi_tui.system.files import write_whole

        chosen = {id(paper) for paper in papers}
        selections = [
            Selection(digest, [paper for paper in digest.papers if id(paper) in chosen])
            for digest in self._digests
        ]

        text = StringIO(newline="")
        kept = [selection for selection in selections if selection.papers]
        write(export_format, kept, text, self._annotate)
        answer = cast("NsdiApp", self.app).answer
        try:
            write_whole(path, text.getvalue(), overwrite=overwrite)
        except FileTakenError:
            answer(self._ask, path)
        except WriteError as error:
            answer(self._tell, str(error))
        else:
            answer(self._done, f"{len(papers):,} papers written to {path}")

    def _ask(self, path: Path) -> None:
        self._asked = path
        self._tell(f"{path} is there already: enter again overwrites it.")

    def _tell(self, problem: str) -> None:
        if self.is_current:
            self.query_one("#problem", Static).update(problem)
        else:  # The reader has left while the file was written.
            cast("NsdiApp", self.app).say(problem, "warning")

    def _done(self, notice: str) -> None:
        if self.is_current:
            self.dismiss()
        cast("NsdiApp", self.app).say(notice)
