"""The most memory that the app holds: opening a digest, filtering it, keeping what was parsed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.report import megabytes, milliseconds, print_table, progress
from benchmarks.searching import QUERY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.terminal import Terminal
    from benchmarks.workspace import Workspace

_HEADER = "papers|parsed in ms|peak MB|and kept MB|again in ms|peak MB|empty app MB|x empty app"


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    rows = []
    for size in sizes:
        progress(f"memory: {size:,} papers")
        with workspace.bare("empty") as empty:
            empty.wait_until(lambda screen: screen.is_painted)
            floor = empty.peak_memory
        workspace.forget(size)
        workspace.file(size)
        begun = time.perf_counter()
        with workspace.start(size) as app:
            workspace.wait_for_tree(app)
            opening = time.perf_counter() - begun
            first_filtered = _filter(app)
            workspace.wait_until_kept(size)
            first = app.peak_memory
        begun = time.perf_counter()
        with workspace.start(size) as app:
            workspace.wait_for_tree(app)
            reopening = time.perf_counter() - begun
            again = _filter(app)
        rows.append(
            [
                f"{size:,}",
                milliseconds(opening),
                megabytes(first_filtered),
                megabytes(first),
                milliseconds(reopening),
                megabytes(again),
                megabytes(floor),
                f"{again / floor:.1f}" if again and floor else "–",
            ]
        )
    print_table(
        f"Peak memory (VmHWM) after the filter `{QUERY}`",
        _HEADER.split("|"),
        rows,
        "First the digest is parsed, and what was parsed is kept in the cache; then it is opened\n"
        "  again from there. The ratio is that of the second opening.",
    )


def _filter(app: Terminal) -> float | None:
    """Type the query; return the peak so far."""
    app.press(b"/")
    app.gather(0.2)
    for letter in QUERY:
        app.press(letter.encode())
        app.read_for(0.05)
    app.gather(0.5)
    return app.peak_memory
