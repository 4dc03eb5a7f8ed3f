"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HANG = 60
"""Seconds far above what anything takes on a busy machine: a hang, not slowness."""


def wait_until(condition: Callable[[], bool], what: str = "it did not happen") -> None:
    """Wait until a condition holds; fail with this text if it never does."""
    end = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)
