"""Papers written out: JSON, CSV, BibTeX, Markdown and plain links."""

from __future__ import annotations

FORMATS: tuple[str, ...] = ("json", "jsonl", "csv", "bibtex", "markdown", "links")
