"""An unfolded tree of the largest digest, paged down with the key held: the longest pause."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, percentile, print_table, progress, ratio
from benchmarks.terminal import TREE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.screen import Screen
    from benchmarks.terminal import Terminal
    from benchmarks.workspace import Workspace

KEYS = 200
RATE = 33

_PAGE_DOWN = b"\x1b[6~"


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    papers = sizes[-1]
    progress(f"scroll: {papers:,} papers, opening")
    with workspace.open(papers) as app, workspace.bare("lines", f"{papers}") as bare:
        bare.wait_until(lambda screen: screen.is_painted)
        bare.gather(0.3)
        pressed = app.press(b"z")
        app.gather(0.3)
        unfolding = app.frames(_rows)[-1][0] - pressed
        progress(f"scroll: {papers:,} papers")
        results = {"nsdi-tui": _page_down(app), "bare ScrollView": _page_down(bare)}
    floor = results["bare ScrollView"]
    rows = [
        [
            name,
            f"{len(gaps) + 1}",
            milliseconds(median(gaps)),
            milliseconds(percentile(gaps, 0.99)),
            milliseconds(max(gaps)),
            ratio(max(gaps), max(floor[0])),
            milliseconds(lag),
        ]
        for name, (gaps, lag) in results.items()
    ]
    print_table(
        f"Page down {KEYS} times in the unfolded tree of {papers:,} papers, {RATE} keys a second",
        ["", "screens", "median gap ms", "99th", "longest pause ms", "x bare", "lag at the end ms"],
        rows,
        f"A gap lies between two frames with new rows; the keys alone are {1000 / RATE:.0f} ms\n"
        f"  apart. Unfolding everything (`z`) took {milliseconds(unfolding)} ms to the last frame.",
    )


def _page_down(terminal: Terminal) -> tuple[list[float], float]:
    """Return the seconds between new screens, and from the last key to the last of them."""
    terminal.frames(_rows)
    begun = time.perf_counter()
    for number in range(KEYS):
        terminal.read_until(begun + number / RATE)
        last_key = terminal.press(_PAGE_DOWN)
    terminal.gather(0.3)
    moments: list[float] = []
    rows: object = None
    for moment, seen in terminal.frames(_rows):
        if seen != rows:
            moments.append(moment)
            rows = seen
    return [later - earlier for earlier, later in pairwise(moments)], moments[-1] - last_key


def _rows(screen: Screen) -> object:
    return screen.text(0, TREE_COLUMNS)
