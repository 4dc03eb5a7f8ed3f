"""A line that only leads to a part of the page, or to another page of the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_COVERED = 0.6
_PAGES = (".md", ".md/", "/", ".markdown")


def rule(unit: Unit, context: Context) -> Iterator[Vote]:
    """Vote for contents where the links are most of the line."""
    links = unit.rich.links
    if not links:
        return
    covered = sum(link.end - link.start for link in links)
    if covered < _COVERED * len(unit.text):
        return
    if all((link.url or "")[:1] == "#" or context.is_own_page(link.url or "") for link in links):
        yield Vote("contents", 200)
    elif all(_is_page(link.url or "") for link in links) and not (
        unit.fields.date or unit.fields.venue or unit.fields.authors
    ):
        yield Vote("contents", 50)


def _is_page(url: str) -> bool:
    """Whether an address is a page or a folder beside this document."""
    if "://" in url or url[:2] == "//":
        return False
    path = url.partition("#")[0].lower()
    return path.endswith(_PAGES) or "." not in path.rpartition("/")[2]
