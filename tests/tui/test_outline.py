"""The rows of the sidebar: what is visible, what folding and filtering leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.tui.outline import Outline

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest

ALPHA, BETA, LOOSE, GAMMA = range(4)


@pytest.fixture
def outline(small: Digest) -> Outline:
    return Outline.of_digests([small])


def shown(outline: Outline) -> list[str]:
    """The visible rows: two spaces a level, then the title up to its colon."""
    return [
        "  " * outline.depth[node] + outline.items[node].title.split(":")[0]
        for node in outline.rows
    ]


def node(outline: Outline, title: str) -> int:
    return next(n for n, item in enumerate(outline.items) if item.title.startswith(title))


def test_everything_is_shown_in_the_documents_order(outline: Outline) -> None:
    assert shown(outline) == [
        "Tiny 2026",
        "  Training",
        "    Scheduling",
        "      Alpha",
        "      Beta",
        "    Loose Ends of Training",
        "  Storage",
        "    Gamma",
    ]
    assert [outline.count_below(n) for n in outline.rows] == [4, 3, 2, 1, 1, 1, 1, 1]


def test_folding_hides_what_is_below_and_unfolding_brings_inner_folds_back(
    outline: Outline,
) -> None:
    outline.set_open(node(outline, "Scheduling"), False)
    outline.set_open(node(outline, "Training"), False)
    assert shown(outline) == ["Tiny 2026", "  Training", "  Storage", "    Gamma"]
    outline.set_open(node(outline, "Training"), True)
    assert "    Scheduling" in shown(outline)
    assert "      Alpha" not in shown(outline)


def test_a_cursor_that_gets_folded_moves_to_what_was_folded(outline: Outline) -> None:
    outline.cursor = node(outline, "Beta")
    outline.set_open(node(outline, "Training"), False)
    assert outline.items[outline.cursor].title == "Training"


def test_a_filter_shows_hits_under_their_topics_whatever_is_folded(outline: Outline) -> None:
    outline.set_open(node(outline, "Training"), False)
    before = shown(outline)
    outline.filter()
    outline.add_hits([BETA])
    outline.add_hits([GAMMA])
    assert shown(outline) == [
        "Tiny 2026",
        "  Training",
        "    Scheduling",
        "      Beta",
        "  Storage",
        "    Gamma",
    ]
    assert outline.count_below(node(outline, "Training")) == 1
    outline.clear_filter()
    assert shown(outline) == before


def test_folding_inside_a_filter_holds_for_hits_that_come_later_and_ends_with_it(
    outline: Outline,
) -> None:
    outline.filter()
    outline.add_hits([ALPHA])
    outline.set_open(node(outline, "Scheduling"), False)
    outline.add_hits([BETA, LOOSE])
    assert shown(outline) == [
        "Tiny 2026",
        "  Training",
        "    Scheduling",
        "    Loose Ends of Training",
    ]
    outline.set_open(node(outline, "Scheduling"), True)
    assert shown(outline)[3:5] == ["      Alpha", "      Beta"]
    outline.set_open(node(outline, "Scheduling"), False)
    outline.filter()
    outline.add_hits([ALPHA])
    assert "      Alpha" in shown(outline)


def test_fold_all_leaves_the_top_topics_and_comes_back(outline: Outline) -> None:
    outline.set_open(node(outline, "Scheduling"), False)
    before = shown(outline)
    outline.toggle_all()
    assert shown(outline) == ["Tiny 2026", "  Training", "  Storage"]
    outline.toggle_all()
    assert shown(outline) == before


def test_fold_all_inside_a_filter(outline: Outline) -> None:
    outline.filter()
    outline.add_hits([ALPHA, GAMMA])
    before = shown(outline)
    outline.toggle_all()
    assert shown(outline) == ["Tiny 2026", "  Training", "  Storage"]
    outline.toggle_all()
    assert shown(outline) == before


def test_going_from_paper_to_paper_passes_topics_and_folds(outline: Outline) -> None:
    outline.toggle_all()
    seen = []
    at = outline.paper_after(0)
    while at is not None:
        outline.reveal(at)
        assert outline.cursor in outline.rows
        seen.append(outline.position[at])
        at = outline.paper_after(at)
    assert seen == [ALPHA, BETA, LOOSE, GAMMA]
    assert outline.paper_before(node(outline, "Alpha")) is None


def test_several_digests_fold_to_their_titles(small: Digest) -> None:
    outline = Outline.of_digests([small, small])
    outline.fold_to_top()
    assert shown(outline) == ["Tiny 2026", "Tiny 2026"]


def test_groups_hold_a_paper_more_than_once(small: Digest) -> None:
    outline = Outline.of_groups(
        [("MIT", [ALPHA, GAMMA]), ("Stanford", [ALPHA, LOOSE])], small.papers
    )
    assert len(outline.nodes_of(ALPHA)) == 2
    outline.filter()
    outline.add_hits([ALPHA])
    assert shown(outline) == ["MIT", "  Alpha", "Stanford", "  Alpha"]
    assert [outline.count_below(n) for n in outline.rows] == [1, 1, 1, 1]


def test_papers_without_groups_stand_alone(small: Digest) -> None:
    outline = Outline.of_groups([("", [GAMMA, ALPHA])], small.papers)
    assert shown(outline) == ["Gamma", "Alpha"]


def test_rearranged_topics_keep_the_papers_positions(small: Digest) -> None:
    outline = Outline.of_digests([small], lambda children: list(reversed(children)))
    assert shown(outline)[1:3] == ["  Storage", "    Gamma"]
    outline.filter()
    outline.add_hits([ALPHA, GAMMA])
    assert shown(outline)[1:] == [
        "  Storage",
        "    Gamma",
        "  Training",
        "    Scheduling",
        "      Alpha",
    ]


def test_no_hits_no_rows(outline: Outline) -> None:
    outline.filter()
    outline.add_hits([])
    assert outline.rows == []
    outline.move_to_row(3)
    assert outline.cursor_row == 0
