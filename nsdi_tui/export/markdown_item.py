"""A paper as an item of a Markdown list in the canonical form (see docs/canonical-form.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import link_kind
from nsdi_tui.digest.markdown.runs import RUN_LIMIT
from nsdi_tui.digest.model import Bullet
from nsdi_tui.digest.reading import form
from nsdi_tui.digest.text import clean
from nsdi_tui.export.markdown_styles import styled
from nsdi_tui.export.markdown_text import (
    at_line_start,
    code_block,
    escaped,
    link,
    without_links,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Digest, Link, Paper
    from nsdi_tui.digest.styled import Span
    from nsdi_tui.export.selection import Annotation

INDENT = "  "


def item_lines(
    paper: Paper, digest: Digest, annotation: Annotation | None = None, depth: int = 0
) -> Iterator[str]:
    """Yield the lines of a paper's list item: title and links, its fields, its summary.

    A star and a check mark before the title mean starred and read; a note is a quote at the end.
    Code and other text with line breaks is one "line".
    """
    title = without_links(form.protect(paper.title))
    parts = [_signs(annotation) + at_line_start(title), link_list(paper.links)]
    yield f"{INDENT * depth}* {' '.join(filter(None, parts))}"
    margin = INDENT * (depth + 1)
    for line in (*_field_lines(paper, digest), *bullet_lines(paper.summary)):
        yield indented(line, margin)
    if annotation and annotation.note:
        yield ""
        for line in f"{form.NOTE_START} {annotation.note}".split("\n"):
            yield f"{margin}> {at_line_start(escaped(line))}".rstrip()
        yield ""


def link_list(links: Sequence[Link]) -> str:
    """Return links as written after a title: `\\[[Paper](…)] \\[[Code](…)]`."""
    return " ".join(f"\\[{link(given.label, given.url)}]" for given in links)


def _signs(annotation: Annotation | None) -> str:
    if annotation is None:
        return ""
    starred = f"{form.STAR} " if annotation.starred else ""
    return starred + (f"{form.CHECK_MARK} " if annotation.read else "")


def _field_lines(paper: Paper, digest: Digest) -> Iterator[str]:
    """Yield the bullets between a paper's title and its summary."""
    fields = _fields(paper, digest)
    organizations = form.BETWEEN_ORGANIZATIONS.join(paper.organizations)
    begins_with_item = bool(paper.summary) and paper.summary[0].kind == "item"
    is_plain = (
        not fields
        and bool(paper.links)
        and (bool(organizations) or not begins_with_item)
        and tuple(organizations.split(form.BETWEEN_ORGANIZATIONS)) == (paper.organizations or ("",))
        and not form.LABEL.match(organizations)
    )
    if is_plain:
        if organizations:
            yield "* " + at_line_start(escaped(organizations))
        return
    if paper.organizations:
        fields["Organizations"] = form.join_members(paper.organizations)
    if not fields:
        fields["Kind"] = paper.kind
    for label in form.PAPER_LABELS:
        if label in fields:
            yield f"* {label}: {escaped(fields[label])}".rstrip(" ")


def _fields(paper: Paper, digest: Digest) -> dict[str, str]:
    """Return what needs a labelled bullet, except the organizations; what is implied does not."""
    name, aliases = form.implied_names(paper)
    needed = {
        "Kind": paper.kind if paper.kind != "paper" else None,
        "Name": (paper.name or "") if paper.name != name else None,
        "Aliases": form.join_members(paper.aliases) if paper.aliases != aliases else None,
        "Authors": form.join_members(paper.authors) or None,
        "Venue": paper.venue,
        "Date": paper.date,
        "Tags": form.join_members(paper.tags) or None,
        "Badges": form.join_members(paper.badges) or None,
        "Link kinds": _link_kinds(paper.links),
    }
    if paper.year != form.implied_year(paper, digest):
        needed["Year"] = str(paper.year or "")
    return {label: value for label, value in needed.items() if value is not None}


def _link_kinds(links: Sequence[Link]) -> str | None:
    """Return the kinds of links, if labels and addresses do not imply them."""
    is_implied = all(given.kind == link_kind(given.label, given.url) for given in links)
    return None if is_implied else form.join_members(given.kind for given in links)


def bullet_lines(bullets: Sequence[Bullet]) -> Iterator[str]:
    """Yield the lines of bullets as a list, nesting kept, with paragraphs and code among them."""
    open_items = 0
    goes_on = _goes_on(bullets)
    for number, bullet in enumerate(bullets):
        # A bullet without the one that it is below is in bullets without text, and so is text.
        while open_items < bullet.depth + (bullet.kind != "item" and bullet.depth > 0):
            yield f"{INDENT * open_items}* {escaped(form.protect(''))}"
            open_items += 1
        if bullet.kind == "item":
            open_items = bullet.depth + 1
            yield f"{INDENT * bullet.depth}* {_line(bullet)}"
            continue
        # Text of depth 0 is below the paper itself, of depth 1 below a bullet of depth 1. Where a
        # bullet of depth 1 follows, text of depth 0 is below a bullet of depth 0.
        is_inside = bullet.depth > 0 or goes_on[number]
        open_items = bullet.depth + 1 if is_inside and open_items else 0
        yield ""
        yield indented(_block(bullet), INDENT * open_items)
        yield ""


def _goes_on(bullets: Sequence[Bullet]) -> list[bool]:
    """Return for each bullet whether the next one with a bullet sign is a nested one."""
    found: list[bool] = []
    is_nested = False
    for bullet in reversed(bullets):
        found.append(is_nested)
        if bullet.kind == "item":
            is_nested = bullet.depth > 0
    return found[::-1]


def _block(bullet: Bullet) -> str:
    if bullet.kind == "code":
        return code_block(bullet.text)
    lines = _lines(bullet)
    if len(lines) == 1 and 0 < len(lines[0]) <= RUN_LIMIT:
        return lines[0]
    if bullet.spans and all(0 < len(line) <= RUN_LIMIT for line in lines):
        if bullet.text.startswith(form.NOTE_START):
            # A quote that begins like this is the note of somebody's marks.
            lines.insert(0, escaped(form.protect("")))
        return "\n>\n".join(f"> {line}" for line in lines)
    return indented(code_block(bullet.text), "> ", also_blank=True)


def _lines(bullet: Bullet) -> list[str]:
    """Return the lines of a text, each as Markdown; those that would read differently as ""."""
    if "\n" not in bullet.text:
        return [_line(bullet)]
    lines: list[str] = []
    start = 0
    for text in bullet.text.split("\n"):
        end = start + len(text)
        spans = tuple(
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in bullet.spans
            if span.start < end and span.end > start
        )
        lines.append(_line(Bullet(text, 0, spans)) if text == clean(text) else "")
        start = end + 1
    return lines


def _line(bullet: Bullet) -> str:
    text, spans = bullet.text, bullet.spans
    if text[:1] == " ":
        # A blank would take the effect from what escapes the start of a line.
        blanks = len(text) - len(text.lstrip(" "))
        text, spans = text[blanks:], tuple(_shifted(span, -blanks) for span in spans)
    if (protected := form.protect(text)) != text:
        text, spans = protected, tuple(_shifted(span, 1) for span in spans)
    return at_line_start(styled(text, spans))


def _shifted(span: Span, by: int) -> Span:
    return replace(span, start=max(span.start + by, 0), end=max(span.end + by, 0))


def indented(text: str, margin: str, *, also_blank: bool = False) -> str:
    """Return text with a margin before each of its lines, blank ones only if asked."""
    lines = text.split("\n")
    return "\n".join(margin + line if line or also_blank else "" for line in lines)


def single_blanks(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with one blank line wherever there are several, and none at the end."""
    blank = False
    for line in lines:
        if line:
            if blank:
                yield ""
            yield line
        blank = not line
