"""nsdi-tui: read a conference in the terminal, from a paper digest written in Markdown."""

__version__ = "0.1.0"
