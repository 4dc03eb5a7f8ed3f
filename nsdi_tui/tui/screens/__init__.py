"""One module a screen."""

SMALL_DIALOGS = [(0, "-tiny"), (14, "-roomy")]
"""Rows below which a dialog takes the whole screen, without border, title and preview."""
