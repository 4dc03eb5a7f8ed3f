"""The page of the current row, or the reason why nothing matches."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from nsdi_tui.digest.library import Folder
from nsdi_tui.digest.model import Digest, Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nsdi_tui.digest.years import YearComparison
    from nsdi_tui.tui.pages.page import Page
    from nsdi_tui.tui.view.browse_view import BrowseView


class _Counts(NamedTuple):
    """What an overview says about the papers' marks: see `digest_page`."""

    read: int | None = None
    starred: int | None = None
    fresh: str = ""


NO_COUNTS = _Counts()


class PageBuilder:
    """Builds pages from a view; `keys` are the keys of each command.

    The overview of a digest is kept until something in it changes.
    """

    def __init__(self, view: BrowseView, keys: Mapping[str, Sequence[str]]) -> None:
        self._view = view
        self._keys = keys
        self._overview: tuple[Digest, int, _Counts, Page] | None = None
        self._folder_page: tuple[Folder, _Counts, Page] | None = None

    def current(self) -> Page:
        """Return the page of the current row."""
        view = self._view
        current = view.current
        item = current.item
        if item is None:
            return self._empty_page()
        if isinstance(item, Digest):
            return self.overview(item)
        if isinstance(item, Folder):
            return self._folder(item)
        if isinstance(item, Paper):
            from nsdi_tui.tui.pages.paper import paper_page
            from nsdi_tui.tui.pages.places import add_places

            position = current.position
            mark = view.state.mark(item)
            page = paper_page(
                item,
                current.digest,
                view.state.highlights(position) if position is not None else None,
                states=view.state.labels(item),
                note=mark.note if mark else "",
            )
            if position is not None:
                add_places(page, view.library, position)
            return page
        from nsdi_tui.tui.pages.topic import topic_page

        papers = view.library.papers
        return topic_page(
            item,
            {at: papers[at] for at in view.library.each_once(current.positions)},
            current.topics,
            view.state.matches(item.title, "topic"),
            filtered=view.query is not None,
        )

    def overview(self, digest: Digest) -> Page:
        """Return the overview of a digest."""
        from nsdi_tui.tui.pages.digest import digest_page

        library = self._view.library
        number = next(n for n, each in enumerate(library.digests) if each is digest)
        positions = library.positions_in(number)
        has_repeats = library.can_show_places and bool(library.repeated)
        papers = digest.papers
        if has_repeats:
            papers = tuple(library.papers[at] for at in library.each_once(positions))
        counts = self._counts(papers) if self._has_counts else NO_COUNTS
        # Counting institutions takes more than a frame when there are thousands of papers.
        kept = self._overview
        key = len(papers), counts
        if kept is not None and kept[0] is digest and kept[1:3] == key:
            return kept[3]
        topics = _topic_counts(digest, positions.start, library.count if has_repeats else len)
        page = digest_page(
            digest,
            papers,
            topics,
            read=counts.read,
            starred=counts.starred,
            fresh=counts.fresh,
            years=self._years(digest),
        )
        self._overview = (digest, *key, page)
        return page

    @property
    def _has_counts(self) -> bool:
        return self._view.state.has_marks or bool(self._view.state.fresh_summary)

    def _counts(self, papers: Sequence[Paper]) -> _Counts:
        state = self._view.state
        fresh = state.summary_of(papers)
        if not state.has_marks:
            return _Counts(fresh=fresh)
        marks = [mark for paper in papers if (mark := state.mark(paper))]
        return _Counts(sum(mark.read for mark in marks), sum(mark.starred for mark in marks), fresh)

    def _years(self, digest: Digest) -> YearComparison | None:
        """Return the comparison of a digest with those of other years that are open."""
        digests = self._view.library.digests
        if len(digests) == 1:
            return None
        from nsdi_tui.digest.venues import venue_in_title
        from nsdi_tui.digest.years import compare_years

        venue = venue_in_title(digest.title).name
        return next((each for each in compare_years(digests) if each.venue == venue), None)

    def _folder(self, folder: Folder) -> Page:
        from nsdi_tui.tui.pages.folder import folder_page

        view = self._view
        kept = self._folder_page
        counts = NO_COUNTS
        if self._has_counts:
            positions = view.library.positions_below(folder)
            counts = self._counts([view.library.papers[at] for at in positions])
        if kept is not None and kept[0] is folder and kept[1] == counts:
            return kept[2]
        page = folder_page(
            folder, view.library, read=counts.read, starred=counts.starred, fresh=counts.fresh
        )
        self._folder_page = folder, counts, page
        return page

    def _empty_page(self) -> Page:
        from nsdi_tui.tui.pages.no_match import no_match_page, searching_page

        view = self._view
        if view.query is None:
            return self.overview(view.library.digests[0])
        if view.is_searching:
            return searching_page()
        explanation = view.explanation
        if explanation is None or explanation.query is not view.query:
            return no_match_page(None, self._keys)
        return no_match_page(explanation, self._keys)


def _topic_counts(digest: Digest, start: int, count: Callable[[range], int]) -> Counter[str]:
    """Return the number of papers of each top topic; `start` is the digest's first position."""
    counts: Counter[str] = Counter()
    for child in digest.children:
        end = start + (1 if isinstance(child, Paper) else sum(1 for _ in child.papers))
        if not isinstance(child, Paper):
            counts[child.title] += count(range(start, end))
        start = end
    return counts
