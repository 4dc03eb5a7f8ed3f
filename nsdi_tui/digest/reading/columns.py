"""The columns of a table: the field of each one, by its heading and its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_label, is_scholarly, is_web, kind_by_label
from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.people import authors_in
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.words import field_of_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.markdown.blocks import Row, Table
    from nsdi_tui.digest.reading.words import FieldName
    from nsdi_tui.digest.styled import StyledText

SAMPLE = 60
_EMPTY = frozenset(
    [
        "-",
        "–",
        "—",
        "/",
        "x",
        "✗",
        "✘",
        "❌",
        "⚠️",
        "⚠",
        "n/a",
        "na",
        "none",
        "tbd",
        "todo",
        "coming soon",
        "?",
        "…",
        "...",
        "无",
        "\\",
    ]
)
_LONGEST_EMPTY = max(map(len, _EMPTY))
_TITLE_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column, its heading, and which one holds the title (None: no entries)."""

    fields: tuple[FieldName | None, ...]
    headings: tuple[str, ...]
    title: int | None
    has_papers: bool


@dataclass(slots=True)
class _Content:
    """What the cells of one column hold, as shares of those that hold anything."""

    filled: float = 0
    linked: float = 0
    only_links: float = 0
    labels: float = 0
    scholarly: float = 0
    dates: float = 0
    venues: float = 0
    numbers: float = 0
    people: float = 0
    words: float = 0
    distinct: float = 0
    images: float = 0
    lists: float = 0


def is_empty_cell(text: str) -> bool:
    """Whether a cell is empty or holds a sign for nothing (`-`, `N/A`)."""
    bare = text.strip(" *_")
    return (len(bare) <= _LONGEST_EMPTY and bare.casefold() in _EMPTY) or not text.strip()


def columns_of(table: Table) -> Columns:
    """Return what the columns of a table hold."""
    rows = table.rows[:SAMPLE]
    width = max([len(row.cells) for row in rows] + [len(table.header or ())], default=0)
    headings = [cell.text for cell in table.header or ()]
    headings += [""] * (width - len(headings))
    contents = [_content([r.cells[i] for r in rows if i < len(r.cells)]) for i in range(width)]
    fields = [field_of_label(heading) if heading else None for heading in headings]
    scores = [_title_score(f, c, h) for f, c, h in zip(fields, contents, headings, strict=True)]
    title = max(range(width), key=lambda i: scores[i], default=None)
    if title is not None and scores[title] < _TITLE_LEAST:
        title = _names(contents, width)
    resolved = [
        _field(field, content, index == title, headings[index])
        for index, (field, content) in enumerate(zip(fields, contents, strict=True))
    ]
    named = any(f == "title" for f in fields)
    evidence = any(c.scholarly >= 0.3 for c in contents) or (
        "venue" in resolved or ("date" in resolved and named)
    )
    people = "organizations" in resolved and fields[:1] == ["name"] and not evidence
    # Names without links next to sizes or scores: a table of models or results.
    models = (
        title is not None
        and fields[title] == "name"
        and contents[title].words < 2.5
        and contents[title].linked < 0.5
        and not ("venue" in resolved and any(c.scholarly >= 0.3 for c in contents))
    )
    papers = title is not None and not people and not models and (evidence or named)
    papers = papers and not _is_index(rows)
    return Columns(tuple(resolved), tuple(headings), title, papers)


def _is_index(rows: Sequence[Row]) -> bool:
    """Whether the links of most rows lead to one page: the sections of a list, with their sizes."""
    linked = same = 0
    for row in rows:
        addresses = [link.url for cell in row.cells for link in cell.links if link.url]
        addresses += [image.url for cell in row.cells for image in cell.images if image.url]
        if addresses:
            linked += 1
            page = addresses[0].partition("#")[0]
            same += len(addresses) > 1 and page.endswith(".md") and {page} == {*addresses}
    return linked > 1 and same >= 0.8 * linked


def _names(contents: list[_Content], width: int) -> int | None:
    """Return the column of names in a table of papers without a column of titles."""
    if not any(c.scholarly >= 0.3 for c in contents) or not any(c.venues >= 0.6 for c in contents):
        return None
    for index in range(width):
        content = contents[index]
        if content.distinct >= 0.9 and content.words >= 1 and not content.labels:
            return index if max(content.dates, content.venues, content.numbers) < 0.3 else None
    return None


def _content(cells: Sequence[StyledText]) -> _Content:
    filled = [cell for cell in cells if not is_empty_cell(cell.text) or cell.images]
    content = _Content()
    if not filled:
        return content
    total = len(filled)
    seen: Counter[str] = Counter()
    for cell in filled:
        text = cell.text
        links = cell.links
        seen[text] += 1
        content.words += len(text.split())
        if not text.isascii():
            content.words += sum(1 for c in text if c > "\u3040") / 2
        content.linked += bool(links)
        content.scholarly += any(is_scholarly(link.url or "") for link in links)
        labels = [text[link.start : link.end].strip("[]()` ") for link in links]
        rest = len(text) - sum(link.end - link.start for link in links)
        only = bool(links) and rest <= 3 + 3 * len(links)
        content.only_links += only
        content.labels += only and all(is_label(t) or is_web(t) for t in labels)
        content.lists += any(sign in text for sign in ",;/，、")
        content.images += not text and bool(cell.images)
        if len(text) < 60:
            content.dates += read_date(text) is not None
            found = read_venue(text)
            content.venues += bool(found and found.venue)
            content.numbers += not any(map(str.isalpha, text)) and any(map(str.isdigit, text))
        if len(text) < 400:
            content.people += bool(authors_in(text))
    for name in (
        "linked",
        "only_links",
        "labels",
        "scholarly",
        "dates",
        "venues",
        "numbers",
        "people",
        "words",
        "images",
        "lists",
    ):
        setattr(content, name, getattr(content, name) / total)
    content.filled = total / max(1, len(cells))
    content.distinct = len(seen) / total
    return content


def _title_score(field: FieldName | None, content: _Content, heading: str) -> float:
    if not content.filled or content.images > 0.8:
        return 0
    score = {"title": 6.0, "name": 2.5, None: 1.0, "links": 0.5, "venue": 0.0}.get(field, -2.0)
    if heading.casefold() == "source":
        score += 1
    score += 3 if content.words >= 4 else 1.5 if content.words >= 2.5 else 0
    score += 1 if content.distinct >= 0.9 else -1
    score += 2 * max(0.0, content.linked - content.labels)
    score -= 7 * content.labels + 6 * content.dates + 5 * content.numbers + 3 * content.venues
    score -= 3 * (content.people if field != "title" else 0)
    score -= 2 if content.words > 40 else 0
    return score


def _field(
    field: FieldName | None, content: _Content, is_title: bool, heading: str
) -> FieldName | None:
    if is_title:
        return "title"
    one_each = content.distinct >= 0.9 and not content.lists and content.words <= 3
    if field == "tags" and one_each and heading.casefold().startswith("keyword"):
        # One keyword a row, and never the same: what the paper's system is called.
        return "name"
    if field == "title":
        return "links" if content.linked + content.images >= 0.3 else "summary"
    if field == "organizations" and content.people >= 0.6:
        return "authors"
    if field == "summary" and content.linked + content.images >= 0.6 and content.labels >= 0.4:
        return "links"
    if field is not None:
        return field
    if content.dates >= 0.6:
        return "date"
    if content.venues >= 0.6:
        return "venue"
    if content.labels >= 0.5 or (content.images >= 0.5 and content.linked < 0.2):
        return "links"
    if content.people >= 0.6:
        return "authors"
    if content.numbers >= 0.6:
        return "ignore"
    if content.only_links >= 0.8:
        return "links"
    return "summary" if content.words >= 1 else None


def column_label(heading: str) -> str:
    """Return a heading that names a kind of link, else nothing."""
    return heading if heading and kind_by_label(heading) else ""
