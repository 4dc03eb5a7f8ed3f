"""Authors, venue, date and institutions behind the title, by sentences and commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.parts import MASK
from nsdi_tui.digest.reading.tails import read_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.parts import Part
    from nsdi_tui.digest.reading.units import Unit

_LEFT = " \t,.;:-–—|·•/\\)]】）>\"”*_"
_RIGHT = " \t,;:-–—|·•/\\([【（<"


def rule(unit: Unit, context: Context) -> Iterator[Claim]:  # noqa: ARG001
    """Claim every free run that is wholly made of such fields."""
    if not unit.fields.title:
        return
    for part in unit.parts:
        before = part is unit.fields.title_part
        for start, end in list(part.free_parts()):
            left, right = _trimmed(part.text, start, end)
            if left >= right or (before and right <= unit.fields.title_at):
                continue
            # A link in it is a homepage of an author, or text: the paper's links are taken.
            text = part.text[left:right]
            if not any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
                continue
            tail = read_tail(text, marked=_is_marked(part, left, right))
            if tail.is_empty or tail.rest:
                yield from _first_sentence(unit, part, left, right)
                continue
            if MASK in part.masked[left:right] and not tail.authors:
                continue
            yield Claim(
                part,
                start,
                end,
                weight=10,
                venue=tail.venue,
                date=tail.date,
                authors=tail.authors,
                organizations=tail.organizations,
                badges=tail.badges,
                tags=tail.tags,
                evidence=3 if tail.venue and tail.date else 0,
            )


def _first_sentence(unit: Unit, part: Part, left: int, right: int) -> Iterator[Claim]:
    """Claim italics that are authors, or a year in brackets, before other text."""
    for span in part.styled("emphasis"):
        if left <= span.start <= left + 2 and span.end <= right:
            tail = read_tail(part.of(span), marked=True)
            if tail.authors and not tail.rest:
                yield Claim(
                    part,
                    span.start,
                    span.end,
                    weight=10,
                    venue=tail.venue,
                    date=tail.date,
                    authors=tail.authors,
                    organizations=tail.organizations,
                )
                rest = read_tail(part.text[span.end : right])
                if not rest.is_empty and not rest.rest:
                    yield Claim(
                        part,
                        span.end,
                        right,
                        weight=9,
                        venue=None if tail.venue else rest.venue,
                        date=rest.date,
                        badges=rest.badges,
                        tags=rest.tags,
                        evidence=3 if rest.venue and rest.date else 0,
                    )
                return


def _is_marked(part: Part, start: int, end: int) -> bool:
    """Whether the run is italic for the most part, and the title is not."""
    return any(
        span.start <= start + 2 and span.end >= start + 0.5 * (end - start) and span.end <= end + 2
        for span in part.styled("emphasis")
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _LEFT:
        start += 1
    while end > start and text[end - 1] in _RIGHT:
        end -= 1
    return start, end
