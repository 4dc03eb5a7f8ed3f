"""Opening a folder of pages with a table of contents in the app: never seen, and from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import synthetic
from benchmarks.report import median, milliseconds, print_table, progress, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.screen import Screen
    from benchmarks.workspace import Workspace

PAGES, DIRECTORIES, PAPERS_OF_PAGE = 161, 16, 8
TURNS = 3
LIMIT = 120
_HEADER = "pages|papers|MB|cold ms|x empty app|warm ms|x empty app"


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    del sizes
    folder = workspace.folder / "pages"
    size = _write(folder)
    colds: list[float] = []
    warms: list[float] = []
    floors: list[float] = []
    for turn in range(TURNS):
        progress(f"folder: {PAGES} pages, turn {turn + 1}")
        with workspace.bare("empty") as empty:
            floors.append(empty.wait_until(lambda s: s.is_painted, limit=30) - empty.started)
        workspace.forget("pages")
        for times in (colds, warms):
            with workspace.python("-m", "nsdi_tui", str(folder), cache="pages") as app:
                times.append(app.wait_until(_has_all, limit=LIMIT) - app.started)
                # The cache is written afterwards.
                app.read_for(3.0)
    floor = median(floors)
    print_table(
        "Open a folder of pages in the app",
        _HEADER.split("|"),
        [
            [
                str(PAGES),
                f"{PAGES * PAPERS_OF_PAGE:,}",
                f"{size / 1e6:.2f}",
                milliseconds(median(colds)),
                ratio(median(colds), floor),
                milliseconds(median(warms)),
                ratio(median(warms), floor),
            ]
        ],
        "Medians of wall time from the start of the process until all papers are counted.",
    )


def _write(folder: Path) -> int:
    """Write the pages and their table of contents; return the number of bytes."""
    contents = ["# Summary", ""]
    size = 0
    for number in range(PAGES):
        name = f"area-{number * DIRECTORIES // PAGES:02}/page-{number:03}.md"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = synthetic.digest(PAPERS_OF_PAGE, number, first=1 + number * PAPERS_OF_PAGE)
        path.write_text(text, encoding="utf-8")
        size += len(text.encode())
        contents.append(f"* [Page {number}]({name})")
    (folder / "SUMMARY.md").write_text("\n".join(contents) + "\n", encoding="utf-8")
    return size


def _has_all(screen: Screen) -> bool:
    header = screen.text()[0]
    return f"{PAGES * PAPERS_OF_PAGE:,} papers" in header and "reading" not in header
