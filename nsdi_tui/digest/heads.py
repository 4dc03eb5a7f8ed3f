"""A paper's own line taken apart: title, venue, badges, links, and what else stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from nsdi_tui.digest.affiliations import badges_in
from nsdi_tui.digest.lines import EDGE, MASK, QUOTES, TITLE_WORDS, Line
from nsdi_tui.digest.links import is_scholarly, is_web, kind_by_label, make_link, title_link
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.titles import VENUE_LIMIT, venue_and_year

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Link
    from nsdi_tui.digest.styled import Span, StyledText

TITLE_LIMIT = 1_000
LABEL_LIMIT = 200
# A line with more than this is no paper's line.
HEAD_LIMIT = 3_000
LINKS_LIMIT = 64
BRACKETS_LIMIT = 32

_GROUP = re.compile(r"[\[(【{]\s*(?P<label>[A-Za-z][A-Za-z ]{0,24}:\s*)?\0[\0\s,;/|·•&+]*[\])】}]")
_BRACKETS = re.compile(r"[\[(【]([^\[\]()【】\0]{2,120})[\])】]")
_DATE = re.compile(r"[\d\s/.-]+")
_BETWEEN_LINKS = " ,;/|·•&+()[]."
# A word that a link completes (`see the [paper](…)`): a sentence, not a title with its links.
_LEADS_ON = re.compile(
    r"\b(?:a|an|the|this|our|their|its|see|use|read|at|in|on|of|for|from|via|by|to|and|with)\s*$",
    re.I,
)
_MAY_HOLD_MORE = re.compile(r"[\[(【\"“「《|]|[^\x00-\u2000]|\d{4}")
_HAS_WORD = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Head:
    """What one line says. `title_at` is the title's offset in it.

    `evidence` tells how surely this is a paper: 3 for links in brackets or a venue, 2 for a title
    that links to a paper's page, 1 for one that links anywhere else on the web, 0 for plain text.
    `scholarly` is True when one of the links, or the venue, can only belong to a paper.
    """

    title: str = ""
    title_at: int = 0
    venue: str | None = None
    badges: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rest: list[StyledText] = field(default_factory=list)
    evidence: int = 0
    scholarly: bool = False


def read_head(rich: StyledText) -> Head:
    """Take a line apart: first the links and brackets, then the title, then what is left."""
    head = Head()
    if not rich.text:
        return head
    too_much = len(rich.text) > HEAD_LIMIT or len(rich.spans) > LINKS_LIMIT
    if too_much or (not rich.spans and not _MAY_HOLD_MORE.search(rich.text)):
        head.title = clean(rich.text.rstrip(EDGE), TITLE_LIMIT)
        return head
    line = Line(rich)
    if line.links:
        _take_groups(line, head)
        _take_loose_links(line, head)
    _take_brackets(line, head)
    _take_title(line, head)
    for start, end in list(line.free_parts()):
        _leftover(line, head, start, end)
    head.links = list(dict.fromkeys(head.links))
    kinds = {link.kind for link in head.links}
    head.scholarly = bool(head.venue) or not kinds.isdisjoint(("arxiv", "paper", "pdf", "doi"))
    if not head.title:
        head.evidence = 0
    return head


def _take_groups(line: Line, head: Head) -> None:
    """Take `[Paper]`, `([SOSP 2023](…))`, `[Code: …]` and the like."""
    for match in _GROUP.finditer(line.masked):
        prefix = (match["label"] or "").strip(" :")
        for span in line.links:
            if not (match.start() <= span.start and span.end <= match.end()):
                continue
            label = line.text[span.start : span.end]
            if prefix and is_web(label):
                label = prefix
            if head.venue is None and not kind_by_label(label) and venue_and_year(label)[0]:
                head.venue = label
            _add_link(head, label, span)
        line.take(match.start(), match.end())
        head.evidence = 3


def _take_loose_links(line: Line, head: Head) -> None:
    """Take links with a known label that stand at an end, or lead to a paper's page."""
    tail = len(line.masked.rstrip(MASK + _BETWEEN_LINKS))
    in_sentence = bool(_LEADS_ON.search(line.masked, 0, tail))
    for span in line.links:
        label = line.text[span.start : span.end].strip(" []()")
        if len(label.split()) > 3 or not kind_by_label(label):
            continue
        if span.start == 0:
            after = line.masked[span.end : span.end + 3].strip(" ]")
            beside = bool(after) and (after[0].isalnum() or after[0] in QUOTES)
        else:
            beside = not in_sentence and (span.start >= tail or is_scholarly(span.url or ""))
        if beside and line.is_free(span.start, span.end):
            _add_link(head, label, span)
            line.take(span.start, span.end)
            head.evidence = 3


def _add_link(head: Head, label: str, span: Span) -> None:
    head.links.append(make_link(clean(label, LABEL_LIMIT), span.url or ""))


def _take_brackets(line: Line, head: Head) -> None:
    """Take venues, badges and dates in brackets: `(SC 2021)`, `[Best Paper]`, `[2023/10]`."""
    groups = tuple(line.taken)
    for match in islice(_BRACKETS.finditer(line.masked), BRACKETS_LIMIT):
        if any(a < match.end() and match.start() < b for a, b in groups):
            continue
        inner = match[1].strip()
        if badges := badges_in(inner):
            head.badges.extend(badges)
        elif match.start() == 0 and _DATE.fullmatch(inner):
            head.rest.append(line.rich.slice(match.start(1), match.end(1)))
        elif not _read_venue(inner, head):
            continue
        line.take(match.start(), match.end())


def _read_venue(inner: str, head: Head) -> bool:
    """Read `SOSP 2023, Best Paper`: a venue with its year, badges beside it."""
    venue = inner
    badges: list[str] = []
    parts = [part.strip() for part in re.split(r"[,;|]", inner)]
    if len(parts) > 1 and all(badges_in(part) or venue_and_year(part)[0] for part in parts):
        badges = [badge for part in parts for badge in badges_in(part)]
        venue = next((part for part in parts if not badges_in(part)), inner)
    if not _set_venue(venue, head):
        return False
    head.badges.extend(badges)
    return True


def _set_venue(text: str, head: Head) -> bool:
    name, year = venue_and_year(text)
    if not name or (year is None and not text.isupper() and name != "arXiv"):
        return False
    if head.venue is None:
        head.venue = clean(text.strip(" *_"), LABEL_LIMIT)
        head.evidence = 3
    return True


def _take_title(line: Line, head: Head) -> None:
    start = line.lead()
    marked = line.marked_title(start)
    if marked is None:
        end = line.end_of_plain(start)
        if head.evidence == 3 and head.venue is None:
            before_venue = _take_venue(line.text, head, start, end)
            line.take(before_venue, end)
            end = before_venue
        _set_title(line, head, start, end)
        _keep_links_inside(line, head, start, end, None)
        return
    start, end, url = marked
    opening = line.text[start]
    inset = opening in QUOTES and line.text[end - 1] == QUOTES[opening]
    _set_title(line, head, start + inset, end - inset)
    line.take(start, end)
    _keep_links_inside(line, head, start, end, url)
    if url:
        head.links.insert(0, title_link(url))
        if is_scholarly(url):
            head.evidence = max(head.evidence, 2)
        elif is_web(url):
            head.evidence = max(head.evidence, 1 + (len(head.title.split()) >= TITLE_WORDS))


def _set_title(line: Line, head: Head, start: int, end: int) -> None:
    while end > start and line.text[end - 1] in EDGE:
        end -= 1
    head.title = clean(line.text[start:end], TITLE_LIMIT)
    head.title_at = start
    line.take(start, end)


def _keep_links_inside(line: Line, head: Head, start: int, end: int, own: str | None) -> None:
    """Keep the links within a title; those in what is left stay as spans of the summary."""
    for span in line.links:
        if start <= span.start and span.end <= end and span.url != own:
            _add_link(head, line.text[span.start : span.end], span)


def _leftover(line: Line, head: Head, start: int, end: int) -> None:
    """Read what stands beside title, venue and links: a badge, a venue, or a first summary."""
    while start < end and line.text[start] in EDGE + ")]】":
        start += 1
    while end > start and line.text[end - 1] in " \t,;:-–—|·•/\\([【":
        end -= 1
    part = line.text[start:end]
    if not _HAS_WORD.search(part):
        return
    if badges := badges_in(part):
        head.badges.extend(badges)
        return
    if head.venue is None:
        end = _take_venue(line.text, head, start, end)
    rest = line.rich.slice(start, end)
    text = rest.text.rstrip(" ,;|")
    if _HAS_WORD.search(text):
        head.rest.append(rest.slice(0, len(text)))


def _take_venue(text: str, head: Head, start: int, end: int) -> int:
    """Read a closing `, VENUE 2024` or `. VENUE 2024`; return where the text before it ends."""
    part = text[start:end].rstrip(" .,|")
    at = max(part.rfind(","), part.rfind(". "), part.rfind("|"), part.rfind(";"))
    candidate = part[at + 1 :].strip(" -–—")
    if len(candidate) > VENUE_LIMIT or not any(map(str.isdigit, candidate)):
        return end
    name, year = venue_and_year(candidate)
    # What stands alone may be a title; what ends one must look like an acronym.
    if not name or not year or len(name.split()) > 6 or sum(c.isupper() for c in name) < 2:
        return end
    _set_venue(candidate, head)
    return start + max(at, 0)
