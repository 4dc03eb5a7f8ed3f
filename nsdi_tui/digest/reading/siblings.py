"""What the siblings of a unit or of a group say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.reading.context import Shape, Siblings, shape_of
from nsdi_tui.digest.reading.titles import reads_like_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.reading.planning import Plan
    from nsdi_tui.digest.reading.units import Unit

# A list of so many units has a shape that needs no help from the others.
_OWN_SHAPE = 8
# How many of the entries and topics before a list count as its siblings.
_BEFORE = 64
# One entry among so many open lines is the exception.
_FEW = 20


def shape_for(units: Sequence[Unit], whole: Shape) -> Shape:
    """Return the shape of a list; a short one takes what it does not show from the whole part."""
    own = shape_of(units)
    if len(units) >= _OWN_SHAPE:
        return own
    return Shape(
        entries=own.entries,
        papers=own.papers,
        named_rest=own.named_rest or whole.named_rest,
        bar_organizations=own.bar_organizations or whole.bar_organizations,
        linked_venues=own.linked_venues or whole.linked_venues,
        bracket_venues=own.bracket_venues or whole.bracket_venues,
        title_authors=own.title_authors or whole.title_authors,
        front_authors=own.front_authors or whole.front_authors,
        colon_authors=own.colon_authors or whole.colon_authors,
        code_roles=whole.code_roles,
        labelled_bullets=own.labelled_bullets or whole.labelled_bullets,
    )


def siblings_of(units: Sequence[Unit], expects: bool, before: Sequence[Topic | Paper]) -> Siblings:
    """Return what the units of one list, and what came before it, say about an open one."""
    kinds = {type(child) for child in before[-_BEFORE:]}
    entries = sum(1 for unit in units if unit.verdict == "entry")
    still_open = [unit for unit in units if unit.verdict is None]
    titles = sum(1 for unit in still_open if reads_like_title(unit.title))
    return Siblings(
        expects=expects,
        entries=Paper in kinds or entries > 0,
        topics=Topic in kinds or any(unit.verdict == "topic" for unit in units),
        mostly_titles=titles >= 0.6 * len(still_open),
        mostly_linked=sum(1 for u in units if u.fields.evidence >= 1) >= 0.5 * len(units),
        few_entries=bool(still_open) and _FEW * entries < len(still_open),
        mostly_entries=entries >= 0.5 * len(units),
    )


def entry_groups(plan: Plan, usual: bool) -> list[bool]:
    """Return for each group in a section whether it is an entry: most groups must be of one kind.

    With `usual`, groups are entries elsewhere in this part of the document and need no siblings.
    """
    candidates = [inner.may_be_entry for inner in plan.below]
    if usual:
        return candidates
    usual_here = by_majority(candidates, [True] * len(candidates), False)
    linked = [_needs_no_siblings(inner) for inner in plan.below]
    return [c and (u or k) for c, u, k in zip(candidates, usual_here, linked, strict=True)]


def _needs_no_siblings(plan: Plan) -> bool:
    """Whether a group is an entry by itself: a linked summary, or a title above its links."""
    section = plan.section
    if section.kind == "details":
        return bool(section.links)
    return section.kind == "group" and reads_like_title(section.title)


def by_majority(candidates: list[bool], counted: list[bool], dated: bool) -> list[bool]:
    """Return the candidates that count as entries, by what their siblings are.

    At least two and half of the siblings with content must be candidates; one that is alone
    counts where its title names a year (`dated`).
    """
    found = sum(candidates)
    total = sum(counted)
    if found >= max(2, 0.5 * total) or (found and found == total and dated):
        return candidates
    return [False] * len(candidates)
