"""Links on a sign: `Title [💻](…) [:octocat:](…)`, named by their addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web, link_by_address
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINKS, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_SHORTCODES = re.compile(r":[a-z][a-z0-9_+-]*:")
_UNNAMED = "Link"


@needs(LINKS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim links whose text has no word."""
    for part in unit.parts:
        for span in part.links:
            text = part.of(span)
            url = span.url or ""
            if len(text) > 1 and text[0].isalnum() and text[1].isalnum():
                continue
            if any(map(str.isalnum, _SHORTCODES.sub("", text))) or not is_web(url):
                continue
            if text.strip() and not context.is_own_page(url):
                link = link_by_address(url, _UNNAMED)
                yield Claim(part, span.start, span.end, weight=41, links=(link,), evidence=3)
