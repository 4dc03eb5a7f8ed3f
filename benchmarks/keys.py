"""From a key in the filter box to the frame that shows the new list, in a pseudo-terminal.

A key is sent when the screen has been still for a while, and the frames are compared when it is
still again. The list is complete with the first frame after which neither the rows of the tree
(without the counts at their right edge) nor the filter box change; the screen is complete with the
first frame after which no character changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, percentile, print_table, progress, ratio
from benchmarks.searching import QUERY
from benchmarks.terminal import TREE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.screen import Screen
    from benchmarks.terminal import Terminal
    from benchmarks.workspace import Workspace

ROUNDS = 10
APP_QUIET, BARE_QUIET, CLEAR_QUIET = 0.1, 0.05, 0.4
"""Seconds without output after which the screen is taken for still."""
LOST = 30
"""Seconds after which a key is taken for lost."""
FILTER_ROW = 1
"""The screen's row, from 0, with the text of the filter box; in the bare app of its Input."""

_HEADER = "papers|list ms|99th|all ms|99th|bare ms|99th|x bare|frames|first key|clear"
_CLEAR = b"\x15"


@dataclass
class _Times:
    lists: list[float] = field(default_factory=list)
    wholes: list[float] = field(default_factory=list)
    clears: list[float] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    rows = []
    for size in sizes:
        progress(f"keys: {size:,} papers, opening")
        own, floor = _Times(), _Times()
        with workspace.open(size) as app, workspace.bare("input") as bare:
            bare.wait_until(lambda screen: screen.is_painted)
            for terminal, key in ((app, b"/"), (bare, b"\t")):
                terminal.press(key)
                terminal.read_for(0.3)
                terminal.frames(_filter_text)
            for turn in range(ROUNDS):
                progress(f"keys: {size:,} papers, round {turn + 1} of {ROUNDS}")
                _type(app, own, _tree, APP_QUIET)
                _type(bare, floor, _filter_text, BARE_QUIET)
        first = own.lists.pop(0)
        del own.wholes[0], floor.lists[0]
        rows.append(
            [
                f"{size:,}",
                milliseconds(median(own.lists)),
                milliseconds(percentile(own.lists, 0.99)),
                milliseconds(median(own.wholes)),
                milliseconds(percentile(own.wholes, 0.99)),
                milliseconds(median(floor.lists)),
                milliseconds(percentile(floor.lists, 0.99)),
                ratio(median(own.lists), median(floor.lists)),
                f"{sum(own.frames) / len(own.frames):.1f}",
                milliseconds(first),
                milliseconds(median(own.clears)),
            ]
        )
    print_table(
        f"Key to painted frame: `{QUERY}` in 120x40, {ROUNDS} rounds in turns with a bare Input",
        _HEADER.split("|"),
        rows,
        "List: the rows of the tree in view are the final ones; all: so is every character.\n"
        "  The first key of a session, which loads and folds, counts in its own column alone.\n"
        "  Clear: ctrl+u in the filter box, up to the list of all papers. Frames: of one key.",
    )


def _type(
    terminal: Terminal, times: _Times, look: Callable[[Screen], object], quiet: float
) -> None:
    for end in range(1, len(QUERY) + 1):
        shown, whole, frames = _press(terminal, QUERY[end - 1].encode(), QUERY[:end], look, quiet)
        times.lists.append(shown)
        times.wholes.append(whole)
        times.frames.append(frames)
    shown, _, _ = _press(terminal, _CLEAR, "", look, CLEAR_QUIET)
    times.clears.append(shown)


def _press(
    terminal: Terminal, key: bytes, typed: str, look: Callable[[Screen], object], quiet: float
) -> tuple[float, float, int]:
    """Press a key; return the seconds to the list and to the whole, and the number of frames."""
    pressed = terminal.press(key)
    frames: list[tuple[float, tuple[object, list[str]]]] = []
    while not frames or not _holds(frames[-1][1][1][FILTER_ROW], typed):
        if frames and frames[-1][0] > pressed + LOST:
            raise TimeoutError(f"The filter box never held {typed!r}.")
        terminal.gather(quiet)
        frames += terminal.frames(lambda screen: (look(screen), screen.text()))
    shown = _settled([(moment, seen[0]) for moment, seen in frames])
    whole = _settled([(moment, seen[1]) for moment, seen in frames])
    return shown - pressed, whole - pressed, len(frames)


def _settled(frames: Sequence[tuple[float, object]]) -> float:
    moment, last = frames[-1]
    for earlier, seen in reversed(frames):
        if seen != last:
            break
        moment = earlier
    return moment


def _holds(filter_row: str, typed: str) -> bool:
    return typed.rstrip() in filter_row if typed else QUERY[:3] not in filter_row


def _filter_text(screen: Screen) -> object:
    return screen.text()[FILTER_ROW]


def _tree(screen: Screen) -> object:
    """The tree's rows with their styles, cut before the counts, and the filter box's text."""
    rows = []
    for row in screen.cells[FILTER_ROW + 1 : -1]:
        cells = row[:TREE_COLUMNS]
        while cells and (cells[-1] is None or cells[-1][0] in " 0123456789,"):
            cells.pop()
        rows.append(cells)
    return rows, _filter_text(screen)
