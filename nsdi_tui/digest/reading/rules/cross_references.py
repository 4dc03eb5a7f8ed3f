"""References to other parts of the list: `[also in [2.1](#21)]`, `(see above)`. No text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BRACKETS, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_REFERENCE = re.compile(r"(?:also|see|cf\.?|same as|back to|listed|duplicate)\b", re.I)


@needs(BRACKETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim brackets that begin so and hold an anchor, or that say `also in`."""
    for part in unit.parts:
        anchors = [s for s in part.rich.links if (s.url or "").startswith("#")]
        for bracket in part.brackets:
            inner = part.text[bracket.inner_start : bracket.inner_end]
            if not _REFERENCE.match(inner):
                continue
            holds = any(bracket.start <= s.start and s.end <= bracket.end for s in anchors)
            if holds or inner.lower().startswith("also in"):
                yield Claim(part, bracket.start, bracket.end, weight=60)
