"""The main screen: sidebar, filter box and detail pane over a view of the library."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest
from nsdi_tui.marks.worker import POLL_SECONDS
from nsdi_tui.tui.commands import bindings
from nsdi_tui.tui.controllers.finding import NEW_PAPERS, FindController
from nsdi_tui.tui.controllers.jumping import JumpController
from nsdi_tui.tui.controllers.moving import MoveController
from nsdi_tui.tui.controllers.page import PageController
from nsdi_tui.tui.controllers.papers import PaperController
from nsdi_tui.tui.controllers.triage import TriageController
from nsdi_tui.tui.panes import Panes
from nsdi_tui.tui.screens.browse_dialogs import BrowseDialogs
from nsdi_tui.tui.screens.sized import SizedScreen
from nsdi_tui.tui.view.arrangement import USUAL
from nsdi_tui.tui.view.browse_view import BrowseView
from nsdi_tui.tui.view.returning import Return
from nsdi_tui.tui.view.seen import SeenTracker
from nsdi_tui.tui.widgets.detail import Detail
from nsdi_tui.tui.widgets.filter_box import FilterBox, LineBox
from nsdi_tui.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.system.choices import RememberedChoices
    from nsdi_tui.system.settings import Layout
    from nsdi_tui.tui.view.changed import Changed
    from nsdi_tui.tui.view.place import Place
    from nsdi_tui.tui.view.reading_state import ReadingState
    from nsdi_tui.tui.view.replacement import Replacement

NARROW, FRAMED, SHORT, TINY = 90, 24, 18, 10
"""Below NARROW columns the panes are one above the other; side by side they have frames from FRAMED
rows on. Below SHORT rows only one pane is shown, below TINY no filter box and footer either."""


class BrowseScreen(SizedScreen[None]):
    """Connects the view, its panes and the controllers that carry out commands.

    `keys` are the keys of each command, for the footer and the help; `layout` is the one of the
    settings; `place` is where to begin, with `is_reading` once the library is read; `choices` are
    those that the user made last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "Sidebar"

    def __init__(
        self,
        library: Library,
        marks: MarksWorker,
        keys: Mapping[str, Sequence[str]],
        size: Size,
        *,
        query: str = "",
        advance: bool = True,
        layout: Layout = "auto",
        place: Place | None = None,
        is_reading: bool = False,
        choices: RememberedChoices | None = None,
    ) -> None:
        # Classes that are set from the start cost no second styling.
        super().__init__(classes=" ".join(_size_classes(size, layout)))
        self._layout = layout
        self._marks = marks
        # The digests whose papers were compared with those of the last time.
        self._compared: list[Digest] = []
        self._first_query = query
        self._return = Return(place, query)
        self._is_reading = is_reading
        self.view = BrowseView(library, marks)
        self._seen = SeenTracker(self.view.state, marks.seen)
        self.panes = Panes(self.view, self._seen.look_at, keys)
        self._move = MoveController(self.panes)
        self._find = FindController(self.panes)
        dialogs = BrowseDialogs(self, self.view, keys, choices, self._find.show)
        self._triage = TriageController(
            self.panes, marks, self._find.show, dialogs.confirm, advance=advance
        )
        self._papers = PaperController(self.panes)
        commands = {
            **self._move.commands(),
            **self._find.commands(),
            **self._triage.commands(),
            **self._papers.commands(),
            **dialogs.commands(self._triage.save_note),
        }
        self._page = PageController(self.panes, self._papers, self._find.show, dict(commands))
        self._jumps = JumpController(self.panes, self._find.show)
        self._commands = {**commands, **self._page.commands(), **self._jumps.commands()}

    def compose(self) -> ComposeResult:
        """Lay out header, filter box, sidebar, detail pane and footer."""
        panes = self.panes
        yield panes.header
        yield panes.filter_row
        yield panes.frame
        with Container(id="panes"):
            yield panes.sidebar
            yield panes.detail
        yield panes.footer

    def on_mount(self) -> None:
        """Show the library, filtered by the query that the app was started with."""
        if self._first_query:
            self.panes.filter_box.value = self._first_query
        if not self._is_reading:
            self._go_back(is_whole=True)
        self.panes.show_all()
        if self._first_query:
            self._find.filter(self._first_query)

    def clear(self, place: Place | None) -> None:
        """Show an empty list, in which another begins at this place."""
        view = self.view
        self._return = Return(place)
        self._jumps.forget()
        self.panes.filter_box.value = ""
        view.filter("")
        view.clear_selection()
        view.arrange(USUAL)
        view.replace_library(view.prepare(Library.of([Digest("", "")])))
        view.navigator.has_moved = False

    def _go_back(self, *, is_whole: bool) -> Changed:
        """Go where the user was in this list, as far as it is read."""
        box = self.panes.filter_box
        changed, text = self._return.go(self.view, box.value, is_whole=is_whole)
        if text != box.value:
            box.value = text
        return changed

    def reading_ended(self, *, is_whole: bool) -> None:
        """Go where the user was, now that the list is read, or that no more of it is read."""
        self._find.show(self._go_back(is_whole=is_whole))

    @property
    def place(self) -> Place:
        """Where the user is, to go there when the list is opened again.

        A filter on new papers is left out: other papers are new then, or none.
        """
        place = self._return.place(self.view, self.panes.filter_box.value)
        if NEW_PAPERS not in place.query:
            return place
        from nsdi_tui.finding.query import without_word

        return replace(place, query=without_word(place.query, NEW_PAPERS))

    def on_unmount(self) -> None:
        """Report the paper that was looked at last."""
        self._seen.look_at(None)

    def open_marks(self, whole: Sequence[Digest]) -> None:
        """Read the marks file, and show its marks from now on.

        `whole` are the digests that were read to their end: only in these a paper can be missing.
        """
        self._compared = list(whole)
        self._marks.open(whole, self._triage.marks_changed, self._warn)
        self.set_interval(POLL_SECONDS, self._marks.poll)

    def _warn(self, notice: str) -> None:
        self.notify(notice, severity="warning")

    def show_library(self, prepared: Replacement, whole: Sequence[Digest]) -> None:
        """Show another library, of which these digests were read to their end."""
        self._find.show(self.view.replace_library(prepared))
        added = [digest for digest in whole if all(digest is not d for d in self._compared)]
        self._compared = list(whole)
        if added:
            self._marks.reload(added)
        self.panes.filter_box.complete_from(self.view.live_filter.corpus)

    def repeats_found(self) -> None:
        """Show which papers are listed more than once: the library knows it now."""
        self.panes.show(self.view.repeats_found())

    def show_reading(self, reading: ReadingState) -> None:
        """Show how much of the library is read."""
        self.panes.show(self.view.show_reading(reading))

    # Commands

    def action_command(self, name: str) -> None:
        """Carry out the command with this id."""
        self._jumps.run(name, self._commands[name])

    def action_follow(self, kind: str, value: int | str) -> None:
        """Go where text on the page leads: what a click on it does."""
        self._jumps.run("follow", lambda: self._page.follow(kind, value))

    def action_leave_search(self) -> None:
        """Move from the search box to the page."""
        self._page.leave_search_box()

    def action_leave_filter(self) -> None:
        """Move from the filter box to the sidebar."""
        self._find.leave_filter()

    # Events

    def on_descendant_focus(self) -> None:
        """Prepare the filter box when it gets the focus."""
        self._find.focus_changed()
        self._page.focus_changed()

    @on(FilterBox.Edited)
    def _filter_edited(self, event: FilterBox.Edited) -> None:
        # Of several edits in one frame only the last counts.
        if event.text == self.panes.filter_box.value:
            self._find.filter(event.text)

    @on(LineBox.Edited)
    def _search_edited(self, event: LineBox.Edited) -> None:
        if not isinstance(event, FilterBox.Edited):
            self._page.search_edited(event.text)

    @on(Detail.Searched)
    def _searched(self) -> None:
        self._page.show_count()

    @on(Sidebar.RowClicked)
    def _row_clicked(self, event: Sidebar.RowClicked) -> None:
        click = partial(self._move.click, event.row, on_fold=event.on_fold, times=event.times)
        self._jumps.run("click", click)

    @on(Detail.EdgeDragged)
    def _edge_dragged(self, event: Detail.EdgeDragged) -> None:
        self.panes.set_split(100 * event.column / max(1, self.size.width))

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the new size."""
        super().on_resize(event)
        wanted = _size_classes(self.app.size, self._layout)
        for name in ("-framed", "-narrow", "-short", "-tiny"):
            self.set_class(name in wanted, name)


def _size_classes(size: Size, layout: Layout) -> list[str]:
    narrow = {"auto": NARROW, "side": 0, "stacked": size.width + 1}[layout]
    limits = (
        (size.width, narrow, "-narrow"),
        (size.height, SHORT, "-short"),
        (size.height, TINY, "-tiny"),
    )
    classes = [name for extent, limit, name in limits if extent < limit]
    if "-narrow" not in classes and size.height >= FRAMED and size.width >= NARROW:
        classes.append("-framed")
    return classes
