"""A line in small print below a title: `<sub>Bird History; Early Birds</sub>` names its tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import LINES, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_TAGS = re.compile(r"\s*[;,|·、；]\s*")
_LIMIT = 8


@needs(LINES)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim a line that is all in small print and holds a few short phrases."""
    for part in unit.parts[1:]:
        whole = any(s.start == 0 and s.end >= len(part.text) - 1 for s in part.styled("small"))
        if not whole or part.links:
            continue
        tags = [tag.strip(" .") for tag in _TAGS.split(part.text) if tag.strip(" .")]
        if 0 < len(tags) <= _LIMIT and all(len(tag.split()) <= 5 for tag in tags):
            yield Claim(part, 0, len(part.text), weight=40, tags=tuple(tags))
