"""The rows of the sidebar: what is visible, what collapsing and filtering leave."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.model import Digest, Topic
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.view.outline import Outline
from nsdi_tui.tui.view.paper_state import PaperState
from nsdi_tui.tui.view.row_text import row_text
from nsdi_tui.tui.view.rows import Rows

LINKS = (make_link("Site", "https://e.org"),)
ALPHA, BETA, LOOSE, GAMMA = range(4)


@pytest.fixture
def rows(small: Digest) -> Rows:
    return rows_of(small)


def rows_of(*digests: Digest) -> Rows:
    return Rows(Outline.of_library(Library.of(digests)))


def shown(rows: Rows) -> list[str]:
    """The visible rows: two spaces a level, then the title up to its colon."""
    outline = rows.outline
    return [
        "  " * outline.depth[node] + outline.items[node].title.split(":")[0]
        for node in rows.visible
    ]


def node(rows: Rows, title: str) -> int:
    items = rows.outline.items
    return next(n for n, item in enumerate(items) if item.title.startswith(title))


def test_everything_is_shown_in_the_documents_order(rows: Rows) -> None:
    assert shown(rows) == [
        "Training",
        "  Scheduling",
        "    Alpha",
        "    Beta",
        "  Loose Ends of Training",
        "Storage",
        "  Gamma",
    ]
    assert [rows.count_below(n) for n in rows.visible] == [3, 2, 1, 1, 1, 1, 1]


def test_collapsing_hides_what_is_below_and_expanding_keeps_what_is_collapsed_inside(
    rows: Rows,
) -> None:
    rows.set_expanded(node(rows, "Scheduling"), False)
    rows.set_expanded(node(rows, "Training"), False)
    assert shown(rows) == ["Training", "Storage", "  Gamma"]
    rows.set_expanded(node(rows, "Training"), True)
    assert "  Scheduling" in shown(rows)
    assert "    Alpha" not in shown(rows)


def test_a_cursor_that_gets_hidden_moves_to_the_collapsed_row(rows: Rows) -> None:
    rows.cursor = node(rows, "Beta")
    rows.set_expanded(node(rows, "Training"), False)
    assert rows.outline.items[rows.cursor].title == "Training"


def test_a_filter_shows_matches_under_their_topics_whatever_is_collapsed(rows: Rows) -> None:
    rows.set_expanded(node(rows, "Training"), False)
    before = shown(rows)
    rows.filter()
    rows.add_matches([BETA])
    rows.add_matches([GAMMA])
    assert shown(rows) == [
        "Training",
        "  Scheduling",
        "    Beta",
        "Storage",
        "  Gamma",
    ]
    assert rows.count_below(node(rows, "Training")) == 1
    rows.clear_filter()
    assert shown(rows) == before


def test_collapsing_inside_a_filter_holds_for_later_matches_and_ends_with_it(
    rows: Rows,
) -> None:
    rows.filter()
    rows.add_matches([ALPHA])
    rows.set_expanded(node(rows, "Scheduling"), False)
    rows.add_matches([BETA, LOOSE])
    assert shown(rows) == [
        "Training",
        "  Scheduling",
        "  Loose Ends of Training",
    ]
    rows.set_expanded(node(rows, "Scheduling"), True)
    assert shown(rows)[2:4] == ["    Alpha", "    Beta"]
    rows.set_expanded(node(rows, "Scheduling"), False)
    rows.filter()
    rows.add_matches([ALPHA])
    assert "    Alpha" in shown(rows)


def test_collapse_all_leaves_the_top_topics_and_can_be_restored(rows: Rows) -> None:
    rows.set_expanded(node(rows, "Scheduling"), False)
    before = shown(rows)
    rows.toggle_all()
    assert shown(rows) == ["Training", "Storage"]
    rows.toggle_all()
    assert shown(rows) == before


def test_collapse_all_inside_a_filter(rows: Rows) -> None:
    rows.filter()
    rows.add_matches([ALPHA, GAMMA])
    before = shown(rows)
    rows.toggle_all()
    assert shown(rows) == ["Training", "Storage"]
    rows.toggle_all()
    assert shown(rows) == before


def test_going_from_paper_to_paper_passes_topics_and_collapsed_rows(rows: Rows) -> None:
    rows.toggle_all()
    seen = []
    at = rows.paper_after(0)
    while at is not None:
        rows.reveal(at)
        assert rows.cursor in rows.visible
        seen.append(rows.outline.position[at])
        at = rows.paper_after(at)
    assert seen == [ALPHA, BETA, LOOSE, GAMMA]
    assert rows.paper_before(node(rows, "Alpha")) is None


def test_several_digests_collapse_to_their_titles(small: Digest) -> None:
    rows = rows_of(small, small)
    rows.collapse_all()
    assert shown(rows) == ["Tiny 2026", "Tiny 2026"]


def test_groups_hold_a_paper_more_than_once(small: Digest) -> None:
    rows = Rows(
        Outline.of_groups([("MIT", [ALPHA, GAMMA]), ("Stanford", [ALPHA, LOOSE])], small.papers)
    )
    assert len(rows.outline.nodes_of(ALPHA)) == 2
    rows.filter()
    rows.add_matches([ALPHA])
    assert shown(rows) == ["MIT", "  Alpha", "Stanford", "  Alpha"]
    assert [rows.count_below(n) for n in rows.visible] == [1, 1, 1, 1]


def test_papers_without_groups_stand_alone(small: Digest) -> None:
    rows = Rows(Outline.of_groups([("", [GAMMA, ALPHA])], small.papers))
    assert shown(rows) == ["Gamma", "Alpha"]


def test_rearranged_topics_keep_the_papers_positions(small: Digest) -> None:
    outline = Outline.of_library(Library.of([small]))
    rows = Rows(outline.rearranged(lambda nodes: nodes[::-1]))
    assert shown(rows)[:2] == ["Storage", "  Gamma"]
    rows.filter()
    rows.add_matches([ALPHA, GAMMA])
    assert shown(rows) == [
        "Storage",
        "  Gamma",
        "Training",
        "  Scheduling",
        "    Alpha",
    ]


def test_no_matches_no_rows(rows: Rows) -> None:
    rows.filter()
    rows.add_matches([])
    assert rows.visible == []
    rows.move_to_row(3)
    assert rows.cursor_row == 0


def test_a_later_match_stays_hidden_below_a_collapsed_row(rows: Rows) -> None:
    rows.filter()
    rows.add_matches([ALPHA])
    rows.set_expanded(node(rows, "Training"), False)
    rows.add_matches([BETA])
    assert shown(rows) == ["Training"]


def of(text: str) -> Rows:
    return rows_of(parse(text, "d.md"))


def test_a_topic_whose_only_child_is_a_topic_shares_its_row() -> None:
    rows = of(
        "# D\n\n## Papers\n\n### A\n\n#### B\n\n* One: A Paper \\[[Paper](https://e.org/1)]\n"
    )
    (topic,) = (n for n in rows.visible if not rows.outline.is_paper(n))
    text = row_text(rows, topic, PaperState())
    assert text.label == "A › B"
    assert rows.outline.titles_to(topic) == ["A", "B"]


def test_a_topic_with_a_paper_of_its_own_keeps_its_row() -> None:
    rows = of(
        "# D\n\n## Papers\n\n### A\n\n* One: A Paper \\[[Paper](https://e.org/1)]\n\n#### B\n\n"
        "* Two: A Paper \\[[Paper](https://e.org/2)]\n"
    )
    assert [row.strip() for row in shown(rows)] == ["A", "One", "B", "Two"]


def test_a_topic_without_anything_has_no_row() -> None:
    topics = (Topic("Empty", 1, (Topic("Emptier", 2),)), Topic("Links", 3, links=LINKS))
    assert shown(rows_of(Digest("D", "d.md", children=topics))) == ["Links"]


def test_the_position_among_the_papers(rows: Rows) -> None:
    rows.cursor = node(rows, "Beta")
    assert rows.paper_number == 2
    rows.cursor = node(rows, "Storage")
    assert rows.paper_number == 0
