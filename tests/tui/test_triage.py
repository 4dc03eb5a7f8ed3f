"""Stars, read marks, notes, selection and undo by keys; what the rows and pages show of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest
from textual.widgets import TextArea

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.store import Store
from nsdi_tui.marks.worker import MarksWorker
from nsdi_tui.tui.view import seen

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.marks.index import WriteSet
    from nsdi_tui.marks.model import Rescue
    from tests.tui.conftest import Open, Reader

MARKS = "★✓✎+~"
GAINED = """
## Papers of the Second Day

* Delta: One More Paper \\[[Paper](https://tiny.example.org/delta)]
  * CMU
* Epsilon: The Last One \\[[Paper](https://tiny.example.org/epsilon)]
  * CMU
"""


def signs(reader: Reader, name: str) -> str:
    row = next(row for row in reader.rows if name in row)
    return "".join(sign for sign in row if sign in MARKS)


async def starred(reader: Reader, name: str) -> None:
    await reader.until(lambda: "★" in signs(reader, name), f"{name} was not starred")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "marks.sqlite3"


async def test_a_star_is_shown_and_the_cursor_goes_on(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "asterisk")
        assert reader.here.startswith("Beta")
        await starred(reader, "Alpha")
        await reader.press("k")
        assert "starred" in reader.page


async def test_without_advance_the_cursor_stays(read: Open) -> None:
    async with read(advance=False) as reader:
        await reader.press("n", "asterisk")
        assert reader.here.startswith("Alpha")


async def test_marks_are_there_after_reopening_and_undo_restores_them(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "asterisk", "asterisk", "asterisk")
        await starred(reader, "Loose")
    async with read(query="is:starred") as reader:
        await reader.until(lambda: "3 of 4" in reader.title)
        await reader.press("escape", "u")
        await reader.until(lambda: any("othing to undo" in notice for notice in reader.notices))
    async with read() as reader:
        await reader.press("n", "asterisk", "u")
        await reader.until(lambda: any("ndid" in notice for notice in reader.notices))
        await starred(reader, "Alpha")


async def test_a_whole_topic_is_read_in_one_step(read: Open, path: Path, small: Digest) -> None:
    async with read() as reader:
        await reader.press("r")
        await reader.until(lambda: "✓" in signs(reader, "Loose"))
        assert any(
            "3 papers" in notice and notice.endswith("(u to undo)") for notice in reader.notices
        )
        assert "1 unread" in reader.title
        assert any(row.startswith("▾ Training") and row.endswith("  3") for row in reader.rows)
        assert any(row.startswith("▾ Storage") and row.endswith("• 1") for row in reader.rows)
        await reader.press("u")
        await reader.until(lambda: "✓" not in reader.tree)
    with closing(Marks.open(path)) as marks:
        assert not any(marks.get(paper).read for paper in small.papers)


async def test_every_mark_is_announced_with_the_way_back(read: Open) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await reader.until(lambda: reader.notices == ["Starred Alpha (u to undo)"])
        await reader.press("r")
        await reader.until(lambda: reader.notices == ["Marked Beta as read (u to undo)"])
        await reader.press("g", "asterisk")
        await reader.until(lambda: reader.notices == ["Starred 2 of 3 papers (u to undo)"])
        await reader.press("n", "a")
        await reader.type("x")
        await reader.press("escape")
        await reader.until(lambda: reader.notices == ["Saved note on Alpha (u to undo)"])


async def test_a_paper_in_two_places_counts_as_in_the_tree(read: Open, small_text: str) -> None:
    gamma = small_text[small_text.index("* Gamma") : small_text.index("## Acronyms")]
    twice = parse(small_text.replace("### Storage", f"### Logs\n\n{gamma}### Storage"), "twice.md")
    async with read(twice) as reader:
        await reader.until(lambda: reader.marks_are_open)
        assert "4 papers" in reader.title
        await reader.press("g", "v", "G", "v")
        assert "4 selected" in reader.title
        await reader.press("asterisk")
        await reader.until(lambda: reader.notices == ["Starred 4 papers (u to undo)"])


def many(count: int) -> Digest:
    lines = [f"* P{number}: A Bird\n  * CMU" for number in range(count)]
    return parse("# Many\n\n## Birds\n\n" + "\n".join(lines), "many.md")


async def test_many_papers_are_marked_after_a_question(read: Open) -> None:
    async with read(many(51)) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("t", "i", "g", "asterisk")
        assert str(reader.app.screen.query_one(".dialog-title").render()) == "Star 51 papers?"
        await reader.press("n")
        assert "★" not in reader.tree
        await reader.press("asterisk", "y")
        await reader.until(lambda: reader.notices == ["Starred 51 papers (u to undo)"])
        await reader.press("asterisk")
        title = reader.app.screen.query_one(".dialog-title")
        assert str(title.render()) == "Remove the star from 51 papers?"
        await reader.press("escape", "u")
        await reader.until(lambda: reader.notices == ["Undid: star on 51 papers"])
        assert "★" not in reader.tree


async def test_many_selected_papers_are_marked_after_a_question(read: Open) -> None:
    async with read(many(51)) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("t", "i", "g", "v", "n", "r")
        title = reader.app.screen.query_one(".dialog-title")
        assert str(title.render()) == "Mark 51 papers as read?"
        await reader.press("enter")
        await reader.until(lambda: reader.notices == ["Marked 51 papers as read (u to undo)"])


async def test_fifty_papers_are_marked_without_a_question(read: Open) -> None:
    async with read(many(50)) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("t", "i", "g", "r")
        await reader.until(lambda: reader.notices == ["Marked 50 papers as read (u to undo)"])


async def test_a_selection_is_marked_as_one(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "v", "n", "v")
        assert sum("▌" in row for row in reader.tree.split("\n")) == 2
        await reader.press("asterisk")
        await starred(reader, "Loose")
        await starred(reader, "Alpha")
        assert not signs(reader, "Beta")
        await reader.press("escape")
        assert "▌" not in reader.tree


async def test_a_note_is_written_shown_and_found(read: Open, path: Path, small: Digest) -> None:
    async with read() as reader:
        await reader.press("n", "a")
        await reader.type("queue idea")
        await reader.press("escape")
        await reader.until(lambda: "✎" in signs(reader, "Alpha"))
        assert "queue idea" in reader.page
        await reader.press("slash")
        await reader.type("note:idea")
        assert "1 of 4" in reader.title
    with closing(Marks.open(path)) as marks:
        assert marks.get(small.papers[0]).note == "queue idea"


async def test_a_filter_on_marks_follows_them(read: Open) -> None:
    async with read(query="is:unread") as reader:
        await reader.until(lambda: "4 of 4" in reader.title)
        await reader.press("r")
        await reader.until(lambda: "3 of 4" in reader.title)
        assert reader.here.startswith("Beta")


async def test_another_window_is_seen(read: Open, path: Path, small: Digest) -> None:
    from nsdi_tui.marks.model import STAR

    async with read() as reader:
        await reader.press("n", "r")
        await reader.until(lambda: "✓" in signs(reader, "Alpha"))
        with closing(Marks.open(path)) as marks:
            marks.apply(STAR, [small.papers[3]])
        await starred(reader, "Gamma")


async def test_what_came_since_is_new_until_it_was_looked_at(
    read: Open, small_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "SEEN_AFTER", 1000.0)
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        assert not any(signs(reader, name) for name in ("Alpha", "Beta", "Gamma"))
    beta = "https://tiny.example.org/beta)]"
    gained = small_text.replace(beta, f"{beta} \\[[arXiv](https://arxiv.org/abs/2601.00002)]")
    digest = parse(gained + GAINED, "tiny.md")
    async with read(digest, query="is:new") as reader:
        await reader.until(lambda: "3 of 6" in reader.title)
        assert [signs(reader, name) for name in ("Beta", "Delta", "Epsilon")] == ["~", "+", "+"]
        await reader.press("escape", "slash")
        await reader.type("is:changed")
        await reader.until(lambda: "1 of 6" in reader.title)
        await reader.press("escape", "escape", "G")
        monkeypatch.setattr(seen, "SEEN_AFTER", 0.0)
        await reader.press("k")
        await reader.until(lambda: not signs(reader, "Epsilon"))
        assert signs(reader, "Beta") == "~"


@pytest.fixture
def gained(small_text: str) -> Digest:
    """The small digest with two more papers, and a link more for Beta."""
    beta = "https://tiny.example.org/beta)]"
    text = small_text.replace(beta, f"{beta} \\[[arXiv](https://arxiv.org/abs/2601.00002)]")
    return parse(text + GAINED, "tiny.md")


async def test_the_count_of_new_papers_filters(read: Open, gained: Digest) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("w")
        assert reader.notices == ["No new or changed papers"]
        assert reader.panes.filter_box.value == ""
    async with read(gained) as reader:
        await reader.until(lambda: "2 new, 1 changed" in reader.title)
        assert "2 new, 1 changed since your last visit" in reader.page
        await reader.press("w")
        assert "3 of 6" in reader.title
        names = {row.split()[0].strip(":") for row in reader.rows if "▾" not in row}
        assert names == {"Beta", "Delta", "Epsilon"}
        await reader.press("w")
        assert "6 papers" in reader.title
        # By the mouse, in the header.
        await reader.pilot.click(reader.panes.header, offset=(reader.title.index("2 new") + 3, 0))
        await reader.pilot.pause()
        assert reader.panes.filter_box.value == "is:new"


async def test_the_count_of_new_papers_in_the_overview_filters(read: Open, gained: Digest) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
    async with read(gained) as reader:
        await reader.until(lambda: "since your last visit" in reader.page)
        lines = reader.page.split("\n")
        row = next(number for number, line in enumerate(lines) if "since your" in line)
        column = lines[row].index("2 new")
        await reader.pilot.click(reader.panes.detail, offset=(column + 3, row))
        await reader.until(lambda: "3 of 6" in reader.title)


async def test_the_count_falls_as_new_papers_are_viewed(
    read: Open, gained: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
    monkeypatch.setattr(seen, "SEEN_AFTER", 0.0)
    async with read(gained) as reader:
        await reader.until(lambda: "2 new, 1 changed" in reader.title)
        await reader.press("G", "k")
        await reader.until(lambda: "1 new, 1 changed" in reader.title)
    async with read(gained) as reader:
        # The paper that was on the page at the end counts as viewed, too.
        await reader.until(lambda: "6 papers · 1 changed" in reader.title)


async def test_in_a_narrow_window_the_header_leaves_out_the_last_parts(
    read: Open, gained: Digest
) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
    async with read(gained, size=(50, 20)) as reader:
        await reader.until(lambda: "6 papers · 2 new, 1 changed" in reader.title)
        assert "digest order" not in reader.title


async def test_the_overview_counts_read_papers(read: Open) -> None:
    async with read() as reader:
        assert "read" not in reader.page.split()
        await reader.press("n", "r", "asterisk", "i")
        await reader.until(lambda: "1 read" in reader.page)
        assert "1 starred" in reader.page


async def test_a_grouping_by_status_is_offered_once_there_are_marks(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "asterisk")
        await starred(reader, "Alpha")
        await reader.press("t", "s")
        assert "grouped by status" in reader.title
        assert [row.split()[1] for row in reader.rows if row[0] == "▾"] == ["Starred", "Unread"]


async def test_a_marks_file_that_cannot_be_read_is_reported(read: Open, path: Path) -> None:
    path.write_bytes(b"\x93 no database at all \x00" * 200)
    async with read() as reader:
        await reader.until(lambda: any("was damaged" in notice for notice in reader.notices))
        await reader.press("n", "asterisk")
        await starred(reader, "Alpha")
    assert list(path.parent.glob("*.corrupt-*"))


async def test_a_note_is_kept_when_the_app_ends_while_it_is_edited(
    read: Open, path: Path, small: Digest
) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "a")
        await reader.type("idea")
        await reader.press("ctrl+q")
    with closing(Marks.open(path)) as marks:
        assert marks.get(small.papers[0]).note == "idea"


async def test_marks_that_are_still_being_opened_are_closed_at_the_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = Event()
    closed = []
    real_open, real_close = Marks.open, Marks.close

    def slow_open(file: Path) -> Marks:
        assert ending.wait(5)
        return real_open(file)

    def close(marks: Marks) -> None:
        closed.append(marks)
        real_close(marks)

    monkeypatch.setattr(Marks, "open", slow_open)
    monkeypatch.setattr(Marks, "close", close)
    marking = MarksWorker(path, lambda *_: None)
    marking.open([], lambda: None, lambda _: None)
    Timer(0.1, ending.set).start()
    marking.close()
    assert len(closed) == 1


async def test_marks_that_cannot_be_saved_are_announced_until_they_are(
    read: Open, path: Path, small: Digest
) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await starred(reader, "Alpha")
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("asterisk")
            await reader.until(lambda: " not saved " in reader.title)
            await reader.press("q")
            await reader.until(lambda: len(reader.app.screen_stack) == 2)
            title = reader.app.screen.query_one(".dialog-title").render()
            assert "1 change not saved" in str(title)
            await reader.press("n")
            assert reader.app.is_running
        finally:
            other.execute("ROLLBACK")
            other.close()
        await reader.until(lambda: "not saved" not in reader.title)
    with closing(Marks.open(path)) as marks:
        assert [marks.get(paper).starred for paper in small.papers] == [True, True, False, False]


async def test_quitting_with_unsaved_marks_is_asked_once(read: Open, path: Path) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await starred(reader, "Alpha")
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("asterisk")
            await reader.until(lambda: "not saved" in reader.title)
            await reader.press("q", "n", "q")
            await reader.until(lambda: not reader.app.is_running)
        finally:
            other.close()


async def test_quitting_while_a_mark_is_being_written_asks_nothing(
    read: Open, path: Path, small: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_writing, may_write = Event(), Event()
    write, close = Store.write, MarksWorker.close

    def write_later(store: Store, changes: WriteSet) -> None:
        is_writing.set()
        may_write.wait()
        write(store, changes)

    def close_and_write(worker: MarksWorker) -> Rescue | None:
        may_write.set()
        return close(worker)

    monkeypatch.setattr(Store, "write", write_later)
    monkeypatch.setattr(MarksWorker, "close", close_and_write)
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await reader.until(is_writing.is_set)
        await reader.press("q")
        await reader.until(lambda: not reader.app.is_running)
    with closing(Marks.open(path)) as marks:
        assert marks.get(small.papers[0]).starred


async def test_a_note_can_be_saved_or_discarded(read: Open) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "a")
        await reader.type("no")
        await reader.press("ctrl+g", "a")
        assert reader.app.screen.query_one(TextArea).text == ""
        await reader.type("yes")
        await reader.press("ctrl+s")
        await reader.until(lambda: "✎" in signs(reader, "Alpha"))
        assert "yes" in reader.page
