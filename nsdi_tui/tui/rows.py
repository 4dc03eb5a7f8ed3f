"""What a row of the sidebar says: a label with styled ranges, and what stands at its right edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nsdi_tui.digest.model import Digest, Paper, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.search.query import Field
    from nsdi_tui.tui.outline import Outline

ARXIV_MARK = "χ"
STAR_MARK = "★"
READ_MARK = "✓"
NOTE_MARK = "✎"
NEW_MARK = "+"
CHANGED_MARK = "~"
SELECTED_MARK = "▌"


class RowFacts(Protocol):
    """What a row shows besides the digest's own text."""

    def matches(self, text: str, field: Field) -> Sequence[tuple[int, int]]:
        """Ranges of a text of this field that the filter matched."""

    def marks_of(self, paper: Paper) -> str:
        """The small marks at the right edge, one character each."""

    def is_selected(self, paper: Paper) -> bool:
        """Whether the reader has selected this paper."""

    def is_read(self, paper: Paper) -> bool:
        """Whether the reader has read this paper."""

    def unread_below(self, outline: Outline, node: int) -> int | None:
        """How many papers below are unread; None where the reader has marked none as read."""


@dataclass(frozen=True, slots=True)
class RowText:
    """One row: `lead` is the fold sign, `spans` are `(start, end, component)` in the label."""

    lead: str
    label: str
    spans: list[tuple[int, int, str]]
    right: str
    kind: str
    selected: bool = False


def row_text(outline: Outline, node: int, facts: RowFacts) -> RowText:
    """Say what stands in the row of a node."""
    item = outline.items[node]
    if isinstance(item, Paper):
        return _paper_row(item, facts)
    count = outline.count_below(node)
    unread = facts.unread_below(outline, node)
    right = str(count) if unread is None else f"{unread}/{count}"
    spans = []
    if isinstance(item, Topic):
        spans = [(start, end, "match") for start, end in facts.matches(item.title, "topic")]
    lead = ("▾ " if outline.is_open(node) else "▸ ") if outline.end[node] > node + 1 else "· "
    kind = "digest" if isinstance(item, Digest) else "topic"
    return RowText(lead, item.title, spans, right, kind)


def _paper_row(paper: Paper, facts: RowFacts) -> RowText:
    label, offset = paper.title, 0
    spans: list[tuple[int, int, str]] = []
    if paper.name and not paper.title.startswith(paper.name):
        label = f"{paper.name}  {paper.title}"
        offset = len(paper.name) + 2
    if paper.name:
        spans.append((0, len(paper.name), "name"))
        if offset:
            spans += [(start, end, "match") for start, end in facts.matches(paper.name, "name")]
    spans += [
        (offset + start, offset + end, "match")
        for start, end in facts.matches(paper.title, "title")
    ]
    return RowText(
        "  ",
        label,
        spans,
        facts.marks_of(paper),
        "read" if facts.is_read(paper) else "paper",
        facts.is_selected(paper),
    )
