"""From text to blocks and to a digest, beside mistune's own time on the same text."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

import mistune
from mistune.plugins.footnotes import footnotes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import table, table_in_list, table_in_quote

from benchmarks.report import median, milliseconds, print_table, progress, ratio
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.reading.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.workspace import Workspace

PAPERS_TO_PARSE = 30_000
MOST_TURNS = 15
MISTUNE_PLUGINS = (strikethrough, table, table_in_list, table_in_quote, footnotes)


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    to_tokens = mistune.create_markdown(renderer=None, plugins=MISTUNE_PLUGINS)
    rows = []
    for size in sizes:
        text = workspace.text(size)
        turns = min(max(PAPERS_TO_PARSE // size, 1), MOST_TURNS)
        own: list[float] = []
        blocks: list[float] = []
        floor: list[float] = []
        for turn in range(turns):
            progress(f"parse: {size:,} papers, turn {turn + 1} of {turns}")
            cases: list[tuple[list[float], Callable[[str], Any]]] = [
                (own, parse),
                (blocks, read_blocks),
                (floor, to_tokens),
            ]
            for times, read in cases if turn % 2 else reversed(cases):
                times.append(_time(read, text))
        rows.append(
            [
                f"{size:,}",
                f"{len(text) / 1e6:.2f}",
                f"{turns}",
                milliseconds(median(blocks)),
                milliseconds(median(own)),
                milliseconds(median(floor)),
                ratio(median(blocks), median(floor)),
                ratio(median(own), median(floor)),
            ]
        )
    print_table(
        "Parse, in turns with mistune (renderer=None, the same plugins)",
        ["papers", "MB", "turns", "blocks ms", "digest ms", "mistune ms", "blocks x", "digest x"],
        rows,
        "Medians of CPU time. The garbage collector is off for both, as it is when the app opens.",
    )


def _time(read: Callable[[str], Any], text: str) -> float:
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        result = read(text)
        seconds = time.process_time() - begun
        del result
    finally:
        gc.enable()
    return seconds
