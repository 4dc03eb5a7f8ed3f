"""The text of a row: a label with styled ranges, and the marks at its right edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.tui.wording import name_and_title

if TYPE_CHECKING:
    from nsdi_tui.tui.view.paper_state import PaperState
    from nsdi_tui.tui.view.rows import Rows

ARXIV_MARK = "a"
STAR_MARK = "★"
READ_MARK = "✓"
NOTE_MARK = "✎"
NEW_MARK = "+"
CHANGED_MARK = "~"
UNREAD_MARK = "•"
REPEAT_MARK = "↑"
SELECTED_MARK = "▌"
JOINT = " › "

LEGEND = (
    (STAR_MARK, "starred"),
    (READ_MARK, "read"),
    (NEW_MARK, "new since the last visit"),
    (CHANGED_MARK, "changed since the last visit"),
    (NOTE_MARK, "has a note"),
    (ARXIV_MARK, "on arXiv"),
    (UNREAD_MARK, "topic with unread papers"),
    (SELECTED_MARK, "selected"),
    (REPEAT_MARK, "listed further up as well, and not counted again"),
)
"""The signs of rows, for the help."""


@dataclass(frozen=True, slots=True)
class RowText:
    """One row: `lead` is the fold sign, or the mark of a repeated paper.

    `spans` are `(start, end, component)` in the label. `right` has the texts at the right edge with
    their components, in columns that are the same in all rows of a kind.
    """

    lead: str
    label: str
    spans: list[tuple[int, int, str]]
    right: list[tuple[str, str]]
    kind: str
    selected: bool = False


def row_text(rows: Rows, node: int, state: PaperState) -> RowText:
    """Return the text of a node's row."""
    outline = rows.outline
    item = outline.items[node]
    if isinstance(item, Paper):
        return _paper_row(item, state, f"{REPEAT_MARK} " if rows.is_repeat(node) else "  ")
    has_unread = state.has_unread_below(rows, node)
    right = [(UNREAD_MARK if has_unread else " ", "new"), (f" {rows.count_below(node):,}", "count")]
    label, spans = "", []
    for title in (*outline.joined.get(node, ()), item.title):
        label += JOINT if label else ""
        if isinstance(item, Topic):
            spans += [
                (len(label) + start, len(label) + end, "match")
                for start, end in state.matches(title, "topic")
            ]
        label += title
    lead = "· "
    if outline.has_children(node):
        lead = "▾ " if rows.is_expanded(node) else "▸ "
    kind = "digest" if isinstance(item, Digest) else "topic"
    return RowText(lead, label, spans, right, kind)


def _paper_row(paper: Paper, state: PaperState, lead: str) -> RowText:
    label, offset = name_and_title(paper)
    spans: list[tuple[int, int, str]] = []
    if paper.name:
        spans.append((0, len(paper.name), "name"))
        if offset:
            spans += [(start, end, "match") for start, end in state.matches(paper.name, "name")]
    spans += [
        (offset + start, offset + end, "match")
        for start, end in state.matches(paper.title, "title")
    ]
    return RowText(lead, label, spans, paper_marks(paper, state), "paper", state.is_selected(paper))


def paper_marks(paper: Paper, state: PaperState) -> list[tuple[str, str]]:
    """Return the marks at the right edge of a paper's row: note, star, read or new, arXiv."""
    mark = state.mark(paper)
    is_read = mark is not None and mark.read
    freshness = None if is_read else state.freshness(paper)
    seen = (
        READ_MARK if is_read else {"new": NEW_MARK, "changed": CHANGED_MARK, None: " "}[freshness]
    )
    return [
        (NOTE_MARK if mark is not None and mark.note else " ", "note"),
        (STAR_MARK if mark is not None and mark.starred else " ", "star"),
        (seen, "done" if is_read else "new"),
        (f" {ARXIV_MARK}" if paper.arxiv else "  ", "count"),
    ]
