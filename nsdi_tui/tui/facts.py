"""What the rows show besides the digest's text: what the filter matched, and the reader's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Paper
from nsdi_tui.tui import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.export.selection import Annotation
    from nsdi_tui.marks.model import Freshness, Mark
    from nsdi_tui.marks.worker import MarksWorker
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import Field, Query
    from nsdi_tui.search.spans import PaperSpans
    from nsdi_tui.search.status import Status
    from nsdi_tui.tui.outline import Outline


class Facts:
    """The facts that a row shows; see `rows.RowFacts`."""

    def __init__(self, marking: MarksWorker | None = None) -> None:
        self._marking = marking
        self._read_nodes: list[int] = []
        self._index: Index | None = None
        self._query: Query | None = None
        self.selected: set[str] = set()

    def find(self, index: Index, query: Query) -> None:
        """Mark from now on what this query matches."""
        self._index, self._query = index, query

    def forget(self) -> None:
        """Mark nothing from now on."""
        self._index = self._query = None

    def spans(self, position: int) -> PaperSpans | None:
        """What the filter matched in the paper at this position; None without a filter."""
        if self._query is None or self._index is None:
            return None
        return self._index.spans(self._query, position)

    def matches(self, text: str, field: Field) -> Sequence[tuple[int, int]]:
        """Ranges of a text of this field that the filter matched."""
        if self._query is None or self._index is None:
            return ()
        return self._index.text_spans(self._query, text, field)

    def marks_of(self, paper: Paper) -> str:
        """The small marks at the right edge."""
        mark = self.mark(paper)
        freshness = self.freshness(paper)
        signs = [
            (freshness == "new", rows.NEW_MARK),
            (freshness == "changed", rows.CHANGED_MARK),
            (mark is not None and bool(mark.note), rows.NOTE_MARK),
            (mark is not None and mark.read, rows.READ_MARK),
            (mark is not None and mark.starred, rows.STAR_MARK),
        ]
        shown = "".join(sign for is_set, sign in signs if is_set)
        return shown + (rows.ARXIV_MARK if paper.arxiv else " ")

    def is_selected(self, paper: Paper) -> bool:
        """Whether the reader has selected this paper."""
        return paper.key in self.selected

    def is_read(self, paper: Paper) -> bool:
        """Whether the reader has read this paper."""
        mark = self.mark(paper)
        return mark is not None and mark.read

    def unread_below(self, outline: Outline, node: int) -> int | None:
        """How many papers below are unread; None where none of the papers is read."""
        if not self._read_nodes:
            return None
        return outline.count_below(node) - outline.count_of(self._read_nodes, node)

    # Marks

    def mark(self, paper: Paper) -> Mark | None:
        """What the reader says of a paper; None while the marks are not open."""
        return self._marking.get(paper) if self._marking else None

    def freshness(self, paper: Paper) -> Freshness | None:
        """Whether a paper came, or changed, since its digest was last read."""
        return self._marking.freshness(paper) if self._marking else None

    def status(self, paper: Paper) -> Status:
        """What the query's flags ask about."""
        from nsdi_tui.search.status import Status

        mark = self.mark(paper)
        freshness = self.freshness(paper)
        return Status(
            starred=mark is not None and mark.starred,
            read=mark is not None and mark.read,
            new=freshness is not None,
            changed=freshness == "changed",
            selected=paper.key in self.selected,
            note=mark.note if mark is not None else "",
        )

    def annotation(self, paper: Paper) -> Annotation:
        """What an export says of a paper's marks."""
        from nsdi_tui.export.selection import Annotation

        mark = self.mark(paper)
        return Annotation(mark.starred, mark.read, mark.note) if mark else Annotation()

    def states(self, paper: Paper) -> list[str]:
        """What the page says of a paper's marks, in words."""
        mark = self.mark(paper)
        words: list[str | None] = [self.freshness(paper)]
        words.append("starred" if mark and mark.starred else None)
        words.append("read" if mark and mark.read else None)
        words.append("selected" if self.is_selected(paper) else None)
        return [word for word in words if word]

    def marks_changed(self, outline: Outline) -> None:
        """Count anew which papers are read."""
        self._read_nodes = []
        if self._marking is not None and self._marking.is_used:
            self._read_nodes = [
                node
                for node, item in enumerate(outline.items)
                if isinstance(item, Paper) and self.is_read(item)
            ]
