"""The outside world: clipboard, browser, editor, terminal, and the places of files."""
