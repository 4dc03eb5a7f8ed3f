"""The reader's entry point, under the name that other packages use."""

from nsdi_tui.digest.reading.document import parse

__all__ = ["parse"]
