"""What a change of the view means for the screen."""

from __future__ import annotations

from enum import Flag, auto


class Changed(Flag):
    """The parts of the screen that a change of the view makes out of date."""

    NOTHING = 0
    CURSOR = auto()
    """The cursor is on another row."""
    LABELS = auto()
    """The same rows show other text: marks, matches or counts."""
    GROWN = auto()
    """Rows were appended; of the others only the counts may have changed."""
    ROWS = auto()
    """Other rows are visible."""
    RELOADED = auto()
    """Other rows are visible, and the current one stays where it is on the screen."""
    PAGE = auto()
    """Another page is shown, from its top."""
    CONTENT = auto()
    """The page shows the same row with other content, and stays scrolled where it is."""
    STATE = auto()
    """The header: number of papers, grouping, sort order."""
