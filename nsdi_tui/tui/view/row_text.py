"""The text of a row: a label with styled ranges, and the marks at its right edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.tui.wording import name_and_title

if TYPE_CHECKING:
    from nsdi_tui.tui.view.paper_state import PaperState
    from nsdi_tui.tui.view.rows import Rows

ARXIV_MARK = "χ"
STAR_MARK = "★"
READ_MARK = "✓"
NOTE_MARK = "✎"
NEW_MARK = "+"
CHANGED_MARK = "~"
SELECTED_MARK = "▌"


@dataclass(frozen=True, slots=True)
class RowText:
    """One row: `lead` is the fold sign, `spans` are `(start, end, component)` in the label."""

    lead: str
    label: str
    spans: list[tuple[int, int, str]]
    right: str
    kind: str
    selected: bool = False


def row_text(rows: Rows, node: int, state: PaperState) -> RowText:
    """Return the text of a node's row."""
    outline = rows.outline
    item = outline.items[node]
    if isinstance(item, Paper):
        return _paper_row(item, state)
    count = rows.count_below(node)
    unread = state.unread_below(rows, node)
    right = str(count) if unread is None else f"{unread}/{count}"
    spans = []
    if isinstance(item, Topic):
        spans = [(start, end, "match") for start, end in state.matches(item.title, "topic")]
    lead = "· "
    if outline.has_children(node):
        lead = "▾ " if rows.is_expanded(node) else "▸ "
    kind = "digest" if isinstance(item, Digest) else "topic"
    return RowText(lead, item.title, spans, right, kind)


def _paper_row(paper: Paper, state: PaperState) -> RowText:
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
    return RowText(
        "  ",
        label,
        spans,
        paper_marks(paper, state),
        "read" if state.is_read(paper) else "paper",
        state.is_selected(paper),
    )


def paper_marks(paper: Paper, state: PaperState) -> str:
    """Return the marks at the right edge of a paper's row, one character each."""
    mark = state.mark(paper)
    freshness = state.freshness(paper)
    signs = [
        (freshness == "new", NEW_MARK),
        (freshness == "changed", CHANGED_MARK),
        (mark is not None and bool(mark.note), NOTE_MARK),
        (mark is not None and mark.read, READ_MARK),
        (mark is not None and mark.starred, STAR_MARK),
    ]
    shown = "".join(sign for is_set, sign in signs if is_set)
    return shown + (ARXIV_MARK if paper.arxiv else " ")
