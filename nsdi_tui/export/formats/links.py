"""Papers as plain addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.export.selection import Annotate, Selection


def links_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:  # noqa: ARG001
    """Yield one address a line: the best link of each paper; those without one are left out."""
    for selection in selections:
        for paper in selection.papers:
            if link := paper.best_link:
                yield link.url + "\n"
