"""An item that is still open in the second pass: it is what the other items of its list are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.rules.link_bullets import link_bullet
from nsdi_tui.digest.reading.titles import SENTENCE_END, reads_like_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.ballot import Kind
    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

_TOPIC_WORDS = 8
_SENTENCE_WORDS = 40
# A line that ends so is the authors of the entry above it.
_PEOPLE = re.compile(r",\s*et\.? al\.?$")
_PLACEHOLDER = (
    "to be updated",
    "todo",
    "tbd",
    "coming soon",
    "to be continued",
    "and so on",
    "and more",
    "and many more",
    "more",
    "etc",
    "待更新",
)


def rule(unit: Unit, context: Context) -> Iterator[Vote]:
    """Vote as the siblings read, where the item's own line leaves it open."""
    if not context.second or unit.kind != "item":
        return
    kind = _by_siblings(unit, context)
    if kind:
        yield Vote(kind, 20)


def _by_siblings(unit: Unit, context: Context) -> Kind | None:
    title = unit.title
    if not title or not any(map(str.isalnum, title)):
        return None
    if _PEOPLE.search(title):
        return None
    if is_web(title) or link_bullet(unit.rich) or title.casefold().strip(" .…") in _PLACEHOLDER:
        return None
    near = context.siblings
    if len(title.split()) > _SENTENCE_WORDS and unit.fields.title_rule == "plain_title":
        return None
    evidence = unit.fields.evidence
    if evidence == 1 and (
        near.expects or near.entries or near.mostly_linked or unit.fields.summary
    ):
        return "entry"
    if evidence == 0 and near.few_entries and near.entries and not near.expects:
        return None
    words = len(title.split())
    title_like = reads_like_title(title)
    if unit.children:
        if near.entries and not near.topics:
            return "entry"
        if near.topics or near.expects:
            if _holds_titles(unit):
                return "topic"
            return "entry" if title_like else "topic"
        return None
    if SENTENCE_END.search(title) and not (near.mostly_entries and _short_sentence(title)):
        return None
    if near.entries and (title_like or (words >= 2 and not near.topics)):
        return "entry"
    if near.topics and words <= _TOPIC_WORDS and ": " not in title:
        return "topic"
    if near.expects:
        if title_like and near.mostly_titles:
            return "entry"
        if words <= _TOPIC_WORDS and not near.entries:
            return "topic"
    return None


def _short_sentence(title: str) -> bool:
    return len(title.split()) <= 25


def _holds_titles(unit: Unit) -> bool:
    titles = sum(1 for child in unit.children if reads_like_title(child.title))
    return titles * 2 >= len(unit.children) and not reads_like_title(unit.title)
