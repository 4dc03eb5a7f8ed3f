"""What the command could not do."""

from __future__ import annotations


class CommandError(Exception):
    """The command cannot be carried out; its text is one line: what is wrong and what to do."""
