"""Finding papers in the app: the live filter, its counts, orders and groupings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.controllers import finding
from nsdi_tui.tui.view import browse_view
from tests.tui.conftest import text_of

if TYPE_CHECKING:
    import pytest

    from tests.tui.conftest import Open, Reader


async def test_each_key_filters(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("queues")
        assert [row.split(":")[0].strip("▾ 2") for row in reader.rows] == [
            "Training",
            "Scheduling",
            "Alpha",
            "Beta",
        ]
        assert "2 of 4" in reader.title
        await reader.type(" gradient traffic")
        assert "1 of 4" in reader.title
        await reader.press(*["backspace"] * 17)
        assert "2 of 4" in reader.title


async def test_the_cursor_goes_to_the_first_match_and_stays_while_it_matches(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("mit")
        assert reader.here.startswith("Alpha")
        await reader.press("down", "down", "down")
        assert reader.here.startswith("Gamma")
        await reader.type(" siat")
        assert reader.here.startswith("Gamma")
        assert "1 of 4" in reader.title


async def test_escape_clears_then_leaves_and_the_folds_are_as_before(read: Open) -> None:
    async with read() as reader:
        await reader.press("h")
        before = reader.rows
        await reader.press("slash")
        await reader.type("alpha")
        assert "Alpha" in reader.tree
        await reader.press("escape")
        assert reader.panes.filter_box.value == ""
        assert reader.rows == before
        assert reader.here == "Training"
        await reader.press("escape")
        assert reader.focused is reader.panes.sidebar


async def test_a_paper_the_user_moved_to_stays_under_the_cursor_after_clearing(read: Open) -> None:
    async with read() as reader:
        await reader.press("z", "slash")
        await reader.type("mit")
        await reader.press("enter", "n")
        assert reader.here.startswith("Gamma")
        await reader.press("escape")
        assert reader.here.startswith("Gamma")
        assert "Gamma" in reader.tree
        assert "Alpha" not in reader.tree


async def test_n_goes_through_the_matches_only(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("stanford")
        await reader.press("enter", "n")
        assert reader.here.startswith("Loose")
        await reader.press("n")
        assert reader.here.startswith("Loose")


async def test_acronyms_find_their_expansion(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("mixture of experts")
        assert reader.here.startswith("Gamma")


async def test_a_match_is_marked_in_tree_and_page_by_more_than_colour(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("fair")
        for pane in (reader.panes.sidebar, reader.panes.detail):
            marked = [
                segment.text
                for y in range(pane.size.height)
                for segment in pane.render_line(y)
                if segment.style and segment.style.underline and segment.style.bold
            ]
            assert any(text.lower() == "fair" for text in marked), pane


async def test_no_match_names_the_term_and_offers_the_nearest_word(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("mit chekpoints")
        assert "0 of 4" in reader.title
        assert reader.rows == []
        assert "No papers match" in reader.page
        await reader.until(lambda: '"mit": 2 papers' in reader.page)
        assert '"chekpoints": no matches   did you mean checkpoints?' in reader.page
        assert "tab     filter by mit checkpoints" in reader.page
        assert reader.panes.filter_box.value == "mit chekpoints"
        await reader.press("down", "up", "enter", "l", "h", "space", "y", "n", "N", "z", "i")
        assert reader.app.is_running


async def test_tab_accepts_the_suggested_spelling(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("-org:CMU title:chekpoints")
        await reader.until(lambda: "did you mean" in reader.page)
        await reader.press("tab")
        assert reader.panes.filter_box.value == "-org:CMU title:checkpoints"
        assert "1 of 4" in reader.title
        await reader.press("ctrl+u")
        await reader.type("gradeints")
        await reader.until(lambda: "did you mean" in reader.page)
        # Also from the list, and by the mouse.
        await reader.press("enter", "tab")
        assert reader.panes.filter_box.value == "gradients"
        assert reader.focused is reader.panes.sidebar
        await reader.press("slash", "ctrl+u")
        await reader.type("stoarge")
        await reader.until(lambda: "filter by storage" in reader.page)
        (y,) = (y for y, line in enumerate(reader.page.split("\n")) if "filter by" in line)
        await reader.pilot.click(reader.panes.detail, offset=(22, y))
        await reader.until(lambda: reader.panes.filter_box.value == "storage")


async def test_an_unknown_value_of_a_flag_lists_the_valid_ones(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("is:unraed")
        await reader.until(lambda: "Unknown value in is:unraed" in reader.page)
        assert "starred, read, unread, new, changed, selected" in " ".join(reader.page.split())
        assert "did you mean unread?" in reader.page
        await reader.press("tab")
        assert reader.panes.filter_box.value == "is:unread"
        assert "4 of 4" in reader.title


async def test_a_known_flag_without_papers_offers_no_other_spelling(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("is:starred")
        await reader.until(lambda: '"is:starred": no matches' in reader.page)
        assert "did you mean" not in reader.page
        assert "Unknown value" not in reader.page


async def test_a_flag_that_changes_nothing_is_reported_when_the_filter_is_accepted(
    read: Open,
) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("mit -is:foo")
        assert "2 of 4" in reader.title
        await reader.press("enter")
        assert reader.notices[0].startswith("Unknown value in is:foo; valid values: starred, read")


async def test_terms_that_match_only_apart(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("cmu stanford")
        await reader.until(lambda: "none matches all terms" in reader.page)


async def test_it_opens_with_a_filter(read: Open) -> None:
    async with read(query="org:mit -gamma") as reader:
        assert "1 of 4" in reader.title
        assert reader.here.startswith("Alpha")
        assert reader.panes.filter_box.value == "org:mit -gamma"


async def test_what_is_pasted_filters_at_once_as_one_line(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        reader.panes.filter_box.post_message(events.Paste("mit\n\tcheckpoints\n"))
        await reader.until(lambda: "1 of 4" in reader.title)
        assert reader.panes.filter_box.value == "mit checkpoints"


async def test_the_paper_found_stays_current_when_the_accepted_filter_ends(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("gamma")
        await reader.press("enter")
        assert reader.here.startswith("Gamma")
        await reader.press("escape", "escape")
        assert "4 papers" in reader.title
        assert reader.here.startswith("Gamma")


async def test_the_empty_filter_box_shows_the_query_language(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        assert "has:arxiv" in reader.page
        await reader.type("x")
        assert "has:arxiv" not in reader.page
        await reader.press("backspace")
        assert "has:arxiv" in reader.page
        await reader.press("escape")
        assert "Training" in reader.page


async def test_completion_offers_fields_and_values(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("org:sta")
        await reader.until(lambda: "org:stanford" in reader.filter_box.lower())
        await reader.press("right")
        assert reader.panes.filter_box.value.lower() == "org:stanford"


def menu_of(reader: Reader) -> list[str]:
    """The lines of the menu on the screen."""
    return [line.strip() for line in text_of(reader.app.screen.query_one("MenuList")).split("\n")]


async def test_a_menu_sorts_and_keeps_the_cursor(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n")
        assert reader.here.startswith("Beta")
        await reader.press("s")
        assert menu_of(reader) == [
            "o  ● Order of the digest",
            "t    Title",
            "-    Reverse: last first",
        ]
        await reader.press("t")
        assert "sorted by title" in reader.title
        assert reader.here.startswith("Beta")
        await reader.press("s")
        assert menu_of(reader)[1:] == ["t  ● Title", "-    Reverse: Z to A"]
        await reader.press("escape")
        assert "sorted by title" in reader.title


async def test_an_order_is_reversed_and_put_right_again(read: Open) -> None:
    async with read() as reader:
        await reader.press("s", "t", "s", "minus")
        assert "sorted by title, Z to A" in reader.title
        assert [row.split(":")[0] for row in reader.rows if ":" in row] == [
            "Beta",
            "Alpha",
            "Gamma",
        ]
        await reader.press("s")
        assert "✓ Reverse" in menu_of(reader)[2]
        await reader.press("minus")
        assert "Z to A" not in reader.title
        assert [row.split(":")[0] for row in reader.rows if ":" in row] == [
            "Alpha",
            "Beta",
            "Gamma",
        ]


async def test_relevance_is_offered_for_a_filter_only(read: Open) -> None:
    async with read() as reader:
        await reader.press("t", "n")
        assert "ungrouped" in reader.title
        await reader.press("s")
        assert not any("Relevance" in line for line in menu_of(reader))
        await reader.press("escape", "slash")
        await reader.type("log")
        await reader.press("enter", "s", "r")
        assert "sorted by relevance" in reader.title
        assert reader.rows[0].startswith("Gamma")
        await reader.press("escape")
        assert "digest order" in reader.title
        assert reader.rows[0].startswith("Alpha")
        assert reader.here.startswith("Gamma")
        await reader.press("slash")
        await reader.type("log")
        assert "sorted by relevance" in reader.title


async def test_a_topic_stays_the_current_row_in_another_order(read: Open) -> None:
    async with read() as reader:
        await reader.press("j")
        assert reader.here == "Scheduling"
        await reader.press("s", "t")
        assert reader.here == "Scheduling"
        await reader.press("s", "minus")
        assert reader.here == "Scheduling"


async def test_other_groups_keep_the_first_paper_of_a_topic(read: Open) -> None:
    async with read() as reader:
        await reader.press("G", "k", "t", "i")
        assert reader.here.startswith("Gamma")
        await reader.press("t", "t", "g", "t", "i")
        # At the top, nothing has been looked for yet.
        assert reader.here == "MIT"


async def test_the_end_of_a_filter_leads_back_also_in_other_groups(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "slash")
        await reader.type("mit")
        await reader.press("ctrl+p")
        await reader.type("group papers")
        await reader.press("enter", "i", "slash", "escape")
        assert reader.here.startswith("Beta")


async def test_a_menu_groups_and_keeps_the_cursor(read: Open) -> None:
    async with read() as reader:
        await reader.press("G", "t")
        assert menu_of(reader) == ["t  ● Topic", "i    Institution", "n    No groups"]
        await reader.press("down", "enter")
        assert "grouped by institution" in reader.title
        assert reader.here.startswith("Gamma")
        groups = ["MIT", "Stanford", "CMU", "SIAT, CAS"]
        assert [row.strip("▾ ").split("  ")[0] for row in reader.rows if row[0] == "▾"] == groups
        await reader.press("slash")
        await reader.type("gamma")
        assert sum("Gamma" in row for row in reader.rows) == 2
        await reader.press("escape", "escape", "t", "minus")
        assert "smallest first" in reader.title
        assert [row.strip("▾ ").split("  ")[0] for row in reader.rows if row[0] == "▾"] == groups[
            ::-1
        ]
        await reader.press("t", "t")
        assert "grouped by topic" in reader.title
        assert reader.here.startswith("Gamma")


async def test_a_filter_box_keeps_its_own_keys(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("one two")
        await reader.press("ctrl+w")
        assert reader.panes.filter_box.value == "one "
        await reader.press("ctrl+u")
        assert reader.panes.filter_box.value == ""
        assert "4 papers" in reader.title


async def test_the_cursor_stays_on_its_paper_when_the_search_comes_to_it_late(
    read: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"* P{n}: {'Late' if n > 150 else 'Early'}\n  * MIT" for n in range(200)]
    monkeypatch.setattr(browse_view, "FIRST_SLICE", -1.0)
    monkeypatch.setattr(finding, "NEXT_SLICE", -1.0)
    async with read(parse("# Many\n\n## Papers\n\n" + "\n".join(lines), "many.md")) as reader:
        await reader.press("G", "slash")
        await reader.type("late")
        await reader.until(lambda: "49 of 200" in reader.title)
        assert reader.here.startswith("P199")


async def test_folds_outlast_a_filter_in_the_order_of_relevance(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("gamma")
        await reader.press("enter", "s", "r", "escape", "z")
        folded = sorted(reader.rows)
        assert len(folded) == 2
        await reader.press("slash")
        await reader.type("log")
        assert "sorted by relevance" in reader.title
        await reader.press("escape", "escape")
        assert sorted(reader.rows) == folded


async def test_tab_accepts_an_offered_completion_and_else_goes_on(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("is:st")
        await reader.press("tab")
        assert reader.panes.filter_box.value == "is:starred"
        assert reader.focused is reader.panes.filter_box
        await reader.press("tab")
        assert reader.focused is not reader.panes.filter_box


async def test_tab_completes_nothing_in_the_middle_of_a_query(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("is:st")
        await reader.press("left", "tab")
        assert reader.panes.filter_box.value == "is:st"
