"""Whether every link of real lists is accounted for, and what the accounting costs."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any
from unittest import mock

from benchmarks.report import milliseconds, print_table, progress
from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.reading import accounting, pieces
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.sources.files import read_file
from nsdi_tui.digest.sources.folders import find_sources
from nsdi_tui.resources import bundled_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.workspace import Workspace


def run(workspace: Workspace, sizes: Sequence[int]) -> None:  # noqa: ARG001
    """Print a line for each of the lists that the command names, or for the bundled digest."""
    rows = []
    totals = [0, 0, 0]
    reading = auditing = 0.0
    for path in _files(workspace.lists):
        progress(f"accounting: {path}")
        source = read_file(path)
        links = sum(1 for _ in links_of(read_blocks(source.text).blocks))
        seconds, accounting, account = _time(source.text)
        unread = dict(account.links).get("unread", 0)
        placed = sum(count for _, count in account.links) - unread
        for at, count in enumerate((links, placed, unread)):
            totals[at] += count
        reading += seconds
        auditing += accounting
        rows.append(
            [
                source.name,
                *_numbers(links, placed, unread),
                milliseconds(seconds),
                f"{100 * accounting / seconds:.1f} %",
            ]
        )
    share = f"{100 * auditing / reading:.1f} %" if reading else ""
    rows.append(["total", *_numbers(*totals), milliseconds(reading), share])
    print_table(
        "Accounting: links of the document = links of the digest + links reported",
        ["list", "links", "placed", "reported", "accounted", "read ms", "accounting"],
        rows,
    )


def _files(lists: Sequence[str]) -> list[Any]:
    arguments = lists or [str(bundled_digest())]
    return [page.path for argument in arguments for page in find_sources(argument).pages]


def _numbers(links: int, placed: int, unread: int) -> list[str]:
    share = (placed + unread) / links if links else 1
    return [f"{links:,}", f"{placed:,}", f"{unread:,}", f"{100 * share:.1f} %"]


def _time(text: str) -> tuple[float, float, Any]:
    """Return the CPU time of reading a text, the part of it for accounting, and the account."""
    spent = 0.0
    account_for = accounting.account_for

    def timed(*arguments: Any, **options: Any) -> Any:
        nonlocal spent
        begun = time.process_time()
        tally = account_for(*arguments, **options)
        spent += time.process_time() - begun
        return tally

    gc.collect()
    gc.disable()
    try:
        with mock.patch.object(pieces, "account_for", timed):
            begun = time.process_time()
            digest = parse(text)
            return time.process_time() - begun, spent, digest.account
    finally:
        gc.enable()
