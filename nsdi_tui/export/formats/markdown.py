"""Papers as a Markdown document in the canonical form (see docs/canonical-form.md).

It opens again as the same digest: whatever it was read from, every field of every entry is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.reading import form
from nsdi_tui.export.markdown_item import (
    INDENT,
    bullet_lines,
    indented,
    item_lines,
    link_list,
    single_blanks,
)
from nsdi_tui.export.markdown_text import (
    address,
    at_line_start,
    escaped,
    heading,
    link,
    without_links,
)
from nsdi_tui.export.selection import NO_ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Digest, Link
    from nsdi_tui.export.selection import Annotate, Selection

# Below `## Papers` there are four levels of headings left.
HEADING_LEVELS = 4
PREFERRED_LEVELS = (1, 2, 3, 4, 0)
# Topics may be list items to this depth; Markdown readers stop at some depth of nesting.
ITEM_LEVELS = 5
LABEL_WORDS = 6


@dataclass(slots=True)
class _Node:
    """A topic as it is written: with its chosen papers only."""

    title: str = ""
    links: tuple[Link, ...] = ()
    notes: tuple[Bullet, ...] = ()
    children: list[_Node | Paper] = field(default_factory=list)


_Path: TypeAlias = "tuple[Topic | str, ...]"


def markdown_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:
    """Yield a document; of several digests, the second and later are topics when it is opened."""
    for number, selection in enumerate(selections):
        if number:
            yield "\n"
        for line in single_blanks(_lines(selection, annotate)):
            yield line + "\n"
    yield form.MARKER + "\n"


def _lines(selection: Selection, annotate: Annotate | None) -> Iterator[str]:
    digest = selection.digest
    yield f"# {heading(digest.title)}"
    yield ""
    yield from _about(digest)
    yield f"## {form.PAPERS}"
    yield ""
    root = _tree(selection)
    yield from _children(root, _heading_levels(root), 0, digest, annotate)
    if digest.acronyms:
        yield ""
        yield f"## {form.ACRONYMS}"
        yield ""
        for acronym in digest.acronyms:
            yield "* " + at_line_start(escaped(_acronym(acronym)))


# Before and after the papers


def _about(digest: Digest) -> Iterator[str]:
    if digest.meta or digest.notes or digest.acceptance:
        yield f"## {form.META}"
        yield ""
    for given in digest.meta:
        yield _meta(given)
        yield ""
    if digest.notes:
        yield f"### {form.NOTES}"
        yield ""
        yield from bullet_lines(digest.notes)
        yield ""
    if digest.acceptance:
        yield f"### {form.ACCEPTANCE}"
        yield ""
        for rate in digest.acceptance:
            yield "* " + at_line_start(escaped(_rate(rate)))
        yield ""


def _meta(given: Link) -> str:
    if given.label == given.url and is_web(given.url):
        return address(given.url)
    is_long = ":" in given.label or "：" in given.label or len(given.label.split()) > LABEL_WORDS
    shown = address(given.url)
    if is_long or not shown.startswith("<"):
        return link(given.label, given.url)
    return f"{at_line_start(escaped(given.label))}: {shown}"


def _rate(rate: Acceptance) -> str:
    figures = []
    if rate.rate is not None:
        short = f"{rate.rate:g}"
        figures.append(f"{short if float(short) == rate.rate else repr(rate.rate)}%")
    if rate.accepted is not None and rate.submitted is not None:
        figures.append(f"(= {rate.accepted} / {rate.submitted})")
    if not figures:
        return f"{rate.label}:"
    return ": ".join(filter(None, (rate.label, " ".join(figures))))


def _acronym(acronym: Acronym) -> str:
    short = acronym.short.replace("\\", "\\\\").replace(":", "\\:")
    return f"{short}: {acronym.long}".rstrip()


# Topics


def _tree(selection: Selection) -> _Node:
    """Return the topics of the chosen papers; of a whole digest also those without papers."""
    digest, papers = selection.digest, selection.papers
    paths = {id(paper): path for paper, path in _paths(digest.children, ())}
    places = [_place(paper, paths) for paper in papers]
    is_whole = len(papers) == len(digest.papers) and all(
        chosen is paper for chosen, paper in zip(papers, digest.papers, strict=True)
    )
    in_tree = [path is paths.get(id(paper)) for paper, path in zip(papers, places, strict=True)]
    if is_whole and all(in_tree):
        return _Node(children=[_node(child) for child in digest.children])
    root = _Node()
    stack = [root]
    known: _Path = ()
    for paper, path in zip(papers, places, strict=True):
        same = _common(known, path)
        del stack[same + 1 :]
        for topic in path[same:]:
            node = _Node(topic) if isinstance(topic, str) else _bare_node(topic)
            stack[-1].children.append(node)
            stack.append(node)
        stack[-1].children.append(paper)
        known = path
    return root


def _paths(children: Sequence[Topic | Paper], path: _Path) -> Iterator[tuple[Paper, _Path]]:
    for child in children:
        if isinstance(child, Paper):
            yield child, path
        else:
            yield from _paths(child.children, (*path, child))


def _place(paper: Paper, paths: dict[int, _Path]) -> _Path:
    """Return the topics around a paper: the digest's own where the paper is in its tree."""
    path = paths.get(id(paper), ())
    titles = tuple(topic.title for topic in path if isinstance(topic, Topic))
    return path if titles == paper.topics else paper.topics


def _bare_node(topic: Topic) -> _Node:
    return _Node(topic.title, topic.links, topic.notes)


def _node(child: Topic | Paper) -> _Node | Paper:
    if isinstance(child, Paper):
        return child
    node = _bare_node(child)
    node.children = [_node(below) for below in child.children]
    return node


def _common(one: _Path, other: _Path) -> int:
    """Return how many topics two paths share at their beginning."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine is not yours and (mine != yours or not isinstance(mine, str)):
            break
        count += 1
    return count


def _heading_levels(root: _Node) -> int:
    """Return how many levels of topics are headings; the others are list items.

    One, as in the bundled digest, unless a list item would come after a heading that it is not
    below, or the rest would nest too deeply.
    """
    fitting = [levels for levels in range(HEADING_LEVELS + 1) if _fits(root, levels)]
    height = _height(root)
    for levels in PREFERRED_LEVELS:
        if levels in fitting and height - levels <= ITEM_LEVELS:
            return levels
    return fitting[-1]


def _height(node: _Node) -> int:
    heights = [1 + _height(child) for child in node.children if isinstance(child, _Node)]
    return max(heights, default=0)


def _fits(node: _Node, levels: int) -> bool:
    """Whether no paper comes after a topic that is written as a heading on the same level."""
    if not levels:
        return True
    kinds = [isinstance(child, _Node) for child in node.children]
    return kinds == sorted(kinds) and all(
        _fits(child, levels - 1) for child in node.children if isinstance(child, _Node)
    )


def _children(
    node: _Node, levels: int, depth: int, digest: Digest, annotate: Annotate | None
) -> Iterator[str]:
    """Yield the lines of what is below a topic of this depth; `levels` of topics are headings."""
    margin = max(depth - levels, 0)
    for child in node.children:
        if isinstance(child, Paper):
            annotation = (annotate(child) or NO_ANNOTATION) if annotate else None
            yield from item_lines(child, digest, annotation, margin)
            continue
        if depth < levels:
            yield ""
            yield f"{'#' * (3 + depth)} {heading(form.protect(child.title))}"
            yield ""
            yield from _about_topic(child)
        else:
            title = at_line_start(without_links(form.protect(child.title)))
            yield f"{INDENT * margin}* {title}"
            for line in _about_topic(child):
                yield indented(line, INDENT * (margin + 1))
        yield from _children(child, levels, depth + 1, digest, annotate)


def _about_topic(node: _Node) -> Iterator[str]:
    if node.links:
        yield ""
        yield f"Links: {link_list(node.links)}"
        yield ""
    if any(note.kind == "item" for note in node.notes):
        yield "* Notes:"
        for line in bullet_lines(node.notes):
            yield indented(line, INDENT)
    else:
        yield from bullet_lines(node.notes)
