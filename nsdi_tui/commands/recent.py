"""Printing the lists that were opened before."""

from __future__ import annotations

import shlex

from nsdi_tui.commands.output import print_lines
from nsdi_tui.digest.text import clean


def print_recent() -> int:
    """Print recent lists, a line each: when, papers, title, arguments; return the exit status."""
    from nsdi_tui.system.paths import recent_file
    from nsdi_tui.system.recent_lists import RecentLists

    lists = RecentLists(recent_file()).read()
    print_lines(
        "\t".join(
            (
                entry.opened[:10],
                str(entry.papers),
                entry.title,
                clean(shlex.join(entry.arguments)) or "(bundled)",
            )
        )
        for entry in lists
    )
    return 0
