"""Opening a list never seen in the app: first screen, first rows, all of it; after an edit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks import synthetic
from benchmarks.parsing import MISTUNE_PLUGINS
from benchmarks.report import median, megabytes, milliseconds, print_table, progress, ratio
from benchmarks.terminal import TREE_COLUMNS, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.screen import Screen
    from benchmarks.workspace import Workspace

TURNS = 3
LEAST_CHARACTERS = 200_000
_RELOAD = b"\x12"
_HEADER = (
    "papers|MB|screen ms|first rows ms|x empty app|all ms|x mistune|reload ms|edited ms|peak MB"
)


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    rows = []
    for size in sizes:
        text = workspace.text(size)
        if len(text) < LEAST_CHARACTERS:
            continue
        turns, floors = [], []
        for turn in range(TURNS if size <= 10_000 else 1):
            progress(f"opening: {size:,} papers, turn {turn + 1}")
            with workspace.bare("empty") as empty:
                floors.append(empty.wait_until(lambda s: s.is_painted, limit=30) - empty.started)
            turns.append(_open(workspace, size))
        screen, first, everything, reload, edited, memory = map(median, zip(*turns, strict=True))
        rows.append(
            [
                f"{size:,}",
                f"{len(text) / 1e6:.2f}",
                milliseconds(screen),
                milliseconds(first),
                ratio(first, median(floors)),
                milliseconds(everything),
                ratio(everything, _mistune(text)),
                milliseconds(reload),
                milliseconds(edited),
                megabytes(memory),
            ]
        )
    print_table(
        "Open a list that is not in the cache, in the app",
        _HEADER.split("|"),
        rows,
        "Medians of wall time from the start of the process: until every cell is painted, until\n"
        "  the first topic is seen, until nothing is being read. Reload: from ctrl+r, after a\n"
        "  paper was added in the middle, until it is counted. Edited: opened again after another\n"
        "  edit, until nothing is being read. Peak memory is the app's alone.",
    )


def _open(workspace: Workspace, size: int) -> list[float]:
    """Return the moments of an opening, the times of a reload and of another, the peak memory."""
    workspace.forget("new")
    path = workspace.folder / "edited.md"
    text = workspace.text(size)
    path.write_text(text, encoding="utf-8")
    with workspace.python("-m", "nsdi_tui", str(path), cache="new") as app:
        screen = app.wait_until(lambda s: s.is_painted) - app.started
        first = app.wait_until(_shows_topic) - app.started
        everything = app.wait_until(_has(size)) - app.started
        _settle(app)
        middle = text.find("\n    * ", len(text) // 2) + 1
        added = "    * Ternwright: An Added Paper \\[[Paper](https://example.org/added)]\n"
        path.write_text(f"{text[:middle]}{added}{text[middle:]}", encoding="utf-8")
        pressed = app.press(_RELOAD)
        reload = app.wait_until(_has(size + 1)) - pressed
        memory = app.peak_memory or 0.0
        # The cache is written afterwards.
        app.read_for(3.0)
    again = added.replace("Ternwright", "Gullwright").replace("/added", "/again")
    path.write_text(f"{text[:middle]}{added}{again}{text[middle:]}", encoding="utf-8")
    with workspace.python("-m", "nsdi_tui", str(path), cache="new") as app:
        edited = app.wait_until(_has(size + 2)) - app.started
    return [screen, first, everything, reload, edited, memory]


def _settle(app: Terminal) -> None:
    app.read_for(1.0)
    app.frames(lambda _: None)


def _shows_topic(screen: Screen) -> bool:
    return any(synthetic.FIRST_AREA in line for line in screen.text(0, TREE_COLUMNS))


def _has(papers: int) -> Callable[[Screen], bool]:
    def is_so(screen: Screen) -> bool:
        header = screen.text()[0]
        return f"{papers:,} papers" in header and "reading" not in header

    return is_so


def _mistune(text: str) -> float:
    import mistune

    begun = time.perf_counter()
    mistune.create_markdown(renderer=None, plugins=MISTUNE_PLUGINS)(text)
    return time.perf_counter() - begun
