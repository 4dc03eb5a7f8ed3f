"""What a document contains that could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that was not read: its line (from 1), why, and the text itself."""

    line: int
    reason: str
    text: str
