"""`python -m benchmarks`: take the measures and print them."""

from __future__ import annotations

import argparse
import importlib
import platform
import signal
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.report import progress
from benchmarks.workspace import Workspace

# In the order in which they run: what comes late finds large digests parsed.
PARTS = {
    "startup": "benchmarks.startup",
    "parse": "benchmarks.parsing",
    "reading": "benchmarks.reading",
    "opening": "benchmarks.opening",
    "folder": "benchmarks.folder",
    "accounting": "benchmarks.accounting",
    "memory": "benchmarks.memory",
    "search": "benchmarks.searching",
    "keys": "benchmarks.keys",
    "cursor": "benchmarks.cursor",
    "scroll": "benchmarks.scrolling",
}
SIZES = (30, 1_000, 10_000, 100_000)


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Programs and files are cleared away.
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"mistune {version('mistune')}, {platform.system()} {platform.machine()}. "
        "Times depend on the machine and its mood; ratios less."
    )
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="nsdi-tui-bench-") as folder:
        workspace = Workspace(Path(folder), options.lists)
        for name in options.only:
            importlib.import_module(PARTS[name]).run(workspace, options.sizes)
            progress("")
    print(f"\nMeasured in {time.perf_counter() - begun:,.0f} s.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", type=_parts, default=list(PARTS), help=f"some of: {','.join(PARTS)}"
    )
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of papers: 30,1000")
    parser.add_argument("lists", nargs="*", help="lists for --only accounting: files or folders")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    wanted = text.split(",")
    if unknown := set(wanted) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return [name for name in PARTS if name in wanted]


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted({int(size) for size in text.split(",")}))
    if sizes[0] < 1:
        raise argparse.ArgumentTypeError("a digest has at least one paper")
    return sizes


if __name__ == "__main__":
    main()
