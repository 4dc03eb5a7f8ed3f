"""Which papers have been looked at long enough to be no longer new."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.tui.view.paper_state import PaperState

SEEN_AFTER = 1.0
"""Seconds on a paper's page after which the paper counts as seen."""


class SeenTracker:
    """Reports a new or changed paper as seen when its page is left after `SEEN_AFTER` seconds."""

    def __init__(self, state: PaperState, report: Callable[[Sequence[Paper]], None]) -> None:
        self._state = state
        self._report = report
        self._paper: Paper | None = None
        self._since = 0.0

    def look_at(self, paper: Paper | None) -> None:
        """Note that the page shows this paper now; None for another page."""
        before, since = self._paper, self._since
        if paper is before:
            return
        self._paper, self._since = paper, time.monotonic()
        if before and self._since - since >= SEEN_AFTER and self._state.freshness(before):
            self._report([before])
