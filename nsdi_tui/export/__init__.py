"""Papers written out: JSON, CSV, BibTeX, Markdown and plain links."""
