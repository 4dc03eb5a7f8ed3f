"""Digests that are shown while they are read: a gate in the tests holds the reading up."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest
from nsdi_tui.digest.opening import Opening
from nsdi_tui.digest.reading.document import Document, parse
from nsdi_tui.system.background_reading import BackgroundReader, in_thread
from nsdi_tui.system.recent_lists import RecentLists
from nsdi_tui.tui.view.browse_view import BrowseView
from nsdi_tui.tui.view.place import Place
from nsdi_tui.tui.view.reading_state import ReadingState
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from nsdi_tui.digest.reading.pieces import ReadPiece
    from tests.tui.conftest import Open, Reader

    OpenList = Callable[..., AbstractAsyncContextManager[tuple[Reader, "Gate"]]]

REGIONS, BIRDS = 4, 120


def list_of(regions: int, birds: int = BIRDS) -> str:
    """A list whose regions are read one by one."""
    entries = "\n".join(
        f"- [A Study of Bird {number} of the Region](https://arxiv.org/abs/2401.{number:05}) "
        f"(*Ann Author, Bob Writer*), ICML 2024 [[code](https://github.com/birds/b{number})]"
        for number in range(birds)
    )
    parts = []
    for region in range(regions):
        own = entries.replace("of the Region", f"of Region {region}")
        parts.append(f"## Region {region}\n\n{own.replace('/2401.', f'/240{region + 1}.')}\n")
    return "# Birds\n\n" + "\n".join(parts) + "\n" + "filler " * 2_500 + "\n"


class Gate:
    """Lets pieces be read: as many as it is opened for."""

    def __init__(self) -> None:
        self._pieces = threading.Semaphore(0)

    def shut(self) -> None:
        """Let no more pieces be read than `let` allows from now on."""
        while self._pieces.acquire(blocking=False):
            pass

    def let(self, pieces: int) -> None:
        """Let so many more pieces be read."""
        for _ in range(pieces):
            self._pieces.release()

    def wait(self) -> None:
        assert self._pieces.acquire(timeout=2 * HANG), "the gate was never opened"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()
    read = Document.read
    # A thread that an earlier test left reading must not take what is let through for this one.
    earlier = set(threading.enumerate())

    def read_behind_the_gate(document: Document, number: int) -> ReadPiece:
        if threading.current_thread() not in earlier:
            gate.wait()
        return read(document, number)

    monkeypatch.setattr(Document, "read", read_behind_the_gate)
    monkeypatch.setattr("nsdi_tui.system.parallel_reading.FORK_PAYS", 1 << 30)
    # Pieces of a list that was open before would come from disk, past the gate.
    monkeypatch.setattr("nsdi_tui.system.piece_cache.load_piece", lambda *_: None)
    # Each piece is sent when it is read, however long the one before took.
    monkeypatch.setattr("nsdi_tui.system.reading_process.SHOW_EVERY", 0.0)
    monkeypatch.setattr("nsdi_tui.system.reading_process._SHARE", 0)
    monkeypatch.setattr("nsdi_tui.system.reading_process.REPORT_EVERY", 0.0)
    return gate


@pytest.fixture
def birds(tmp_path: Path) -> Path:
    path = tmp_path / "birds.md"
    path.write_text(list_of(REGIONS))
    return path


@pytest.fixture
def recent(tmp_path: Path) -> RecentLists:
    return RecentLists(tmp_path / "lists.json")


@pytest.fixture
def open_list(read: Open, gate: Gate, birds: Path) -> OpenList:
    """Open the app on the list of birds, of which nothing is read yet."""

    @asynccontextmanager
    async def opened(
        pieces: int = 0, *arguments: str, **options: Any
    ) -> AsyncIterator[tuple[Reader, Gate]]:
        opening = Opening(arguments or [str(birds)])
        background = BackgroundReader(opening, start=in_thread)
        gate.shut()
        background.read()
        gate.let(pieces)
        options = {"reader": background, "is_reading": True, **options}
        async with read(*opening.digests, **options) as reader:
            try:
                if pieces:
                    await reader.until(lambda: f"Region {pieces - 1}" in reader.tree)
                yield reader, gate
            finally:
                gate.let(100)
        # A thread that still reads would take what the gate lets through for the next list.
        for thread in threading.enumerate():
            if thread.name == "reading":
                await asyncio.to_thread(thread.join, HANG)

    return opened


async def until_read(reader: Reader) -> None:
    await reader.until(lambda: f"{REGIONS * BIRDS} papers" in reader.title, "it was never read")


async def test_the_first_part_does_not_wait_for_the_next_turn(
    open_list: OpenList, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than a test waits: later parts are shown when all is read.
    monkeypatch.setattr("nsdi_tui.tui.actions.reading.SHOW_EVERY", 1_000.0)
    async with open_list() as (reader, gate):
        await reader.until(lambda: "reading 0%" in reader.title)
        gate.let(1)
        await reader.until(lambda: "Region 0" in reader.tree)


async def test_the_screen_is_there_before_anything_is_read(open_list: OpenList) -> None:
    async with open_list() as (reader, gate):
        assert reader.title.startswith(" birds")
        assert "reading 0% · 0 papers" in reader.title
        gate.let(100)
        await until_read(reader)
        assert reader.title.startswith(" Birds")
        assert "reading" not in reader.title


async def test_topics_arrive_as_they_are_read(open_list: OpenList) -> None:
    async with open_list(1) as (reader, gate):
        assert "Region 0" in reader.tree
        assert "Region 1" not in reader.tree
        assert "120 papers" in reader.title
        assert "reading 2" in reader.title
        gate.let(1)
        await reader.until(lambda: "Region 1" in reader.tree)
        assert "240 papers" in reader.title


async def test_cursor_and_collapsed_topics_stay_while_the_list_grows(open_list: OpenList) -> None:
    async with open_list(2) as (reader, gate):
        # It is going to be a large list, so it is collapsed from the start.
        assert [row[:10].strip() for row in reader.rows] == ["▸ Region 0", "▸ Region 1"]
        await reader.press("G", "l", "j", "j")
        here = reader.here
        assert here == "A Study of Bird 1 of Region 1"
        gate.let(1)
        await reader.until(lambda: "360 papers" in reader.title)
        assert reader.here == here
        assert "▸ Region 0" in reader.tree
        assert "▾ Region 1" in reader.tree
        await reader.press("h", "h")
        assert "▸ Region 1" in reader.tree
        gate.let(100)
        await until_read(reader)
        assert reader.here == "Region 1"
        assert all(f"▸ Region {number}" in reader.tree for number in range(REGIONS))
        await reader.press("z")
        assert " of Region 0" in reader.tree


async def test_scrolling_stays_while_the_list_grows(open_list: OpenList) -> None:
    async with open_list(2) as (reader, gate):
        await reader.press("z", "g")
        reader.panes.sidebar.jump_to(30)
        before = reader.tree
        assert "▾ Region 0" not in before
        gate.let(1)
        await reader.until(lambda: "360 papers" in reader.title)
        assert reader.panes.sidebar.scroll_offset.y == 30
        assert reader.here == "Region 0"
        assert reader.tree.split("\n")[5] == before.split("\n")[5]


async def test_a_filter_goes_on_in_what_arrives(open_list: OpenList) -> None:
    async with open_list(1, size=(120, 50)) as (reader, gate):
        await reader.press("slash")
        await reader.type("bird 7")
        await reader.until(lambda: "of 120" in reader.title)
        matches = sum("Bird 7" in row for row in reader.rows)
        assert matches == 11
        await reader.press("enter", "j")
        here = reader.here
        gate.let(2)
        await reader.until(lambda: "of 360" in reader.title)
        assert "33 of 360" in reader.title
        assert reader.here == here
        assert sum("Bird 7" in row for row in reader.rows) == 33
        assert "▸" not in reader.tree


async def test_a_query_without_matches_finds_them_when_they_arrive(open_list: OpenList) -> None:
    async with open_list(1) as (reader, gate):
        await reader.press("slash")
        await reader.type('"of region 2"')
        await reader.until(lambda: "0 of 120" in reader.title)
        gate.let(2)
        await reader.until(lambda: "120 of 360" in reader.title)
        assert reader.here == "A Study of Bird 0 of Region 2"


async def test_the_selection_grows_with_what_is_there(open_list: OpenList) -> None:
    async with open_list(1) as (reader, gate):
        await reader.press("v")
        assert len(reader.screen.view.targets) == BIRDS
        gate.let(100)
        await until_read(reader)
        assert len(reader.screen.view.targets) == BIRDS


async def test_a_mark_set_meanwhile_is_kept_and_nothing_is_new(open_list: OpenList) -> None:
    async with open_list(1) as (reader, gate):
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await reader.until(lambda: any("★" in row for row in reader.rows))
        gate.let(100)
        await until_read(reader)
        assert any("★" in row for row in reader.rows)
        await reader.press("slash")
        await reader.type("is:new")
        await reader.until(lambda: "0 of 480" in reader.title)


async def test_esc_stops_and_ctrl_r_reads_on(open_list: OpenList) -> None:
    async with open_list(1) as (reader, gate):
        await reader.press("escape")
        assert "partly read · 120 papers" in reader.title
        gate.let(1)
        await reader.pilot.pause(0.3)
        assert "partly read · 120 papers" in reader.title
        assert reader.tree.count("Region") == 1
        await reader.press("n")
        here = reader.here
        gate.let(100)
        await reader.press("ctrl+r")
        await until_read(reader)
        assert "reading" not in reader.title
        assert "partly" not in reader.title
        assert reader.here == here


async def leave_at(open_list: OpenList, recent: RecentLists, birds: Path, paper: str) -> None:
    """Read the whole list, sort it by title, filter it, and quit on a paper."""
    async with open_list(recent=recent, arguments=(str(birds),)) as (reader, gate):
        gate.let(100)
        await until_read(reader)
        await reader.press("s", "t")
        assert "sorted by title" in reader.title
        await reader.press("slash")
        await reader.type("bird 7")
        await reader.until(lambda: "44 of 480" in reader.title)
        await reader.press("enter", "g")
        while reader.here != paper:
            here = reader.here
            await reader.press("n")
            assert reader.here != here, f"{paper} is not among the matches"


@pytest.mark.parametrize("region", [0, 3])
async def test_a_list_of_which_a_part_is_read_opens_where_it_was_left(
    open_list: OpenList, recent: RecentLists, birds: Path, region: int
) -> None:
    paper = f"A Study of Bird 79 of Region {region}"
    await leave_at(open_list, recent, birds, paper)
    (before,) = recent.read()
    options = {"recent": recent, "arguments": (str(birds),)}
    async with open_list(1, place=Place.of_json(before.place), **options) as (reader, gate):
        await reader.press("escape")
        await reader.until(lambda: "11 of 120" in reader.title)
        assert reader.screen.view.arrangement.order == "title"
        assert reader.panes.filter_box.value == "bird 7"
        assert (reader.here == paper) == (region == 0)
    # What could not be shown is not forgotten.
    (entry,) = recent.read()
    assert (entry.place, entry.papers) == (before.place, 480)
    async with open_list(1, place=Place.of_json(entry.place), **options) as (reader, gate):
        await reader.press("escape")
        await reader.until(lambda: "11 of 120" in reader.title)
        gate.let(100)
        await reader.press("ctrl+r")
        await reader.until(lambda: "44 of 480" in reader.title)
        await reader.until(lambda: reader.here == paper, "it did not go back")


async def test_quitting_while_a_list_is_read_keeps_the_place(
    open_list: OpenList, recent: RecentLists, birds: Path
) -> None:
    await leave_at(open_list, recent, birds, "A Study of Bird 7 of Region 2")
    (before,) = recent.read()
    options = {"recent": recent, "arguments": (str(birds),)}
    async with open_list(1, place=Place.of_json(before.place), **options):
        pass
    assert recent.read()[0].place == before.place


async def test_going_elsewhere_while_a_list_is_read_is_remembered(
    open_list: OpenList, recent: RecentLists, birds: Path
) -> None:
    await leave_at(open_list, recent, birds, "A Study of Bird 7 of Region 2")
    place = Place.of_json(recent.read()[0].place)
    options = {"recent": recent, "arguments": (str(birds),)}
    async with open_list(1, place=place, **options) as (reader, _):
        await reader.press("n", "escape")
        here = reader.here
    stored = Place.of_json(recent.read()[0].place)
    assert stored.query == ""
    assert f"title:{here.lower()}" in stored.paper


async def test_esc_leaves_the_filter_before_it_stops_the_reading(open_list: OpenList) -> None:
    async with open_list(1) as (reader, _):
        await reader.press("slash")
        await reader.type("bird")
        await reader.press("escape", "escape")
        assert "reading" in reader.title
        await reader.press("escape")
        assert "partly read" in reader.title


async def test_what_is_reloaded_is_shown_when_all_of_it_is_read(
    open_list: OpenList, birds: Path
) -> None:
    async with open_list(1) as (reader, gate):
        gate.let(100)
        await until_read(reader)
        gate.shut()
        birds.write_text(list_of(REGIONS + 1).replace("Ann Author", "Cleo Author"))
        await reader.press("ctrl+r")
        assert "reading 0% · 480 papers" in reader.title
        gate.let(2)
        await reader.until(lambda: "reading 3" in reader.title or "reading 4" in reader.title)
        assert "480 papers" in reader.title
        await reader.press("escape")
        assert "partly read · 480 papers" in reader.title
        gate.let(100)
        await reader.press("ctrl+r")
        await reader.until(lambda: "600 papers" in reader.title)
        assert reader.here == "Region 0"


async def test_digests_of_a_folder_arrive_one_by_one(open_list: OpenList, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(list_of(1, 3).replace("# Birds", f"# Birds {name}"))
    (folder / "c.md").write_text("# Only a note\n\nNo list.\n")
    async with open_list(0, str(folder)) as (reader, gate):
        gate.let(1)
        await reader.until(lambda: "Birds a" in reader.tree)
        assert "Birds b" not in reader.tree
        gate.let(2)
        await reader.until(lambda: "Birds b" in reader.tree and "reading" not in reader.title)
        assert "3 papers" in reader.title
        assert any("Skipped 1 file with no papers: c.md" in each for each in reader.notices)


async def test_a_folder_without_papers_ends_the_app_with_the_reason(
    open_list: OpenList, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Only a note\n\nNo list.\n")
    async with open_list(0, str(folder)) as (reader, gate):
        gate.let(1)
        await reader.until(lambda: reader.app.failure is not None)
        assert reader.app.failure == f"No papers found in {folder} (1 Markdown file)"


async def test_standard_input_cannot_be_reloaded(read: Open) -> None:
    async with read() as reader:
        await reader.press("ctrl+r")
        await reader.until(lambda: any("nothing to reload" in each for each in reader.notices))


def view_of(birds: int) -> BrowseView:
    return BrowseView(Library.of([parse(list_of(1, birds), "birds.md")]))


def grown(view: BrowseView, regions: int, birds: int) -> list[str]:
    """The titles of the rows when so much is read of the list that the view shows."""
    library = Library.of([parse(list_of(regions, birds), "birds.md")])
    view.replace_library(view.prepare(library))
    return [view.rows.outline.items[node].title for node in view.rows.visible]


def test_a_list_that_turns_out_to_be_large_is_collapsed() -> None:
    view = view_of(120)
    # The progress may be ahead of the papers: by these figures there will be 240.
    view.show_reading(ReadingState(0.5))
    assert len(view.rows.visible) == 121
    assert grown(view, 2, 120) == ["Region 0", "Region 1"]
    view.rows.set_expanded(0, True)
    assert len(grown(view, 3, 120)) == 123


def test_a_small_list_that_is_read_again_stays_expanded() -> None:
    view = view_of(100)
    for progress in (0.0, 0.1, 0.5):
        view.show_reading(ReadingState(progress, is_growing=False))
    assert len(grown(view, 2, 100)) == 202
    view.show_reading(ReadingState())
    assert len(view.rows.visible) == 202


def test_keys_pressed_before_there_are_rows_do_not_expand_a_large_list() -> None:
    view = BrowseView(Library.of([Digest("Birds", "birds.md")]))
    view.show_reading(ReadingState(0.0))
    view.navigator.move(1)
    assert grown(view, 4, 120) == [f"Region {number}" for number in range(4)]
