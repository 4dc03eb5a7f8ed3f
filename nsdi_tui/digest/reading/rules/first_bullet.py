"""The first bullet below an entry as its institutions, or as its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.affiliations import organizations_in
from nsdi_tui.digest.reading.ballot import Claim
from nsdi_tui.digest.reading.needs import BULLETS, needs
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

# So many full names between commas are people, whatever the siblings have.
MANY = 3
NAME_WORDS = 5


@needs(BULLETS)
def rule(unit: Unit, context: Context) -> Iterator[Claim]:
    """Claim the first bullet that is still free, where it names people or institutions.

    Two capitalized words may be either: where bullets with labels name the institutions, a bullet
    without one names the authors.
    """
    plain = unit.bullets[: unit.plain_bullets]
    part = next((part for part in plain if not part.taken), None)
    if part is None or part.links:
        return
    fields = unit.fields
    expected = not fields.authors and (context.shape.labelled_bullets or fields.organizations)
    if expected and (people := authors_in(part.text, lenient=True)):
        yield Claim(part, 0, len(part.text), authors=people)
        return
    if not fields.authors and len(people := authors_in(part.text)) >= MANY and _are_full(people):
        yield Claim(part, 0, len(part.text), authors=people)
        return
    tail = read_tail(part.text) if not fields.authors else None
    dated = tail is not None and tail.venue is not None and tail.date is not None
    if not fields.organizations and not dated and (names := organizations_in(part.text)):
        yield Claim(part, 0, len(part.text), organizations=names)
        return
    if tail and tail.authors and not tail.rest and (tail.venue or "al." in part.text):
        yield Claim(
            part,
            0,
            len(part.text),
            authors=tail.authors,
            organizations=tail.organizations,
            venue=tail.venue,
            date=tail.date,
        )


def _are_full(names: tuple[str, ...]) -> bool:
    return all(1 < len(name.split()) <= NAME_WORDS for name in names)
