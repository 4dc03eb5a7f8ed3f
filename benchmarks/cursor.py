"""`j` held down: from each key to the frame that shows the page of its row, and the lag at the end.

The rows are first walked one by one, to learn which page belongs to which key; then the key is
held down. A page that was skipped counts as shown when a later one is.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, percentile, print_table, progress, ratio
from benchmarks.terminal import TREE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.screen import Screen
    from benchmarks.terminal import Terminal
    from benchmarks.workspace import Workspace

PAPERS = 1_000
KEYS = 165
RATE = 33
"""Keys a second: what a keyboard repeats."""
TURNS = 2
QUIET = 0.05


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    papers = PAPERS if PAPERS in sizes else sizes[0]
    progress(f"cursor: {papers:,} papers, opening")
    own: list[tuple[list[float], int]] = []
    floor: list[tuple[list[float], int]] = []
    with workspace.open(papers) as app, workspace.bare("lines", "1000") as bare:
        bare.wait_until(lambda screen: screen.is_painted)
        bare.gather(0.3)
        bare.frames(_page)
        if papers > KEYS:
            app.press(b"z")  # So large a digest opens folded.
            app.gather(0.3)
            app.frames(_page)
        pages, lines = _walk(app, _page), _walk(bare, _first_line)
        for turn in range(TURNS):
            progress(f"cursor: turn {turn + 1} of {TURNS}")
            own.append(_hold(app, _page, pages))
            floor.append(_hold(bare, _first_line, lines))
    rows = [_row("nsdi-tui", own, floor), _row("bare ScrollView", floor, floor)]
    print_table(
        f"`j` held down at {papers:,} papers: {KEYS} keys, {RATE} a second, {TURNS} turns",
        ["", "key to page ms", "99th", "x bare", "skipped", "lag after release ms"],
        rows,
        "Page: all of the detail pane. Lag: from the last key to the frame with its page.",
    )


def _row(
    name: str, turns: Sequence[tuple[list[float], int]], floor: Sequence[tuple[list[float], int]]
) -> list[str]:
    times = [seconds for turn, _ in turns for seconds in turn]
    floor_times = [seconds for turn, _ in floor for seconds in turn]
    return [
        name,
        milliseconds(median(times)),
        milliseconds(percentile(times, 0.99)),
        ratio(median(times), median(floor_times)),
        f"{sum(skipped for _, skipped in turns)}",
        milliseconds(max(turn[-1] for turn, _ in turns)),
    ]


def _walk(terminal: Terminal, look: Callable[[Screen], object]) -> list[object]:
    """Return what each key brings, one after the other."""
    pages = []
    for _ in range(KEYS):
        terminal.press(b"j")
        terminal.gather(QUIET)
        pages.append(terminal.frames(look)[-1][1])
    return pages


def _hold(
    terminal: Terminal, look: Callable[[Screen], object], pages: Sequence[object]
) -> tuple[list[float], int]:
    """Return the seconds from each key to its page, and how many pages were skipped."""
    terminal.press(b"g")
    terminal.gather(0.3)
    terminal.frames(look)
    pressed = []
    begun = time.perf_counter()
    for number in range(KEYS):
        terminal.read_until(begun + number / RATE)
        pressed.append(terminal.press(b"j"))
    terminal.gather(0.3)
    frames = terminal.frames(look)
    times: list[float] = []
    skipped = 0
    for moment, page in frames:
        if page in pages[len(times) :]:
            reached = pages.index(page, len(times))
            skipped += reached - len(times)
            times += [moment - pressed[number] for number in range(len(times), reached + 1)]
    if len(times) < KEYS:
        raise RuntimeError(f"only {len(times)} of {KEYS} keys brought the page that was expected")
    return times, skipped


def _page(screen: Screen) -> object:
    return screen.text(TREE_COLUMNS + 4)


def _first_line(screen: Screen) -> object:
    return screen.text()[0]
