"""Papers as plain web addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.export.selection import Annotate, Selection


def links_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:  # noqa: ARG001
    """Yield one address a line: each paper's best link to the web; papers without are left out.

    An address that several entries have comes once.
    """
    written: set[str] = set()
    for selection in selections:
        for paper in selection.papers:
            best = paper.best_link
            urls = [link.url for link in (best, *paper.links) if link and is_web(link.url)]
            if urls and urls[0] not in written:
                written.add(urls[0])
                yield urls[0] + "\n"
