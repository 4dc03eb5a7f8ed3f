"""Reading a digest by keyboard: moving, folding, panes and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from tests.tui.conftest import Open


async def test_it_opens_on_the_overview_of_the_digest(read: Open) -> None:
    async with read() as reader:
        assert reader.rows[0].startswith("▾ Training")
        assert "Tiny 2026" in reader.page
        assert "25%" in reader.page
        assert "5 of 20" in reader.page
        assert "https://tiny.example.org" in reader.page
        assert "Mixture-of-Experts" in reader.page
        assert "4 papers" in reader.title


async def test_the_page_follows_the_cursor(read: Open) -> None:
    async with read() as reader:
        await reader.press("j", "j")
        assert reader.here.startswith("Alpha")
        assert "MIT · Stanford" in reader.page
        assert "Training › Scheduling" in reader.page
        assert "• Cut training time by 31.5% on 1,024 GPUs." in reader.page
        assert "1  Paper  https://tiny.example.org/alpha" in reader.page
        assert "2  arXiv  https://arxiv.org/abs/2601.00001" in reader.page
        await reader.press("down")
        assert "No summary" in reader.page


async def test_a_row_shows_name_count_and_arxiv(read: Open) -> None:
    async with read() as reader:
        rows = {row.split()[1] if row[0] in "▾▸" else row.split(":")[0]: row for row in reader.rows}
        assert rows["Training"].endswith("3")
        assert rows["Alpha"].endswith(" a")
        assert not rows["Beta"].endswith(" a")


async def test_a_topic_page_names_its_papers_and_institutions(read: Open) -> None:
    async with read() as reader:
        await reader.press("j", "k")
        assert "3 papers" in reader.page
        assert "• Alpha: Fair Queues" in reader.page
        assert "Stanford" in reader.page
        assert "Gamma" not in reader.page


async def test_acronyms_are_spelled_out_where_they_occur(read: Open) -> None:
    async with read() as reader:
        await reader.press("G")
        assert reader.here.startswith("Gamma")
        assert "MoE  Mixture-of-Experts" in reader.page
        await reader.press("k", "k")
        assert "Mixture-of-Experts" not in reader.page


async def test_folding_with_h_and_l(read: Open) -> None:
    async with read() as reader:
        await reader.press("h")
        assert "▸ Training" in reader.tree
        assert "Alpha" not in reader.tree
        await reader.press("h")
        assert reader.here == "Training"
        await reader.press("l", "l", "l")
        assert reader.here.startswith("Alpha")
        await reader.press("h")
        assert reader.here == "Scheduling"


async def test_fold_all_and_back(read: Open) -> None:
    async with read() as reader:
        before = reader.rows
        await reader.press("z")
        assert len(reader.rows) == 2
        await reader.press("z")
        assert reader.rows == before


async def test_collapsing_all_and_restoring_keeps_the_paper(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "z")
        assert reader.here == "Training"
        await reader.press("z")
        assert reader.here.startswith("Beta")


async def test_each_press_of_z_changes_the_tree(read: Open) -> None:
    async with read() as reader:
        await reader.press("z", "n")
        assert "▾ Training" in reader.tree
        await reader.press("z")
        assert len(reader.rows) == 2
        await reader.press("z")
        assert len(reader.rows) > 2


async def test_n_goes_from_paper_to_paper_over_topics_and_folds(read: Open) -> None:
    async with read() as reader:
        await reader.press("z", "n")
        assert reader.here.startswith("Alpha")
        await reader.press("n", "n", "n")
        assert reader.here.startswith("Gamma")
        await reader.press("n")
        assert reader.here.startswith("Gamma")
        await reader.press("N")
        assert reader.here.startswith("Loose")


async def test_going_into_a_paper_and_out_again(read: Open) -> None:
    async with read(size=(120, 12)) as reader:
        await reader.press("n", "l")
        assert reader.panes.in_detail
        assert "Acceptance" not in reader.page
        top = reader.page.split("\n")[0]
        await reader.press("j")
        assert reader.page.split("\n")[0] != top
        assert reader.here.startswith("Alpha")
        await reader.press("escape")
        assert not reader.panes.in_detail
        await reader.press("j")
        assert reader.here.startswith("Beta")


async def test_space_pages_through_a_paper_and_folds_a_topic(read: Open) -> None:
    async with read(size=(60, 20)) as reader:
        await reader.press("n")
        top = reader.page.split("\n")[0]
        await reader.press("space")
        assert reader.page.split("\n")[0] != top
        await reader.press("k", "space")
        assert reader.here == "Scheduling"
        assert "Alpha" not in reader.tree


async def test_tab_moves_from_pane_to_pane(read: Open) -> None:
    async with read() as reader:
        screen = reader.panes
        assert screen.focused is screen.sidebar
        for pane in (screen.detail, screen.filter_box, screen.sidebar):
            await reader.press("tab")
            assert screen.focused is pane
        for pane in (screen.filter_box, screen.detail, screen.sidebar):
            await reader.press("shift+tab")
            assert screen.focused is pane


async def test_wide_screens_have_the_panes_side_by_side_and_narrow_ones_above(read: Open) -> None:
    async with read(size=(120, 40)) as reader:
        tree, page = reader.panes.sidebar.region, reader.panes.detail.region
        assert tree.right <= page.x
        assert tree.y == page.y
    async with read(size=(80, 24)) as reader:
        tree, page = reader.panes.sidebar.region, reader.panes.detail.region
        assert tree.bottom <= page.y
        assert tree.width == page.width == 80


async def test_a_short_screen_shows_one_pane_at_a_time(read: Open) -> None:
    async with read(size=(60, 12)) as reader:
        await reader.press("n")
        assert reader.panes.detail.region.height == 0
        await reader.press("enter")
        assert reader.panes.sidebar.region.height == 0
        assert "Alpha" in reader.page
        await reader.press("escape")
        assert "Alpha" in reader.tree


async def test_no_size_is_too_small(read: Open) -> None:
    for size in ((1, 1), (2, 3), (20, 5), (5, 40), (300, 2)):
        async with read(size=size) as reader:
            await reader.press("j", "n", "enter", "j", "escape", "G", "slash", "x", "escape", "z")
            await reader.pilot.resize_terminal(80, 24)
            await reader.pilot.pause()
            assert "Tiny 2026" in reader.title


async def test_the_tree_grows_and_shrinks(read: Open) -> None:
    async with read() as reader:
        before = reader.panes.sidebar.size.width
        await reader.press("right_square_bracket")
        assert reader.panes.sidebar.size.width > before
        await reader.press("left_square_bracket", "left_square_bracket")
        assert reader.panes.sidebar.size.width < before


async def test_the_overview_is_one_key_away(read: Open) -> None:
    async with read() as reader:
        await reader.press("G", "i")
        assert "Acceptance" in reader.page
        await reader.press("i")
        assert "Acceptance" not in reader.page
        assert reader.here.startswith("Gamma")


async def test_the_overview_is_there_in_any_grouping(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "t", "i", "i")
        assert "grouped by institution" in reader.title
        assert "Acceptance" in reader.page


async def test_the_mouse_selects_folds_and_scrolls(read: Open) -> None:
    async with read() as reader:
        sidebar = reader.panes.sidebar
        await reader.pilot.click(sidebar, offset=(10, 2))
        assert reader.here.startswith("Alpha")
        await reader.pilot.click(sidebar, offset=(2, 0))
        assert "▸ Training" in reader.tree
        assert reader.here == "Training"


async def test_escape_never_quits(read: Open) -> None:
    async with read() as reader:
        await reader.press("escape", "escape", "escape")
        assert reader.app.is_running
        await reader.press("ctrl+c")
        assert any("ctrl+c again" in notice for notice in reader.notices)


async def test_text_from_a_digest_is_never_markup(read: Open) -> None:

    hostile = parse(
        "# [@click=app.exit]T[/]\n\n## Papers\n\n### A [/] B\n\n"
        "* [red]X[/red]: [@click=app.exit]Y[/] \\[[Paper](https://e.org/1)]\n  * MIT\n"
    )
    async with read(hostile) as reader:
        assert "[@click=app.exit]T[/]" in reader.page
        await reader.press("j")
        assert "A [/] B" in reader.page
        await reader.press("j", "y", "question_mark", "escape", "a", "escape")
        assert "[/red]: [@click=app.exit]Y[/]" in reader.here
        await reader.pilot.click(reader.panes.detail, offset=(14, 1))
        assert reader.app.is_running


async def test_dialogs_can_be_used_on_the_smallest_screen(read: Open) -> None:
    async with read(size=(20, 5)) as reader:
        await reader.press("n", "a")
        await reader.type("yes")
        assert reader.app.screen.query_one("TextArea").size.height > 0
        await reader.press("escape")
        await reader.until(lambda: "✎" in reader.tree)
        await reader.press("Y")
        assert reader.app.screen.query_one("OptionList").size.height >= 3


async def test_keys_on_a_digest_without_papers_do_no_harm(read: Open) -> None:
    async with read(parse("# Empty 2026\n\nNothing yet.\n", "empty.md")) as reader:
        await reader.press("t", "n", "h", "l", "n", "N", "z", "o", "y", "asterisk", "v", "i")
        assert "Empty 2026" in reader.page


async def test_a_click_on_a_row_that_is_gone_is_ignored(read: Open) -> None:
    async with read() as reader:
        here = reader.here
        reader.screen.post_message(Sidebar.RowClicked(500, False, 1))
        await reader.pilot.pause()
        assert reader.here == here


async def test_the_first_and_the_last_paper_say_so(read: Open) -> None:
    async with read() as reader:
        await reader.press("G", "n")
        assert "Last paper" in reader.notices
        await reader.press("g", "n", "N")
        assert "First paper" in reader.notices
