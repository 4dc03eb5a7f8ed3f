"""What the measures look at: frames, and the app's filter box and tree where they expect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.keys import FILTER_ROW
from benchmarks.screen import Screen
from benchmarks.terminal import TREE_COLUMNS
from benchmarks.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_a_screen_stops_at_each_end_of_a_frame() -> None:
    screen = Screen(10, 2)
    output = "\x1b[?2026h\x1b[2;3H\x1b[1mfirst\x1b[0m\x1b[?2026l\x1b[?2026h\x1b[1;1Hsecond"
    seen = [screen.text() for _ in screen.feed(output.encode())]
    assert seen == [[" " * 10, "  first   "]]
    assert not screen.is_painted
    seen += [screen.text() for _ in screen.feed(b" one\x1b[?20")]
    seen += [screen.text() for _ in screen.feed(b"26l")]
    assert seen[1:] == [["second one", "  first   "]]
    assert screen.cells[1][2] == ("f", "1")


@pytest.mark.system
def test_the_app_shows_filter_and_tree_where_the_measures_look(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.start(30) as app:
        workspace.wait_for_tree(app)
        app.read_for(0.3)
        app.press(b"/")
        app.read_for(0.3)
        app.press(b"zq")
        app.wait_until(
            lambda screen: "0 of 30" in screen.text()[0] and "zq" in screen.text()[FILTER_ROW],
            limit=10,
        )
        # Within the frame of the tree.
        tree = app.screen.text(1, TREE_COLUMNS)[FILTER_ROW + 2 : -2]
        assert not any(line.strip(" │") for line in tree)
