"""Papers as a reading list in Markdown that is a digest itself and opens again.

What opens again is the same: titles, names, topics, institutions, badges, venues, links, summaries
with nesting, emphasis and inline links, and the digest's meta links, rates and acronyms. Emphasis
inside a title is not kept by any digest. A paper without links that only its links would tell
from a topic takes its digest's venue. Relative addresses stand as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.heads import read_head
from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.reading.words import section_role
from nsdi_tui.digest.styled import StyledText
from nsdi_tui.export.items import INDENT, bullet_lines, item_lines, single_blanks
from nsdi_tui.export.markdown_text import address, at_line_start, escaped, link
from nsdi_tui.export.selection import NO_ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Acceptance, Digest, Link, Paper
    from nsdi_tui.export.selection import Annotate, Selection

# Below `## Papers` there are four levels of headings left.
HEADING_LEVELS = 4
LABEL_WORDS = 6


def markdown_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:
    """Yield a document; of several digests, the second and later are topics when it is opened."""
    for number, selection in enumerate(selections):
        if number:
            yield "\n"
        for line in single_blanks(_lines(selection, annotate)):
            yield line + "\n"


def _lines(selection: Selection, annotate: Annotate | None) -> Iterator[str]:
    digest = selection.digest
    yield f"# {escaped(digest.title)}"
    yield ""
    yield from _about(digest)
    yield "## Papers"
    yield ""
    yield from _papers(selection, annotate)
    if digest.acronyms:
        yield ""
        yield "## Acronyms"
        yield ""
        for acronym in digest.acronyms:
            yield "* " + at_line_start(escaped(f"{acronym.short}: {acronym.long}"))


def _about(digest: Digest) -> Iterator[str]:
    if digest.meta or digest.notes or digest.acceptance:
        yield "## Meta Info"
        yield ""
    for given in digest.meta:
        yield _meta(given)
        yield ""
    yield from bullet_lines(digest.notes)
    yield ""
    if digest.acceptance:
        yield "### Acceptance Rate"
        yield ""
        for rate in digest.acceptance:
            yield "* " + at_line_start(escaped(_rate(rate)))
        yield ""


def _meta(given: Link) -> str:
    if given.label == given.url:
        return address(given.url)
    if ":" in given.label or "：" in given.label or len(given.label.split()) > LABEL_WORDS:
        return link(given.label, given.url)
    label = at_line_start(escaped(given.label))
    if is_web(given.url):
        return f"{label}: {address(given.url)}"
    return link(given.label, given.url)


def _rate(rate: Acceptance) -> str:
    rates = f"{rate.rate:g}%" if rate.rate is not None else ""
    counts = f"(= {rate.accepted} / {rate.submitted})" if rate.submitted else ""
    figures = " ".join(filter(None, (rates, counts)))
    return ": ".join(filter(None, (rate.label, figures)))


def _papers(selection: Selection, annotate: Annotate | None) -> Iterator[str]:
    levels = _heading_levels(selection.papers)
    known: tuple[str, ...] = ()
    for paper in selection.papers:
        path = paper.topics
        same = _common(known, path)
        for level in range(same, len(path)):
            if level < levels:
                yield ""
                yield f"{'#' * (3 + level)} {escaped(path[level])}"
                yield ""
            else:
                yield f"{INDENT * (level - levels)}* {at_line_start(escaped(path[level]))}"
        known = path
        annotation = (annotate(paper) or NO_ANNOTATION) if annotate else None
        yield from item_lines(paper, selection.digest, annotation, max(len(path) - levels, 0))


def _heading_levels(papers: Sequence[Paper]) -> int:
    """Return how many levels of topics are headings; the others are list items.

    One, as in the bundled digest, unless a title would be read as something else there, or a paper
    above a heading's level comes after that heading.
    """
    paths = {paper.topics for paper in papers}
    titles = {(level, title) for path in paths for level, title in enumerate(path)}
    wrong_headings = {level for level, title in titles if section_role(title) is not None}
    wrong_items = {level for level, title in titles if not _reads_as_topic(title)}
    order = (1, 0, 2, 3, 4)
    if not all(paper.links or paper.venue for paper in papers):
        # Below a heading, papers without links are known by their titles.
        order = (4, 3, 2, 1, 0)
    for levels in order:
        headings_fit = all(level >= levels for level in wrong_headings)
        items_fit = all(level < levels for level in wrong_items)
        if headings_fit and items_fit and _in_order(papers, levels):
            return levels
    return 1 if _in_order(papers, 1) else 0


def _reads_as_topic(title: str) -> bool:
    head = read_head(StyledText(title))
    return head.title == title and not head.evidence and not head.badges and not head.rest


def _in_order(papers: Sequence[Paper], levels: int) -> bool:
    """Whether no paper comes after a heading that stands below the paper's own topic."""
    known: tuple[str, ...] = ()
    for paper in papers:
        path = paper.topics
        if path is not known:
            here = path[:levels]
            if len(here) < len(known[:levels]) and _common(known, here) == len(here):
                return False
            known = path
    return True


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many topics two paths share at their beginning."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count
