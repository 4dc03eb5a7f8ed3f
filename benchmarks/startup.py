"""From the start of the process to the first screen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, print_table, progress, ratio
from benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.screen import Screen
    from benchmarks.workspace import Workspace

TURNS = 12
_FIRST_TOPIC = "Large Language Models"


def run(workspace: Workspace, sizes: Sequence[int]) -> None:  # noqa: ARG001
    cases: dict[str, tuple[Callable[[], Terminal], Callable[[Screen], bool]]] = {
        "python that prints": (lambda: workspace.python("-c", "print('ready')"), _shows("ready")),
        "empty Textual app": (lambda: workspace.bare("empty"), lambda screen: screen.is_painted),
        "nsdi-tui, first time": (_first_time(workspace), _shows_tree),
        "nsdi-tui": (lambda: workspace.python("-m", "nsdi_tui"), _shows_tree),
    }
    missing = ""
    if frogmouth := shutil.which("frogmouth"):
        command = [frogmouth, "assets/digest.md"]
        cases["frogmouth"] = (
            lambda: Terminal(command, workspace.environ()),
            _shows(_FIRST_TOPIC),
        )
    else:
        missing = "\n  frogmouth is not installed: with its command on the PATH it is measured too."
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(TURNS + 1):
        progress(f"start-up: turn {turn} of {TURNS}")
        for name, (start, is_there) in cases.items():
            with start() as terminal:
                moment = terminal.wait_until(is_there, limit=30)
                if name == "nsdi-tui" and not turn:
                    terminal.gather(1)  # The parsed digest is cached after the first screen.
                    terminal.quit()
            if turn:  # The first turn writes the .pyc files.
                times[name].append(moment - terminal.started)
    middle = {name: median(values) for name, values in times.items()}
    floor = middle["empty Textual app"]
    paired = {
        name: median(
            own / empty for own, empty in zip(values, times["empty Textual app"], strict=True)
        )
        for name, values in times.items()
    }
    rows = [
        [
            name,
            milliseconds(middle[name]),
            milliseconds(min(times[name])),
            ratio(middle[name], floor),
            f"{paired[name]:.2f}",
        ]
        for name in cases
    ]
    print_table(
        f"Start to first screen, {TURNS} turns in rotation",
        ["", "median ms", "least ms", "x empty app", "median of the turns' ratios"],
        rows,
        "First screen: every cell is painted, and of a digest the first topic is seen.\n"
        f"  First time: the bundled digest is parsed; later it is taken from the cache.{missing}",
    )


def _first_time(workspace: Workspace) -> Callable[[], Terminal]:
    def start() -> Terminal:
        workspace.forget("empty")
        return workspace.python("-m", "nsdi_tui", cache="empty")

    return start


def _shows(text: str) -> Callable[[Screen], bool]:
    return lambda screen: any(text in line for line in screen.text())


def _shows_tree(screen: Screen) -> bool:
    return screen.is_painted and _shows(_FIRST_TOPIC)(screen)
