"""Where each link and each run of text is in what was read: places, counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.markdown.inline import addresses_in
from nsdi_tui.digest.model import Paper, Topic, descendants
from nsdi_tui.digest.reading.columns import is_empty_cell
from nsdi_tui.digest.reading.owners import WORD, Owner, add_bullets, missing_words
from nsdi_tui.digest.reading.runs import CITATION, Run
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Bullet, Link

LinkPlace: TypeAlias = Literal[
    "entries",
    "repeated",
    "summaries",
    "authors",
    "topics",
    "meta",
    "notes",
    "contents",
    "citations",
    "images",
    "unread",
]
TextPlace: TypeAlias = Literal[
    "entries", "topics", "meta", "notes", "contents", "citations", "columns", "unread"
]
LINK_PLACES: tuple[LinkPlace, ...] = get_args(LinkPlace)
TEXT_PLACES: tuple[TextPlace, ...] = get_args(TextPlace)
UNREAD_LINK = "link is not read"
UNREAD_TEXT = "text is not read"

# A unit begins a little before the line of its title, where a date or a badge comes first.
_LINES_BEFORE = 3
_WITHIN = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.I)
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)(?:[?#]|$)", re.I)


@dataclass(slots=True)
class Tally:
    """The places of a section's links and texts, counted, and what is in none."""

    links: Counter[LinkPlace] = field(default_factory=Counter)
    texts: Counter[TextPlace] = field(default_factory=Counter)
    unread: list[Diagnostic] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Whether anything was counted or reported."""
        return bool(self.links or self.texts or self.unread)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.links.update(other.links)
        self.texts.update(other.texts)
        self.unread.extend(other.unread)

    def counts(self) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
        """Return the links and the texts of each place that has any."""
        links = tuple((place, n) for place in LINK_PLACES if (n := self.links[place]))
        texts = tuple((place, n) for place in TEXT_PLACES if (n := self.texts[place]))
        return links, texts

    def add_heading(self, links: int, place: Literal["topics", "meta"]) -> None:
        """Add a heading with its links."""
        self.links[place] += links
        self.texts[place] += 1


NOTHING = Tally()
"""The tally of all sections without content, which may be many."""


@dataclass(slots=True)
class Result:
    """What was read from a section."""

    children: Sequence[Topic | Paper]
    notes: Sequence[Bullet] = ()
    links: Sequence[Link] = ()
    words: Sequence[str] = ()


@dataclass(slots=True)
class _Use:
    """A link of a run, at an offset of its text."""

    run: Run
    at: int
    text: str
    url: str
    is_image: bool = False

    @property
    def line(self) -> int:
        """The line of the link."""
        rich = self.run.rich
        breaks = rich.lines_before(self.at) if rich else self.run.text.count("\n", 0, self.at)
        return self.run.line + breaks


class Auditor:
    """Finds the place of each run and of its links in a result."""

    def __init__(self, result: Result, page: str | None = None) -> None:
        self._page = page
        self._owners: dict[int, Owner] = {}
        self._note_texts: set[str] = set()
        self._note_urls: Counter[str] = Counter()
        add_bullets(result.notes, self._note_texts, self._note_urls)
        for child in descendants(result.children):
            self._own(child)
        self._lines = sorted(self._owners)
        self._meta = Counter(link.url for link in result.links)
        labels = (link.label for link in result.links)
        self._words = "\n".join([*labels, *result.words]).casefold()
        self._hay: str | None = None
        self._tally = Tally()
        self._pending: list[tuple[_Use, Owner | None]] = []

    def _own(self, child: Topic | Paper) -> None:
        owner = self._owners.get(child.line)
        if owner is None:
            place: Literal["entries", "topics"]
            place = "entries" if isinstance(child, Paper) else "topics"
            owner = self._owners[child.line] = Owner(place)
        owner.add(child)

    def audit(self, runs: Iterable[Run]) -> Tally:
        """Return the places of these runs and of their links."""
        for run in runs:
            for piece in self._pieces(run):
                self._links(piece)
                if piece.text:
                    self._text(piece)
        for use, owner in self._pending:
            self._place_late(use, owner)
        self._tally.unread.sort(key=lambda item: item.line)
        return self._tally

    def _pieces(self, run: Run) -> Iterator[Run]:
        """Yield the lines of a paragraph that was not read as a whole."""
        rich = run.rich
        if rich is None or not rich.breaks or not run.text:
            yield run
            return
        owner = self._owner_at(run.line)
        if run.text in self._note_texts or (owner and run.text in owner.texts):
            yield run
            return
        links = rich.links
        inner = [at for at in rich.breaks if not any(k.start < at < k.end for k in links)]
        images = list(rich.images)
        for start, end in pairwise([0, *inner, len(rich.text)]):
            piece = rich.slice(start, end)
            kept = [image for image in images if image.at < end or end == len(rich.text)]
            images = images[len(kept) :]
            line = run.line + rich.lines_before(start)
            yield Run(line, piece.text, piece, run.kind, tuple(kept))

    def _owner_at(self, line: int) -> Owner | None:
        at = bisect_right(self._lines, line)
        return self._owners[self._lines[at - 1]] if at else None

    def _owner_after(self, line: int) -> Owner | None:
        at = bisect_right(self._lines, line)
        if at < len(self._lines) and self._lines[at] <= line + _LINES_BEFORE:
            return self._owners[self._lines[at]]
        return None

    # Links

    def _links(self, run: Run) -> None:
        owner = self._owner_at(run.line)
        for at, text, url, is_image in _uses(run):
            if place := self._place(url, run, owner):
                self._tally.links[place] += 1
            else:
                self._pending.append((_Use(run, at, text, url, is_image), owner))

    def _place(self, url: str, run: Run, owner: Owner | None) -> LinkPlace | None:
        if url[0] == "#":
            return "contents"
        if owner is not None:
            held = url in owner.links
            if owner.summary[url] and (not held or run.text in owner.texts):
                owner.summary[url] -= 1
                return "summaries"
            if held:
                if url in owner.seen:
                    return "repeated"
                owner.seen.add(url)
                return owner.place
        if self._note_urls[url]:
            self._note_urls[url] -= 1
            return "notes"
        if self._meta[url]:
            self._meta[url] -= 1
            return "meta"
        return None

    def _place_late(self, use: _Use, owner: Owner | None) -> None:
        """Place a link that is not where its line is: before a title, or in no field at all."""
        place: LinkPlace = "unread"
        following = self._owner_after(use.line)
        elsewhere = following if following and use.url in following.links else None
        if elsewhere is None:
            others = self._owners.values()
            elsewhere = next(
                (o for o in others if use.url in o.links and use.url not in o.seen), None
            )
        if elsewhere is not None:
            place = "repeated" if use.url in elsewhere.seen else elsewhere.place
            elsewhere.seen.add(use.url)
        elif leads_within(use.url, self._page):
            place = "contents"
        elif use.run.kind == "code" and CITATION.match(use.run.text):
            place = "citations"
        elif use.is_image and _PICTURE.search(use.url):
            place = "images"
        elif owner is not None and owner.names(use.text):
            place = "authors"
        else:
            shown = use.url if use.text == use.url else f"{use.text} {use.url}".strip()
            self._tally.unread.append(Diagnostic(use.line, UNREAD_LINK, shown))
        self._tally.links[place] += 1

    # Texts

    def _text(self, run: Run) -> None:
        place = self._text_place(run)
        self._tally.texts[place or "unread"] += 1
        if place is None:
            missing = self._missing(run)
            self._tally.unread.append(Diagnostic(run.line, UNREAD_TEXT, missing))

    def _text_place(self, run: Run) -> TextPlace | None:
        owner = self._owner_at(run.line)
        if owner is not None and run.text in owner.texts:
            return owner.place
        if run.text in self._note_texts:
            return "notes"
        if run.kind == "code" and CITATION.match(run.text):
            return "citations"
        if run.kind in ("columns", "contents"):
            return run.kind
        if run.is_cell and is_empty_cell(run.text):
            return "columns"
        text = without_addresses(run, self._page)
        if text != run.text and not WORD.search(text) and not is_web(run.text):
            return "contents"
        if owner is not None and not owner.missing(text):
            return owner.place
        following = self._owner_after(run.line)
        if following is not None and not following.missing(text):
            return following.place
        return self._place_about(text)

    def _place_about(self, text: str) -> TextPlace | None:
        words = WORD.findall(text)
        if not words:
            return "notes"
        if not missing_words(words, self._words):
            return "meta"
        if self._hay is None:
            self._hay = "\n".join(self._note_texts).casefold()
        return None if missing_words(words, self._hay) else "notes"

    def _missing(self, run: Run) -> str:
        owner = self._owner_at(run.line)
        text = without_addresses(run, self._page)
        return (owner.missing(text) if owner else "") or run.text


def _uses(run: Run) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the links of a run as `links_of` finds them: offset, text, address, is it an image."""
    if run.rich is None:
        for at, url in addresses_in(run.text) if run.kind == "code" else ():
            yield at, clean(url), clean(url), False
        return
    for span in run.rich.spans:
        if span.style == "link" and span.url:
            yield span.start, run.text[span.start : span.end], span.url, False
    for image in run.images:
        if image.url:
            yield image.at, image.alt, image.url, True


def without_addresses(run: Run, page: str | None = None) -> str:
    """Return a run's text without addresses, shortcodes, and links into the document."""
    text = run.text
    if run.rich is not None:
        for span in reversed(run.rich.spans):
            url = span.url
            if url and (leads_within(url, page) or is_web(text[span.start : span.end])):
                text = text[: span.start] + " " + text[span.end :]
    return _SHORTCODE.sub(" ", text) if ":" in text else text


def leads_within(url: str, page: str | None) -> bool:
    """Whether an address leads into the document or to a file beside it."""
    return bool(_WITHIN.match(url)) or bool(page and "#" in url and url.startswith(page))
