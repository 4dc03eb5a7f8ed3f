"""nsdi-tui: a terminal browser for lists of papers in Markdown.

The names in `__all__` are the public Python API; everything else may change in any release. They
are loaded when they are first used, so that importing the package costs nothing:

    from nsdi_tui import open_digests, search

    library = open_digests("osdi.md")
    for paper in search(library, "moe org:stanford"):
        print(paper.title, paper.arxiv)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nsdi_tui.api import (
        Acceptance,
        Acronym,
        Bullet,
        Diagnostic,
        Digest,
        DigestError,
        DigestWarning,
        Library,
        Link,
        NsdiTuiError,
        Paper,
        QueryError,
        Topic,
        open_digests,
        search,
    )

__version__ = "0.2.0"

__all__ = [
    "Acceptance",
    "Acronym",
    "Bullet",
    "Diagnostic",
    "Digest",
    "DigestError",
    "DigestWarning",
    "Library",
    "Link",
    "NsdiTuiError",
    "Paper",
    "QueryError",
    "Topic",
    "__version__",
    "open_digests",
    "search",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the public API when one of its names is first used."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from nsdi_tui import api

        return getattr(api, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
