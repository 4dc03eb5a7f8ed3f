"""An address behind the title: `Title: https://arxiv.org/…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_scholarly, is_web, link_by_address, title_link
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs
from nsdi_tui.digest.reading.titles import TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_BEFORE = " \t:：-–—|,(<["
_UNNAMED = "Link"
_BEHIND = " \t.,;)>]|"


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim an address that ends the line, if a linked title or enough words come before it."""
    part = unit.head
    if not part.links:
        return
    span = part.links[-1]
    url = span.url or ""
    if not is_web(part.of(span)) or part.text[span.end :].strip(_BEHIND):
        return
    before = part.masked[: span.start].rstrip(_BEFORE)
    if len(before.split()) >= TITLE_WORDS:
        yield Claim(
            part,
            len(before),
            len(part.text),
            weight=18,
            first_links=(title_link(url),),
            evidence=2 if is_scholarly(url) else 1,
        )
        return
    first = part.links[0]
    if first is not span and first.start <= part.lead() and part.is_title_link(first):
        link = link_by_address(url, _UNNAMED)
        yield Claim(part, len(before), len(part.text), weight=18, links=(link,), evidence=1)
