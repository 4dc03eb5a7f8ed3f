"""The rules of reading, in the order of their stages.

A rule is a function `rule(unit, context)` that yields claims or votes; yielding nothing means
abstaining. It changes nothing but `unit.asks`. To add one: a module with a `rule` here, a line in
`RULES`, and a fixture `tests/fixtures/rules/<name>.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nsdi_tui.digest.reading.rules import (
    author_sentence,
    author_year_links,
    badge_bullets,
    badge_images,
    badge_leftovers,
    bar_fields,
    bare_address,
    bracket_fields,
    citation,
    closing_tags,
    code_tags,
    contents_line,
    cross_references,
    emoji_tags,
    empty_labels,
    first_bullet,
    group_of_entries,
    label_links,
    labelled_facts,
    labelled_titles,
    leading_date,
    link_bullets,
    link_groups,
    linked_line,
    linked_title,
    linked_venue,
    links_below,
    loose_links,
    marked_title,
    name_prefix,
    named_link_title,
    organization_brackets,
    plain_title,
    quoted_title,
    scholarly_line,
    siblings,
    small_print,
    summary_below,
    table_cells,
    table_row,
    tail_fields,
    underlined_venue,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nsdi_tui.digest.reading.ballot import Claim, Vote
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

    ClaimRule: TypeAlias = Callable[[Unit, Context], Iterable[Claim]]
    VoteRule: TypeAlias = Callable[[Unit, Context], Iterable[Vote]]


class Rules(NamedTuple):
    """The rules by stage: each stage sees what the earlier ones have claimed.

    `marks` are what a line marks by itself (links, brackets, code, pictures); `titles` find the
    title in what is left, `plain_titles` one without marks where nothing marked is, `leftovers`
    read what is left after that; `bullets` and `first_bullets`
    read what is below an entry; `votes` say what a unit is.
    """

    marks: tuple[ClaimRule, ...]
    titles: tuple[ClaimRule, ...]
    plain_titles: tuple[ClaimRule, ...]
    leftovers: tuple[ClaimRule, ...]
    bullets: tuple[ClaimRule, ...]
    first_bullets: tuple[ClaimRule, ...]
    votes: tuple[VoteRule, ...]


RULES = Rules(
    marks=(
        citation.rule,
        labelled_titles.rule,
        cross_references.rule,
        link_groups.rule,
        linked_venue.rule,
        author_year_links.rule,
        empty_labels.rule,
        label_links.rule,
        badge_images.rule,
        bracket_fields.rule,
        organization_brackets.rule,
        underlined_venue.rule,
        code_tags.rule,
        author_sentence.rule,
        bare_address.rule,
        leading_date.rule,
        small_print.rule,
        name_prefix.rule,
        emoji_tags.rule,
        closing_tags.rule,
        table_cells.rule,
        labelled_facts.rule,
        link_bullets.rule,
    ),
    titles=(
        linked_title.rule,
        named_link_title.rule,
        quoted_title.rule,
        marked_title.rule,
    ),
    plain_titles=(plain_title.rule,),
    leftovers=(
        badge_leftovers.rule,
        bar_fields.rule,
        loose_links.rule,
        tail_fields.rule,
    ),
    bullets=(
        badge_bullets.rule,
        link_bullets.rule,
        labelled_facts.rule,
    ),
    first_bullets=(first_bullet.rule,),
    votes=(
        scholarly_line.rule,
        linked_line.rule,
        group_of_entries.rule,
        contents_line.rule,
        links_below.rule,
        summary_below.rule,
        table_row.rule,
        siblings.rule,
    ),
)
