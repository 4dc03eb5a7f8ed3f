from nsdi_tui.digest.reading.document import parse

__all__ = ["parse"]
