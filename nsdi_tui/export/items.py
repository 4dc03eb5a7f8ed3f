"""One paper as an item of a Markdown list, in the manner of the digests that it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.affiliations import badges_in, organizations_in
from nsdi_tui.digest.heads import read_head
from nsdi_tui.digest.links import title_link
from nsdi_tui.digest.outline import reads_like_title
from nsdi_tui.digest.papers import link_bullet
from nsdi_tui.digest.styled import StyledText
from nsdi_tui.digest.titles import venue_and_year
from nsdi_tui.export.markdown_text import (
    at_line_start,
    code_block,
    escaped,
    link,
    styled,
    without_links,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Bullet, Digest, Link, Paper
    from nsdi_tui.export.selection import Annotation

INDENT = "  "
# Signs before a title are no part of it.
STAR, CHECK_MARK = "★", "✓"


def item_lines(
    paper: Paper, digest: Digest, annotation: Annotation | None = None, depth: int = 0
) -> Iterator[str]:
    """Yield the lines of a paper's list item: title and links, institutions, badges, summary.

    A star and a check mark before the title say starred and read; a note is a quote at the end.
    Code and other text with line breaks of its own is one "line".
    """
    remark = _remark(paper)
    beside = f" | {styled(remark.text, remark.spans)}" if remark else ""
    yield f"{INDENT * depth}* {_signs(annotation)}{_head(paper, digest, depth)}{beside}"
    margin = INDENT * (depth + 1)
    for line in _lines_below(paper, 1 if remark else 0):
        yield _indented(line, margin)
    if annotation and annotation.note:
        yield ""
        for line in f"Note: {annotation.note}".split("\n"):
            yield f"{margin}> {at_line_start(escaped(line))}".rstrip()
        yield ""


def _signs(annotation: Annotation | None) -> str:
    if annotation is None:
        return ""
    signs = (STAR if annotation.starred else "", CHECK_MARK if annotation.read else "")
    return "".join(f"{sign} " for sign in signs if sign)


def _head(paper: Paper, digest: Digest, depth: int) -> str:
    links: Sequence[Link] = paper.links
    if links and links[0] == title_link(links[0].url) and not _reads_as_it_is(paper.title):
        # The title holds what would be read as a venue or badge, were it not a link.
        parts = [link(paper.title, links[0].url)]
        links = links[1:]
    else:
        parts = [at_line_start(without_links(paper.title))]
    venue = paper.venue or _needed_venue(paper, digest, depth)
    if venue and all(venue != link.label for link in links):
        parts.append(f"({escaped(venue)})")
    parts += [f"\\[{link(given.label, given.url)}]" for given in links]
    return " ".join(parts)


def _reads_as_it_is(title: str) -> bool:
    head = read_head(StyledText(title))
    return head.title == title and not head.venue and not head.badges and not head.rest


def _needed_venue(paper: Paper, digest: Digest, depth: int) -> str | None:
    """Return the digest's venue for a line that nothing else would tell from a topic's."""
    reads_alone = reads_like_title(paper.title) and paper.title[-1:] not in "?!…"
    if paper.links or (depth == 0 and reads_alone):
        return None
    venue, year = venue_and_year(digest.title)
    return f"{venue} {year}" if venue and year else None


def _remark(paper: Paper) -> Bullet | None:
    """Return the first bullet where it must stand in the paper's line, to be no affiliation."""
    first = paper.summary[0] if paper.summary else None
    if first is None or first.kind != "item" or paper.organizations:
        return None
    is_leaf = len(paper.summary) == 1 or paper.summary[1].depth == 0
    if not is_leaf or not _reads_otherwise(first, True):
        return None
    head = read_head(StyledText(f"{paper.title} | {first.text}"))
    return first if head.title == paper.title and head.rest == [StyledText(first.text)] else None


def _lines_below(paper: Paper, start: int) -> Iterator[str]:
    if paper.organizations:
        yield "* " + at_line_start(escaped(" & ".join(paper.organizations)))
    for badge in paper.badges:
        yield "* " + at_line_start(escaped(badge))
    yield from bullet_lines(paper.summary[start:], may_be_affiliation=not paper.organizations)


def bullet_lines(bullets: Sequence[Bullet], *, may_be_affiliation: bool = False) -> Iterator[str]:
    """Yield the lines of bullets as a list, nesting kept, with paragraphs and code among them.

    A bullet that would be read as a badge, as links alone or, while `may_be_affiliation`, as
    institutions is written as a paragraph. Text of several lines (a table, HTML) is preformatted.
    """
    open_items = 0
    for number, bullet in enumerate(bullets):
        following = bullets[number + 1] if number + 1 < len(bullets) else None
        is_leaf = following is None or following.depth <= bullet.depth
        depth = min(bullet.depth, open_items)
        if bullet.kind == "item" and not (
            depth == 0 and is_leaf and _reads_otherwise(bullet, may_be_affiliation)
        ):
            may_be_affiliation = False
            open_items = depth + 1
            yield f"{INDENT * depth}* {at_line_start(styled(bullet.text, bullet.spans))}"
            continue
        # Text of depth 0 stands below the paper itself, of depth 1 below a bullet of depth 1.
        margin = INDENT * (depth + 1 if 0 < depth < open_items else depth)
        if depth == 0:
            open_items = 0
        yield ""
        yield _indented(_text(bullet), margin)
        yield ""


def _reads_otherwise(bullet: Bullet, may_be_affiliation: bool) -> bool:
    if badges_in(bullet.text) or link_bullet(StyledText(bullet.text, bullet.spans)):
        return True
    has_links = any(span.style == "link" for span in bullet.spans)
    return may_be_affiliation and not has_links and bool(organizations_in(bullet.text))


def _text(bullet: Bullet) -> str:
    if bullet.kind == "code":
        return code_block(bullet.text)
    if "\n" in bullet.text:
        return f"<pre>\n{bullet.text}\n</pre>"
    return at_line_start(styled(bullet.text, bullet.spans))


def _indented(text: str, margin: str) -> str:
    return "\n".join(margin + line if line else "" for line in text.split("\n"))


def single_blanks(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with one blank line wherever there are several, and none at the end."""
    blank = False
    for line in lines:
        if line:
            if blank:
                yield ""
            yield line
        blank = not line
