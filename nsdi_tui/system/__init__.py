"""The outside world: clipboard, browser, editor, terminal, and where files are stored."""
