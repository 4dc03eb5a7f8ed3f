"""Jumping: by topics, back to where one was and forward again; filters that are one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui.keymap import check_keymap

if TYPE_CHECKING:
    from tests.tui.conftest import Open


async def test_curly_brackets_move_by_topics(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "right_curly_bracket")
        assert reader.here == "Storage"
        assert "Storage" in reader.page
        await reader.press("right_curly_bracket")
        assert reader.notices == ["Last topic"]
        await reader.press("left_curly_bracket")
        assert reader.here == "Scheduling"
        await reader.press("left_curly_bracket")
        assert reader.here == "Training"
        await reader.press("left_curly_bracket")
        assert reader.notices == ["First topic"]


async def test_a_jump_goes_back_and_forward(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "G")
        assert reader.here.startswith("Gamma")
        await reader.press("g", "less_than_sign")
        assert reader.here.startswith("Gamma")
        await reader.press("less_than_sign")
        assert reader.here.startswith("Beta")
        await reader.press("less_than_sign")
        assert reader.notices == ["No earlier place"]
        assert reader.here.startswith("Beta")
        await reader.press("greater_than_sign")
        assert reader.here.startswith("Gamma")
        await reader.press("greater_than_sign")
        assert reader.here == "Training"
        await reader.press("greater_than_sign")
        assert reader.notices == ["No later place"]


async def test_a_new_jump_ends_the_way_forward(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "G", "less_than_sign", "right_curly_bracket")
        await reader.press("greater_than_sign")
        assert reader.notices == ["No later place"]
        await reader.press("less_than_sign")
        assert reader.here.startswith("Beta")


async def test_steps_are_no_jumps(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "j", "j", "k", "n", "less_than_sign")
        assert reader.notices == ["No earlier place"]


async def test_going_back_restores_the_filter_and_what_it_hid(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "slash")
        await reader.type("mit")
        await reader.press("enter", "n")
        assert reader.here.startswith("Gamma")
        await reader.press("escape")
        assert "4 papers" in reader.title
        await reader.press("less_than_sign")
        assert reader.here.startswith("Gamma")
        assert "2 of 4" in reader.title
        assert reader.panes.filter_box.value == "mit"
        # The paper where the filter began is hidden by it.
        await reader.press("less_than_sign")
        assert reader.here.startswith("Beta")
        assert "4 papers" in reader.title
        assert reader.panes.filter_box.value == ""
        await reader.press("greater_than_sign")
        assert reader.here.startswith("Gamma")
        assert "2 of 4" in reader.title


async def test_going_back_from_an_institution_of_the_page(read: Open) -> None:
    async with read() as reader:
        await reader.press("j")
        (line,) = (at for at, text in enumerate(reader.page.split("\n")) if text.startswith("CMU"))
        await reader.pilot.click(reader.panes.detail, offset=(3, line))
        await reader.until(lambda: "1 of 4" in reader.title)
        await reader.press("less_than_sign")
        assert "4 papers" in reader.title
        assert reader.here == "Scheduling"


async def test_going_back_expands_what_was_collapsed_since(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "z")
        assert "Beta" not in reader.tree
        await reader.press("less_than_sign")
        assert reader.here.startswith("Beta")
        assert "Beta" in reader.tree


async def test_going_back_to_a_topic_of_a_filter(read: Open) -> None:
    async with read() as reader:
        await reader.press("slash")
        await reader.type("mit")
        await reader.press("enter", "G", "k")
        assert reader.here == "Storage"
        await reader.press("escape", "g", "less_than_sign", "less_than_sign")
        assert reader.here == "Storage"
        assert "2 of 4" in reader.title


async def test_a_jump_after_the_list_was_grouped_otherwise(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "n", "G", "t", "i", "less_than_sign")
        assert reader.here.startswith("Beta")


async def test_in_the_filter_box_the_keys_are_text(read: Open) -> None:
    async with read() as reader:
        await reader.press("n", "slash", "less_than_sign", "U")
        assert reader.panes.filter_box.value == "<U"


async def test_unread_and_starred_papers_are_one_key_away(read: Open) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("S")
        assert reader.notices == ["No starred papers"]
        await reader.press("n", "asterisk", "r")
        await reader.until(lambda: "3 unread" in reader.title)
        await reader.press("S")
        assert [row for row in reader.rows if "Alpha" in row]
        assert "1 of 4" in reader.title
        await reader.press("S")
        assert "4 papers" in reader.title
        await reader.press("U")
        assert "3 of 4" in reader.title
        assert "Beta" not in reader.tree
        await reader.press("less_than_sign")
        assert "4 papers" in reader.title


async def test_these_keys_keep_the_rest_of_the_query(read: Open) -> None:
    async with read(query="org:mit") as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("G", "asterisk")
        await reader.until(lambda: "★" in reader.tree)
        await reader.press("S")
        assert reader.panes.filter_box.value == "org:mit is:starred"
        assert "1 of 4" in reader.title
        await reader.press("U", "S")
        assert reader.panes.filter_box.value == "org:mit is:unread"
        assert reader.focused is reader.panes.sidebar


async def test_when_everything_is_read_nothing_is_unread(read: Open) -> None:
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("r", "G", "r")
        await reader.until(lambda: "0 unread" in reader.title)
        await reader.press("U")
        assert "No unread papers" in reader.notices
        assert reader.panes.filter_box.value == ""


async def test_the_preset_for_emacs_moves_by_topics(read: Open) -> None:
    keymap, _ = check_keymap({}, "emacs")
    async with read(keymap=keymap) as reader:
        await reader.press("alt+right_curly_bracket")
        assert reader.here == "Scheduling"
        await reader.press("left_curly_bracket")
        assert reader.here == "Training"
