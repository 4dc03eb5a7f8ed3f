"""An affiliation or sentences below a title without links: an entry and its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import organizations_in
from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.needs import CHILDREN, needs
from nsdi_tui.digest.reading.titles import SENTENCE_END, reads_like_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit


@needs(CHILDREN)
def rule(unit: Unit, context: Context) -> Iterator[Vote]:  # noqa: ARG001
    """Vote for an entry."""
    if unit.children and unit.title and unit.fields.evidence < 2 and _has_summary(unit):
        yield Vote("entry", 40)


def _has_summary(unit: Unit) -> bool:
    texts = [child.text for child in unit.children]
    sentences = sum(1 for text in texts if SENTENCE_END.search(text) and len(text.split()) > 3)
    if not reads_like_title(unit.title):
        return bool(sentences) and (sentences == len(texts) or bool(organizations_in(texts[0])))
    first = unit.children[0]
    affiliated = not first.children and len(texts[0]) < 150 and bool(organizations_in(texts[0]))
    if affiliated and " & " in texts[0]:
        return True
    if sentences:
        return affiliated or sentences * 2 >= len(texts)
    return affiliated and len(texts) == 1 and not reads_like_title(texts[0])
