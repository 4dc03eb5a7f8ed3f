"""Where the user is in a list, kept and found again."""

from __future__ import annotations

import json

import pytest

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.view.arrangement import Arrangement
from nsdi_tui.tui.view.browse_view import BrowseView
from nsdi_tui.tui.view.place import Place, go_to, place_of

BIRDS = """# Birds

## Waders

* Heron: Standing on One Leg \\[[Paper](https://birds.example/heron)]
  * Pond Institute
* Curlew: A Long Bill \\[[Paper](https://birds.example/curlew)]
  * Marsh University

## Owls

* Barn: Hunting by Ear \\[[Paper](https://birds.example/barn)]
  * Pond Institute
"""


def view_of(text: str = BIRDS) -> BrowseView:
    return BrowseView(Library.of([parse(text, "birds.md")]))


def titles(view: BrowseView) -> list[str]:
    return [view.rows.outline.items[node].title for node in view.rows.visible]


def again(view: BrowseView, query: str = "", text: str = BIRDS) -> BrowseView:
    """The view of the list, opened again, after its place went through JSON."""
    stored = json.dumps(place_of(view, query).as_json())
    other = view_of(text)
    go_to(other, Place.of_json(json.loads(stored)))
    return other


def test_cursor_and_collapsed_topics() -> None:
    view = view_of()
    view.rows.set_expanded(0, False)
    view.navigator.move_to_row(len(view.rows.visible) - 1)
    other = again(view)
    assert titles(other) == titles(view)
    assert "Curlew: A Long Bill" not in titles(other)
    paper = other.current.paper
    assert paper is not None
    assert paper.name == "Barn"


def test_a_topic_as_the_current_row() -> None:
    view = view_of()
    view.navigator.move_to_row(titles(view).index("Owls"))
    other = again(view)
    assert other.rows.outline.items[other.rows.cursor].title == "Owls"


def test_query_and_arrangement() -> None:
    view = view_of()
    arrangement = Arrangement("organization", "title", reverses_groups=True, reverses_order=True)
    view.arrange(arrangement)
    view.filter("pond")
    other = again(view, "pond")
    assert other.arrangement == arrangement
    assert titles(other) == titles(view)
    assert list(other.matching) == [0, 2]


def test_the_paper_is_found_in_a_list_that_has_changed() -> None:
    view = view_of()
    view.navigator.move_to_paper(1)
    view.navigator.move_to_paper(1)
    changed = BIRDS.replace("## Owls", "## Night birds").replace("* Heron", "* Stork: New\n* Heron")
    other = again(view, text=changed)
    paper = other.current.paper
    assert paper is not None
    assert paper.name == "Curlew"


def test_what_the_list_no_longer_has_is_passed_over() -> None:
    view = view_of()
    view.arrange(Arrangement("organization", "digest"))
    view.navigator.move_to_paper(1)
    other = again(view, text="# Birds\n\n* Emu: A Walk \\[[Paper](https://birds.example/emu)]\n")
    assert other.arrangement.grouping in ("topic", "organization")
    assert "Emu: A Walk" in titles(other)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"paper": 3, "topic": [3], "collapsed": [3, [None]], "query": [], "order": "x"},
        {"grouping": {}, "order": [], "collapsed": {"a": 1}, "reverses_order": "yes"},
    ],
)
def test_damaged_values_have_their_defaults(values: dict[str, object]) -> None:
    assert Place.of_json(values) == Place()
