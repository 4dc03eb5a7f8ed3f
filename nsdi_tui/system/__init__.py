"""The outside world: clipboard, browser, editor."""
