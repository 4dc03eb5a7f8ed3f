"""`python -m benchmarks`: take the measures and print them."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import progress
from benchmarks.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the order in which they run: what comes late finds large digests parsed.
PARTS = {
    "startup": "benchmarks.startup",
    "parse": "benchmarks.parsing",
    "memory": "benchmarks.memory",
    "search": "benchmarks.searching",
    "keys": "benchmarks.keys",
    "cursor": "benchmarks.cursor",
    "scroll": "benchmarks.scrolling",
}
SIZES = (30, 1_000, 10_000, 100_000)


def main() -> None:
    options = _options()
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"mistune {version('mistune')}, {platform.system()} {platform.machine()}. "
        "Times depend on the machine and its mood; ratios less."
    )
    begun = time.perf_counter()
    with _folder(options.folder) as folder:
        workspace = Workspace(folder)
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
    parser.add_argument(
        "--folder", type=Path, help="keep the digests, and what was parsed of them, in this folder"
    )
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


@contextlib.contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    if wanted is not None:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="nsdi-tui-bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    main()
