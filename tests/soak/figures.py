"""Writes the counts of `make soak` into docs/reliability.md.

    make reliability ARGS="build/soak.json build/another.json"

The counts of several runs are added.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.hostile.inputs import BIG, CACHED, FILE_NAMES, documents

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "reliability.md"
_TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
# Each row: what was done, the part and name of its count; what failed, the names of its counts.
ROWS = (
    ("Keys pressed in the app", "app", "keys", "ended or froze", ("failures",)),
    ("Keys typed in a real terminal", "terminal", "keys", "ended or froze", ("failures",)),
    ("Processes killed while marking", "marks", "kills", "left a bad file", ("failures",)),
    ("Marks acknowledged by them", "marks", "acknowledged", "lost", ("lost",)),
    ("Damaged documents read", "reader", "executions", "raised or hung", ("exceptions", "hangs")),
    ("Damaged documents exported", "reader", "executions", "leaked a character", ("leaks",)),
    ("Links of damaged documents", "reader", "executions", "documents lost one", ("lost_links",)),
    (
        "Markdown exports opened again",
        "reader",
        "executions",
        "differed",
        ("reopened_differently",),
    ),
)


def table(results: Sequence[dict[str, Any]]) -> str:
    """Return the counts of these results as a Markdown table."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        for part, values in result["parts"].items():
            counts.setdefault(part, Counter()).update(values)
    lines = ["| what | how many | of them |", "|---|---:|---|"]
    for what, part, name, failed, names in ROWS:
        count = counts.get(part, Counter())
        bad = sum(count[each] for each in names)
        lines.append(f"| {what} | {count[name]:,} | {bad:,} {failed} |")
    inputs = len(documents()) + len(FILE_NAMES) + len(CACHED) + len(BIG)
    lines.append(f"| Hostile inputs, in each run of the tests | {inputs:,} | none may pass |")
    seeds = ", ".join(str(seed) for seed in sorted({result["seed"] for result in results}))
    minutes = sum(result["minutes"] for result in results)
    version = results[-1]["version"]
    lines += ["", f"Version {version}, seeds {seeds}, {minutes:.0f} minutes in all."]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Replace the table of figures."""
    parser = argparse.ArgumentParser(prog="make reliability", description=main.__doc__)
    parser.add_argument("results", nargs="*", type=Path, default=[ROOT / "build" / "soak.json"])
    options = parser.parse_args(arguments)
    results = [json.loads(path.read_text(encoding="utf-8")) for path in options.results]
    page = PAGE.read_text(encoding="utf-8")
    figures = table(results)
    PAGE.write_text(_TABLE.sub(lambda _: figures, page), encoding="utf-8")


if __name__ == "__main__":
    main()
