"""One line of a list with what has been read out of it already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.styled import Span, StyledText

# Links are masked by this character, so that a pattern can see where they stand.
MASK = "\0"
EDGE = " \t,.;:-–—|·•/\\"
QUOTES = {'"': '"', "“": "”", "「": "」", "《": "》"}
TITLE_WORDS = 4

_AFTER_TITLE = re.compile(r"\s*(?:$|[,.;–—|(\[【\0/]|-\s|by\s)")
_ENDS_A_PART = EDGE.strip() + ")]】"


class Line:
    """A line's text, its links, and the regions `[start, end)` that were taken from it."""

    def __init__(self, rich: StyledText) -> None:
        self.rich = rich
        self.text = rich.text
        self.links = [span for span in rich.links if span.url and span.url[0] != "#"]
        self.masked = self._mask() if self.links else self.text
        self.taken: list[tuple[int, int]] = []

    def _mask(self) -> str:
        out = []
        at = 0
        for link in self.links:
            if link.start >= at:
                out.append(self.text[at : link.start])
                out.append(MASK * (link.end - link.start))
                at = link.end
        out.append(self.text[at:])
        return "".join(out)

    def take(self, start: int, end: int) -> None:
        """Mark a region as read."""
        self.taken.append((start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of a region has been taken."""
        return all(b <= start or end <= a for a, b in self.taken)

    def next_taken(self, start: int) -> int:
        """Return where the next taken region begins; the line's end where there is none."""
        return min((a for a, _ in self.taken if a > start), default=len(self.text))

    def lead(self) -> int:
        """Return where free text begins, past signs (a trophy, say) and separators."""
        at = 0
        while at < len(self.text):
            region = next((b for a, b in self.taken if a <= at < b), None)
            if region is not None:
                at = region
            elif self.text[at] in EDGE or _is_sign(self.text[at]):
                at += 1
            else:
                break
        return at

    def free_parts(self) -> Iterator[tuple[int, int]]:
        """Yield the regions that were not taken, in order."""
        at = 0
        for start, end in sorted(self.taken):
            if start > at:
                yield at, start
            at = max(at, end)
        if at < len(self.text):
            yield at, len(self.text)

    def marked_title(self, start: int) -> tuple[int, int, str | None] | None:
        """Return a title that is marked as such: where it stands, and its address if it has one.

        A link, strong or emphasised text, or a quotation, where the free text begins; else a link
        of several words behind a separator (`OSDI'24 | [Title](…)`).
        """
        spans = [s for s in self.rich.spans if s.style not in ("code", "strike")]
        here = [s for s in spans if s.start <= start < s.end]
        for span in sorted(here, key=lambda s: s.style != "link"):
            if not self.is_free(span.start, span.end):
                continue
            if span.style == "link":
                if self._is_title_link(span):
                    return span.start, self._end_of_title(span), span.url
            elif span.end - span.start >= 8 and _AFTER_TITLE.match(self.masked, span.end):
                return span.start, span.end, self._address_inside(span)
        if quoted := self._quoted(start):
            return quoted
        for span in spans:
            if span.start > start and self._stands_apart(span, start):
                return span.start, span.end, span.url
        return None

    def _is_title_link(self, span: Span) -> bool:
        text = self.text[span.start : span.end]
        return bool(span.url) and not (span.url or "").startswith("#") and not is_web(text)

    def _stands_apart(self, span: Span, start: int) -> bool:
        text = self.text[span.start : span.end]
        if span.style == "link":
            if not self._is_title_link(span) or not is_web(span.url or ""):
                return False
        elif not self.taken:
            return False
        before = self.text[start : span.start].rstrip()
        ends = bool(before) and (
            before[-1] in _ENDS_A_PART
            or any(s.start >= start and s.end == start + len(before) for s in self.rich.spans)
        )
        return ends and len(text.split()) >= TITLE_WORDS and self.is_free(span.start, span.end)

    def _address_inside(self, span: Span) -> str | None:
        """Return the address of a link that is (nearly) all of a strong title."""
        for link in self.links:
            if span.start <= link.start <= span.start + 1 and link.end <= span.end:
                return link.url
        return None

    def _quoted(self, start: int) -> tuple[int, int, None] | None:
        closing = QUOTES.get(self.text[start : start + 1])
        end = self.text.find(closing, start + 1) if closing else -1
        if end <= start + 8:
            return None
        after = self.text[end + 1 :].lstrip()
        return (start, end + 1, None) if not after or not after[0].isalnum() else None

    def _end_of_title(self, span: Span) -> int:
        """Where only the name is the link (`[SYMI](…): Efficient …`), the title goes on."""
        name = self.text[span.start : span.end]
        if not self.masked.startswith(":", span.end) or len(name.split()) > 2:
            return span.end
        stop = self.end_of_plain(span.end)
        tail = self.text[span.end + 1 : stop].strip()
        words = [word for word in tail.split() if len(word) > 3 and word[0].isalpha()]
        capitals = sum(1 for word in words if word[0].isupper())
        if not words or capitals < 0.6 * len(words) or tail[-1] in ".!?":
            return span.end
        return stop

    def end_of_plain(self, start: int) -> int:
        """Return where a title without marks ends: at what was taken, or at a bar."""
        bar = self.text.find(" | ", start)
        end = self.next_taken(start)
        return min(end, bar) if bar > start else end


def _is_sign(character: str) -> bool:
    return ord(character) > 0x2000 and not character.isalnum() and character not in QUOTES
