"""A paper's own line taken apart: title, venue, badges, links, and what else stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from nsdi_tui.digest.affiliations import badges_in
from nsdi_tui.digest.links import is_scholarly, is_web, kind_by_label, make_link, title_link
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.titles import venue_and_year

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Link, Span
    from nsdi_tui.digest.rich import RichText

TITLE_LIMIT = 1_000
LABEL_LIMIT = 200
# A line with more than this is no paper's line.
HEAD_LIMIT = 3_000
LINKS_LIMIT = 64
BRACKETS_LIMIT = 32

# Links are masked by this character, so that a pattern can see where they stand.
_LINK = "\0"
_GROUP = re.compile(r"[\[(【{]\s*(?P<label>[A-Za-z][A-Za-z ]{0,24}:\s*)?\0[\0\s,;/|·•&+]*[\])】}]")
_BRACKETS = re.compile(r"[\[(【]([^\[\]()【】\0]{2,120})[\])】]")
_BETWEEN_LINKS = " ,;/|·•&+()[]."
_EDGE = " \t,.;:-–—|·•/\\"
_AFTER_TITLE = re.compile(r"\s*(?:$|[,.;–—|(\[【\0/]|[-:]\s|by\s)")
_QUOTES = {'"': '"', "“": "”", "「": "」", "《": "》"}
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
    rest: list[RichText] = field(default_factory=list)
    evidence: int = 0
    scholarly: bool = False


def read_head(rich: RichText) -> Head:
    """Take a line apart."""
    return _HeadReader(rich).read()


class _HeadReader:
    def __init__(self, rich: RichText) -> None:
        self.rich = rich
        self.text = rich.text
        self.head = Head()
        self.taken: list[tuple[int, int]] = []
        self.links = [s for s in rich.links if s.url and not s.url.startswith("#")]

    def read(self) -> Head:
        head = self.head
        if not self.text:
            return head
        too_much = len(self.text) > HEAD_LIMIT or len(self.links) > LINKS_LIMIT
        if too_much or (not _MAY_HOLD_MORE.search(self.text) and not self.rich.spans):
            self._title(0, len(self.text))
            return head
        masked = self._masked()
        self._link_groups(masked)
        self._brackets(masked)
        start = self._lead(0)
        span = self._title_span(start, masked)
        if span:
            self._linked_or_strong_title(span)
        else:
            end = min((s for s, _ in self.taken if s > start), default=len(self.text))
            self._title(start, end)
            self._leftovers()
        head.links = list(dict.fromkeys(head.links))
        kinds = {link.kind for link in head.links}
        head.scholarly = bool(head.venue) or not kinds.isdisjoint(("arxiv", "paper", "pdf", "doi"))
        if not head.title:
            head.evidence = 0
        return head

    def _masked(self) -> str:
        if not self.links:
            return self.text
        out = []
        at = 0
        for link in self.links:
            if link.start >= at:
                out.append(self.text[at : link.start])
                out.append(_LINK * (link.end - link.start))
                at = link.end
        out.append(self.text[at:])
        return "".join(out)

    def _take(self, start: int, end: int) -> None:
        self.taken.append((start, end))

    def _link_groups(self, masked: str) -> None:
        """Take `[Paper]`, `([SOSP 2023](…))` and the like, then links with a known label."""
        head = self.head
        grouped: set[int] = set()
        if _LINK not in masked:
            return
        for match in _GROUP.finditer(masked):
            inside = [s for s in self.links if match.start() <= s.start and s.end <= match.end()]
            prefix = (match["label"] or "").strip(" :")
            for span in inside:
                label = self.text[span.start : span.end]
                grouped.add(span.start)
                if prefix and is_web(label):
                    label = prefix
                if head.venue is None and not kind_by_label(label) and venue_and_year(label)[0]:
                    head.venue = label
                head.links.append(make_link(clean(label, LABEL_LIMIT), span.url or ""))
            if inside:
                self._take(match.start(), match.end())
                head.evidence = 3
        tail = len(masked.rstrip(_LINK + _BETWEEN_LINKS))
        in_sentence = bool(_LEADS_ON.search(masked, 0, tail))
        for span in self.links:
            if span.start in grouped:
                continue
            label = self.text[span.start : span.end].strip(" []()")
            beside = span.start >= tail or (span.start and is_scholarly(span.url or ""))
            if beside and not in_sentence and len(label.split()) <= 3 and kind_by_label(label):
                head.links.append(make_link(clean(label, LABEL_LIMIT), span.url or ""))
                self._take(span.start, span.end)
                head.evidence = 3

    def _brackets(self, masked: str) -> None:
        """Take venues and badges in brackets: `(SC 2021)`, `[Best Paper]`."""
        groups = tuple(self.taken)
        for match in islice(_BRACKETS.finditer(masked), BRACKETS_LIMIT):
            if any(start < match.end() and match.start() < end for start, end in groups):
                continue
            inner = match[1].strip()
            if badges := badges_in(inner):
                self.head.badges.extend(badges)
            elif not self._venue_parts(inner):
                continue
            self._take(match.start(), match.end())

    def _venue_parts(self, inner: str) -> bool:
        """Read `SOSP 2023, Best Paper`; everything in it must be a venue or a badge."""
        venue = None
        badges: list[str] = []
        for part in re.split(r"[,;|]\s*", inner):
            name, _ = venue_and_year(part)
            if name and venue is None:
                venue = part.strip()
            elif found := badges_in(part):
                badges.extend(found)
            else:
                return self._set_venue(inner)
        if venue is None:
            return False
        self.head.badges.extend(badges)
        return self._set_venue(venue)

    def _set_venue(self, text: str) -> bool:
        name, year = venue_and_year(text)
        if not name or (year is None and not text.isupper() and name != "arXiv"):
            return False
        if self.head.venue is None:
            self.head.venue = clean(text.strip(" *_"), LABEL_LIMIT)
            self.head.evidence = 3
        return True

    def _lead(self, at: int) -> int:
        """Return where text begins that was not taken, past signs and separators."""
        while at < len(self.text):
            region = next((end for start, end in self.taken if start <= at < end), None)
            if region is not None:
                at = region
            elif self.text[at] in _EDGE or self._is_sign(self.text[at]):
                at += 1
            else:
                break
        return at

    @staticmethod
    def _is_sign(character: str) -> bool:
        return ord(character) > 0x2000 and not character.isalnum() and character not in _QUOTES

    def _title_span(self, start: int, masked: str) -> tuple[int, int, str | None] | None:
        """Return the title where it is marked as such: a link, strong text, or quoted."""
        spans = sorted(
            (s for s in self.rich.spans if s.start <= start < s.end and s.style != "code"),
            key=lambda s: s.style != "link",
        )
        for span in spans:
            if any(a < span.end and span.start < b for a, b in self.taken):
                continue
            if span.style == "link":
                if span.url is None or span.url.startswith("#"):
                    continue
                if is_web(self.text[span.start : span.end]):
                    continue
                end = self._beyond_name(span, masked)
                return span.start, end, span.url
            inner = next(
                (
                    s
                    for s in self.links
                    if span.start <= s.start
                    and s.end <= span.end
                    and s.end - s.start > 2
                    and s.start - span.start <= 1
                ),
                None,
            )
            if span.end - span.start >= 8 and _AFTER_TITLE.match(masked, span.end):
                after = masked[span.end :].lstrip()
                if after[:1] == ":" or masked[span.end - 1] == ":":
                    continue
                return span.start, span.end, inner.url if inner else None
        closing = _QUOTES.get(self.text[start : start + 1])
        end = self.text.find(closing, start + 1) if closing else -1
        if end > start + 8 and not self.text[end + 1 : end + 2].isalnum():
            after = self.text[end + 1 :].lstrip()
            if not after or not after[0].isalnum():
                return start, end + 1, None
        return None

    def _beyond_name(self, span: Span, masked: str) -> int:
        """Where only the name is the link (`[SYMI](…): Efficient …`), the title goes on."""
        if (
            not masked.startswith(":", span.end)
            or len(self.text[span.start : span.end].split()) > 2
        ):
            return span.end
        stop = min((s for s, _ in self.taken if s > span.start), default=len(masked))
        tail = self.text[span.end + 1 : stop].strip()
        words = [word for word in tail.split() if len(word) > 3 and word[0].isalpha()]
        capitals = sum(1 for word in words if word[0].isupper())
        reads_like_title = bool(words) and capitals >= 0.6 * len(words) and tail[-1] not in ".!?"
        return stop if reads_like_title else span.end

    def _linked_or_strong_title(self, span: tuple[int, int, str | None]) -> None:
        head = self.head
        start, end, url = span
        opening = self.text[start : start + 1]
        inset = opening in _QUOTES and self.text[end - 1 : end] == _QUOTES[opening]
        self._title(start + inset, end - inset)
        if url:
            head.links.insert(0, title_link(url))
            if is_scholarly(url):
                head.evidence = max(head.evidence, 2)
            elif is_web(url):
                long_title = len(head.title.split()) >= 4
                head.evidence = max(head.evidence, 2 if long_title else 1)
        self._take(start, end)
        self._leftovers()

    def _title(self, start: int, end: int) -> None:
        while end > start and self.text[end - 1] in _EDGE:
            end -= 1
        self.head.title = clean(self.text[start:end], TITLE_LIMIT)
        self.head.title_at = start
        self._take(start, end)

    def _leftovers(self) -> None:
        """What stands beside title, venue and links: a badge, a venue, or the first summary."""
        at = 0
        for start, end in [*sorted(self.taken), (len(self.text), len(self.text))]:
            if start > at:
                self._leftover(at, start)
            at = max(at, end)

    def _leftover(self, start: int, end: int) -> None:
        while start < end and (self.text[start] in _EDGE + ")]】"):
            start += 1
        while end > start and self.text[end - 1] in " \t,;:-–—|·•/\\([【":
            end -= 1
        part = self.text[start:end]
        if not _HAS_WORD.search(part):
            return
        if badges := badges_in(part):
            self.head.badges.extend(badges)
            return
        if self.head.venue is None:
            end = self._take_venue(start, end)
        rest = self.rich.slice(start, end)
        text = rest.text.rstrip(" ,;")
        if _HAS_WORD.search(text):
            self.head.rest.append(rest if text == rest.text else rest.slice(0, len(text)))

    def _take_venue(self, start: int, end: int) -> int:
        """Take a closing `*VENUE 2024*` or `, VENUE 2024` off a leftover; return its new end."""
        part = self.text[start:end].rstrip(" .")
        comma = max(part.rfind(","), part.rfind(". "), part.rfind("|"), part.rfind(";"))
        candidate = part[comma + 1 :].strip()
        name, year = venue_and_year(candidate)
        if name and year and len(name.split()) <= 6 and sum(c.isupper() for c in name) >= 2:
            self._set_venue(candidate)
            return start + max(comma, 0)
        return end
