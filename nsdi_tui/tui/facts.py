"""What the rows show besides the digest's text: what the filter matched, and the reader's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.tui import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import Query
    from nsdi_tui.search.spans import PaperSpans


class Facts:
    """The facts that a row shows; see `rows.RowFacts`."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._query: Query | None = None
        self._spans: dict[int, PaperSpans] = {}
        self.selected: set[str] = set()

    def find(self, index: Index, query: Query) -> None:
        """Mark from now on what this query matches."""
        self._index, self._query = index, query
        self._spans.clear()

    def forget(self) -> None:
        """Mark nothing from now on."""
        self._index = self._query = None
        self._spans.clear()

    def spans(self, position: int) -> PaperSpans | None:
        """What the filter matched in the paper at this position; None without a filter."""
        if self._query is None or self._index is None:
            return None
        spans = self._spans.get(position)
        if spans is None:
            spans = self._spans[position] = self._index.spans(self._query, position)
        return spans

    def title_matches(self, position: int) -> Sequence[tuple[int, int]]:
        """Ranges of the paper's title that the filter matched."""
        spans = self.spans(position)
        return spans.title if spans else ()

    def name_matches(self, position: int) -> Sequence[tuple[int, int]]:
        """Ranges of the paper's name that the filter matched."""
        spans = self.spans(position)
        return spans.name if spans else ()

    def topic_matches(self, title: str) -> Sequence[tuple[int, int]]:
        """Ranges of a topic's title that the filter matched."""
        if self._query is None or self._index is None:
            return ()
        return self._index.text_spans(self._query, title)

    def marks_of(self, paper: Paper) -> str:
        """The small marks at the right edge."""
        return rows.ARXIV_MARK if paper.arxiv else " "

    def is_selected(self, paper: Paper) -> bool:
        """Whether the reader has selected this paper."""
        return paper.key in self.selected

    def is_read(self, paper: Paper) -> bool:  # noqa: ARG002
        """Whether the reader has read this paper."""
        return False

    def unread_below(self, node: int) -> int | None:  # noqa: ARG002
        """How many papers below are unread."""
        return None
