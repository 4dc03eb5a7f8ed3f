"""The state of the browse screen, without Textual: rows, cursor, filter, arrangement, selection."""
