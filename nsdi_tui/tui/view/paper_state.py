"""What rows and pages show besides the digest's own text: marks, selection and matches."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from nsdi_tui.digest.model import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nsdi_tui.digest.library import Library
    from nsdi_tui.export.selection import Annotation
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.highlights import Highlights
    from nsdi_tui.finding.query import Field, Query
    from nsdi_tui.finding.status import Status
    from nsdi_tui.marks.model import Freshness, Mark
    from nsdi_tui.tui.view.outline import Outline
    from nsdi_tui.tui.view.rows import Rows


_FRESHNESS: tuple[Freshness, ...] = ("new", "changed")


class MarksSource(Protocol):
    """The stored marks, as far as they have been read."""

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""

    def get(self, paper: Paper) -> Mark | None:
        """Return the mark of a paper, None before the marks file was read."""

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return whether a paper is new or has changed since the digest was last read."""

    @property
    def fresh(self) -> Mapping[str, Freshness]:
        """The papers that are new or have changed, by their best keys."""


class PaperState:
    """Marks, selection and highlighted matches by paper."""

    def __init__(self, marks: MarksSource | None = None) -> None:
        self._marks = marks
        self._read_nodes: list[int] = []
        self.read_count = 0
        """The number of papers that have been read, of those that the outline has."""
        self._selected_count = 0
        self.fresh_summary = ""
        """How many papers of the library are new and changed: `2 new, 1 changed`."""
        self._corpus: Corpus | None = None
        self._query: Query | None = None
        self.selected: set[str] = set()
        """The keys of the selected papers."""

    # Matches

    def highlight(self, corpus: Corpus, query: Query) -> None:
        """Highlight what this query matches from now on."""
        self._corpus, self._query = corpus, query

    def clear_highlight(self) -> None:
        """Highlight nothing from now on."""
        self._corpus = self._query = None

    def highlights(self, position: int) -> Highlights | None:
        """Return what the query matched in the paper at this position; None without a query."""
        if self._query is None or self._corpus is None:
            return None
        from nsdi_tui.finding.highlights import highlights

        return highlights(self._query, self._corpus.papers[position], self._corpus.acronyms)

    def matches(self, text: str, field: Field) -> Sequence[tuple[int, int]]:
        """Return the ranges of a text of this field that the query matched."""
        if self._query is None or self._corpus is None:
            return ()
        from nsdi_tui.finding.highlights import text_highlights

        return text_highlights(self._query, text, (field,), self._corpus.acronyms)

    # Marks

    @property
    def has_marks(self) -> bool:
        """Whether any paper has been marked."""
        return self._marks is not None and self._marks.is_used

    def mark(self, paper: Paper) -> Mark | None:
        """Return the mark of a paper; None before the marks file was read."""
        return self._marks.get(paper) if self._marks else None

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return whether a paper is new or has changed since its digest was last read."""
        return self._marks.freshness(paper) if self._marks else None

    def _count_fresh(self, library: Library) -> None:
        """Count the new and changed papers of this library, each once."""
        fresh = self._marks.fresh if self._marks else {}
        papers = library.papers
        found = (at for at, paper in enumerate(papers) if paper.key in fresh) if fresh else ()
        self.fresh_summary = self.summary_of(papers[at] for at in library.each_once(found))

    def summary_of(self, papers: Iterable[Paper]) -> str:
        """Return how many of these papers are new and changed; empty if none is."""
        fresh = self._marks.fresh if self._marks else {}
        keys = {paper.key for paper in papers} if fresh else set()
        counts = Counter(fresh[key] for key in keys & fresh.keys())
        return ", ".join(f"{counts[state]:,} {state}" for state in _FRESHNESS if counts[state])

    def is_read(self, paper: Paper) -> bool:
        """Whether the paper is marked as read."""
        mark = self.mark(paper)
        return mark is not None and mark.read

    def status(self, paper: Paper) -> Status:
        """Return the marks that the flags of a query test."""
        from nsdi_tui.finding.status import Status

        mark = self.mark(paper)
        freshness = self.freshness(paper)
        return Status(
            starred=mark is not None and mark.starred,
            read=mark is not None and mark.read,
            new=freshness is not None,
            changed=freshness == "changed",
            selected=self.is_selected(paper),
            note=mark.note if mark is not None else "",
        )

    def annotation(self, paper: Paper) -> Annotation:
        """Return the marks that an export writes for a paper."""
        from nsdi_tui.export.selection import Annotation

        mark = self.mark(paper)
        return Annotation(mark.starred, mark.read, mark.note) if mark else Annotation()

    def labels(self, paper: Paper) -> list[str]:
        """Return the marks of a paper as words: `new`, `starred`, `read`, `selected`."""
        mark = self.mark(paper)
        words: list[str | None] = [self.freshness(paper)]
        words.append("starred" if mark and mark.starred else None)
        words.append("read" if mark and mark.read else None)
        words.append("selected" if self.is_selected(paper) else None)
        return [word for word in words if word]

    def marks_changed(self, library: Library, outline: Outline) -> None:
        """Count the marks of this library and its present outline again."""
        self.count_read(outline)
        self._count_fresh(library)

    def library_changed(self, library: Library, outline: Outline, read_nodes: list[int]) -> None:
        """Take account of another library; `read_nodes` are those of its outline."""
        # A paper that is gone could be neither seen nor deselected.
        if self.selected:
            self.selected &= {paper.key for paper in library.papers}
            self._count_selected(library)
        self.note_read(outline, read_nodes)
        self._count_fresh(library)

    def count_read(self, outline: Outline) -> None:
        """Note which nodes of this outline are papers that have been read."""
        self.note_read(outline, self.read_nodes(outline))

    def read_nodes(self, outline: Outline) -> list[int]:
        """Return the nodes of this outline that are papers that have been read."""
        if not self.has_marks:
            return []
        items = outline.items
        return [
            node
            for node in outline.papers
            if isinstance(item := items[node], Paper) and self.is_read(item)
        ]

    def note_read(self, outline: Outline, nodes: list[int]) -> None:
        """Note the papers that have been read, by their nodes in the present outline."""
        self._read_nodes = nodes
        self.read_count = outline.repeats.count_papers(nodes)

    def counts(self, total: int) -> list[str]:
        """Return how many of `total` papers are new, unread and selected, without zeros."""
        unread = [f"{total - self.read_count:,} unread"] if self.has_marks else []
        fresh = [self.fresh_summary] if self.fresh_summary else []
        return [*fresh, *unread, *([f"{self._selected_count:,} selected"] if self.selected else [])]

    def has_unread_below(self, rows: Rows, node: int) -> bool:
        """Whether a paper below a node is unread; not before any paper was marked."""
        if not self.has_marks:
            return False
        return rows.entries_below(node) > rows.count_of(self._read_nodes, node)

    # Selection

    def is_selected(self, paper: Paper) -> bool:
        """Whether the paper is selected."""
        return paper.key in self.selected

    def toggle_selected(self, positions: Iterable[int], library: Library) -> None:
        """Select the papers at these positions, or deselect them when all are selected."""
        keys = {library.papers[position].key for position in positions}
        if keys <= self.selected:
            self.selected -= keys
        else:
            self.selected |= keys
        self._count_selected(library)

    def _count_selected(self, library: Library) -> None:
        selected, papers = self.selected, library.papers
        positions = [at for at, paper in enumerate(papers) if paper.key in selected]
        self._selected_count = library.count(positions)
