"""Reading a new document: its first topics, the whole document, and again after editing a line.

Each measure runs in a separate process, so that nothing is left from the one before.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import median, milliseconds, print_table, progress, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.workspace import Workspace

TURNS = 5
LEAST_CHARACTERS = 200_000
_HEADER = "papers|MB|pieces|first ms|all ms|mistune ms|all x|edited ms"


def run(workspace: Workspace, sizes: Sequence[int]) -> None:
    rows = []
    for size in sizes:
        text = workspace.text(size)
        if len(text) < LEAST_CHARACTERS:
            continue
        turns = []
        for turn in range(TURNS if size <= 10_000 else 1):
            progress(f"reading: {size:,} papers, turn {turn + 1}")
            command = [sys.executable, "-m", "benchmarks.reading", str(workspace.file(size))]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            turns.append([float(number) for number in output.split()])
        pieces, first, everything, floor, edited = map(median, zip(*turns, strict=True))
        rows.append(
            [
                f"{size:,}",
                f"{len(text) / 1e6:.2f}",
                f"{pieces:.0f}",
                milliseconds(first),
                milliseconds(everything),
                milliseconds(floor),
                ratio(everything, floor),
                milliseconds(edited),
            ]
        )
    print_table(
        "Read a document in pieces, with the help of other processes, beside mistune",
        _HEADER.split("|"),
        rows,
        "Medians of wall time, without imports: until the topics of the first piece are read,\n"
        "  until all are read, and until all are read again after adding a line in the middle.",
    )


def measure(path: Path) -> list[float]:
    """Return the number of pieces and the times: first piece, all, mistune alone, edited."""
    import mistune

    from benchmarks.parsing import MISTUNE_PLUGINS
    from nsdi_tui.digest.reading.document import Document
    from nsdi_tui.digest.reading.kept_pieces import KeptPieces
    from nsdi_tui.system.parallel_reading import parse_in_parallel, read_pieces

    text = path.read_text(encoding="utf-8")
    gc.disable()
    begun = time.perf_counter()
    mistune.create_markdown(renderer=None, plugins=MISTUNE_PLUGINS)(text)
    floor = time.perf_counter() - begun
    kept = KeptPieces()
    begun = time.perf_counter()
    document = Document(text)
    first = 0.0
    read = []
    for piece in read_pieces(document, kept=kept):
        read.append(piece)
        if not first:
            document.digest(read)
            first = time.perf_counter() - begun
    document.digest(read)
    everything = time.perf_counter() - begun
    middle = text.find("\n", len(text) // 2) + 1
    edited = f"{text[:middle]}\n- A line that was added\n\n{text[middle:]}"
    begun = time.perf_counter()
    parse_in_parallel(edited, kept=kept)
    return [len(document.pieces), first, everything, floor, time.perf_counter() - begun]


if __name__ == "__main__":
    print(*measure(Path(sys.argv[1])))
