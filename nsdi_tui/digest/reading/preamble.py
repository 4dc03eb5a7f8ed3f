"""What comes before the papers: meta links, acceptance rates, acronyms."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.links import is_web, link_by_address, make_link
from nsdi_tui.digest.markdown.blocks import Item
from nsdi_tui.digest.model import Acceptance, Acronym, Link
from nsdi_tui.digest.reading.entries import bullet_of, bullets_of

if TYPE_CHECKING:
    from typing import Literal

    from nsdi_tui.digest.markdown.blocks import Paragraph
    from nsdi_tui.digest.model import Bullet
    from nsdi_tui.digest.reading.words import SectionRole
    from nsdi_tui.digest.styled import StyledText

_ACRONYM = re.compile(
    r"(?P<short>[^\s:：=–—()]\S{0,29}?(?: \S{1,12}?)?)"
    r"\s*(?:[:：=]|\s[-–—]\s|\s[–—]|[–—]\s)\s*(?P<long>\S.*)"
)
_ACRONYM_IN_BRACKETS = re.compile(r"(?P<short>[^\s()]{1,30})\s*\((?P<long>[^()]{3,200})\)")
_RATE = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)\s*[%％]")
_COUNTS = re.compile(
    r"(?<![\d.])(\d[\d,]{0,8})\s*(?:/|out of|of|from)\s*(\d[\d,]{0,8})(?![\d.]*[%\d])", re.I
)
_LABEL = re.compile(r"\s*(?P<label>[^:：]{1,80}?)\s*[:：]\s*(?P<rest>\S.*)", re.S)
_LABEL_WORDS = 6


class Preamble:
    """What a document says about itself: its links, acceptance rates and acronyms."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.meta: list[Link] = []
        self.acceptance: list[Acceptance] = []
        self.acronyms: list[Acronym] = []
        self._diagnostics = diagnostics

    def extent(self) -> tuple[int, int, int]:
        """Return how many links, rates and acronyms were read so far."""
        return len(self.meta), len(self.acceptance), len(self.acronyms)

    def since(self, extent: tuple[int, int, int]) -> tuple[list[Link], list[str]]:
        """Return the links that were read since then, and the words of rates and acronyms."""
        meta, rates, acronyms = extent
        words = [rate.label for rate in self.acceptance[rates:]]
        for acronym in self.acronyms[acronyms:]:
            words += (acronym.short, acronym.long)
        return self.meta[meta:], words

    def paragraph(self, block: Paragraph, role: SectionRole, notes: list[Bullet]) -> None:
        """Read a paragraph of a section that holds no entries."""
        text = replace(block.rich, images=())
        if role == "acronyms":
            for line in text.lines():
                if acronym := read_acronym(line.text):
                    self.acronyms.append(acronym)
                else:
                    notes.append(line.bullet(0, "text"))
        elif role in ("meta", "acceptance", "front", "papers"):
            for line in text.lines():
                self.meta_line(line, role, notes)
        elif text.text:
            notes.append(text.bullet(0, "text"))
        self.meta_images(block.rich)

    def item(self, item: Item, role: SectionRole, notes: list[Bullet]) -> None:
        """Read a list item of a section that holds no entries."""
        if role == "acronyms":
            self._acronym(item, notes)
        elif role == "acceptance":
            self._rate(item, notes)
        elif not item.blocks:
            if role != "contents" or not _leads_within(item.rich):
                self.meta_line(item.rich, role, notes)
        elif role == "contents" and _leads_within(item.rich):
            for child in item.items:
                self.item(child, role, notes)
        else:
            notes.extend(bullets_of([item]))

    def meta_line(
        self,
        rich: StyledText,
        role: SectionRole,
        notes: list[Bullet],
        kind: Literal["item", "text"] = "text",
    ) -> None:
        """Read a line about the digest: links, a rate, or a note."""
        links = read_meta(rich) if role not in ("back", "contents") else None
        if links:
            self.meta.extend(links)
            self.meta_images(rich)
            return
        about_rate = role == "acceptance" or rich.text[:10].casefold() == "acceptance"
        if about_rate and (rate := read_acceptance(rich.text)):
            self.acceptance.append(rate)
        elif (bullet := bullet_of(rich, 0, kind)).text:
            notes.append(bullet)

    def meta_images(self, rich: StyledText) -> None:
        """Keep the addresses of badges as links about the digest."""
        for image in rich.images:
            if image.url and image.url[0] != "#":
                self.meta.append(link_by_address(image.url, image.alt))

    def _acronym(self, item: Item, notes: list[Bullet]) -> None:
        text = item.rich.text
        if acronym := read_acronym(text):
            self.acronyms.append(acronym)
        elif text:
            notes.append(item.rich.bullet())
            if not item.items:
                reason = "no short form with its long form: kept as a note"
                self._diagnostics.append(Diagnostic(item.line, reason, text))
        for child in item.items:
            self._acronym(child, notes)

    def _rate(self, item: Item, notes: list[Bullet], parent: str = "") -> None:
        text = item.rich.text
        rate = read_acceptance(text, parent)
        if rate:
            self.acceptance.append(rate)
        elif text and not item.items:
            notes.append(item.rich.bullet())
        label = text.partition(":")[0].strip()
        below = f"{parent} / {label}" if parent and label else parent or label
        for block in item.blocks:
            if isinstance(block, Item):
                self._rate(block, notes, below)
            else:
                notes.extend(bullets_of([block]))


def _leads_within(rich: StyledText) -> bool:
    """Whether a line's links all lead into the document or its repository."""
    links = rich.links
    return bool(links) and all((link.url or "").startswith(("#", ".", "/")) for link in links)


def read_acronym(text: str) -> Acronym | None:
    """Read `KV: Key-Value`, `KV - Key-Value`, `KV = Key-Value` or `KV (Key-Value)`."""
    match = _ACRONYM.fullmatch(text) or _ACRONYM_IN_BRACKETS.fullmatch(text)
    if not match:
        return None
    short, long = match["short"].strip(), match["long"].strip(" .;")
    return Acronym(short, long) if short and long else None


def read_acceptance(text: str, parent: str = "") -> Acceptance | None:
    """Read `Spring: 24.2% (= 50 / 207)` in its variants; None without figures.

    The label takes the parent item's before it (`Spring / Full papers`). A rate that is not given
    is computed from the counts, to one decimal.
    """
    match = _LABEL.fullmatch(text)
    label, rest = (match["label"], match["rest"]) if match else ("", text)
    if label and not re.search(r"\d", rest):
        return None
    rate = _RATE.search(rest)
    counts = _COUNTS.search(rest)
    accepted = submitted = None
    if counts:
        accepted, submitted = (int(group.replace(",", "")) for group in counts.groups())
        if not 0 <= accepted <= submitted or not submitted:
            accepted = submitted = None
    value = float(rate[1]) if rate else None
    if value is not None and value > 100:
        value = None
    if value is None and accepted is not None and submitted:
        value = round(100 * accepted / submitted, 1)
    if value is None:
        return None
    if not match:
        first = min(found.start() for found in (rate, counts) if found)
        label = rest[:first].strip(" (=:-–—,")
    return Acceptance(" / ".join(filter(None, (parent, label))), value, accepted, submitted)


def read_meta(rich: StyledText) -> list[Link] | None:
    """Read a line that is a label with its addresses, or links alone; None for a sentence."""
    links = rich.links
    if not links or not rich.text:
        return None
    match = _LABEL.match(rich.text)
    label = match["label"] if match and len(match["label"].split()) <= _LABEL_WORDS else ""
    at = match.start("rest") if match and label else 0
    if label and links[0].start < at:
        label, at = "", 0
    out = []
    for link in links:
        if rich.text[at : link.start].strip(" ,;|/·•-–—[]()&"):
            return None
        text = rich.text[link.start : link.end]
        own = "" if is_web(text) or not text else text
        named = own if own and (not label or len(links) > 1) else label
        out.append(make_link(named or text, link.url or ""))
        at = link.end
    if rich.text[at:].strip(" ,;|/·•-–—[]().&"):
        return None
    return out


def is_label_only(rich: StyledText) -> bool:
    """Whether an item is a label with a bare address (`Program: https://…`), so no paper."""
    links = rich.links
    if len(links) != 1 or not is_web(rich.text[links[0].start : links[0].end]):
        return False
    match = _LABEL.match(rich.text)
    if not match or links[0].start != match.start("rest"):
        return False
    return len(match["label"].split()) <= 3
