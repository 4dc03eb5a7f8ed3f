"""A run of styled text as the rules see it: its links, brackets and styles, and what is taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nsdi_tui.digest.links import is_label, is_web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from nsdi_tui.digest.reading.words import FieldName
    from nsdi_tui.digest.styled import Image, Span, StyledText

    Role = Literal["head", "line", "below", "cell", "bullet"]

# Links are masked by this character, so that a pattern can see where they are.
MASK = "\0"
EDGE = " \t,.;:-–—|·•/\\，。；：、"
QUOTES = {'"': '"', "“": "”", "”": "“", "„": "“", "「": "」", "《": "》", "『": "』", "«": "»"}
TITLE_LIMIT = 1_000
BRACKETS_LIMIT = 64

_OPENING = "([（【{"
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_SIGN_NUMBER = re.compile(r"(?:\(?\d{1,4}[.)）、]|#\d{1,4}[.:]?|\*)\s+|\(\*+\)\s*")


class Bracket(NamedTuple):
    """A pair of brackets: their range, and the range inside them without white space."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    opening: str


class Part:
    """A line's styled text, and the regions `[start, end)` that claims have taken from it."""

    __slots__ = (
        "_brackets",
        "_lead",
        "_masked",
        "column",
        "field",
        "line",
        "links",
        "order",
        "rich",
        "role",
        "taken",
        "text",
    )

    def __init__(self, rich: StyledText, line: int, role: Role = "head", column: str = "") -> None:
        self.rich = rich
        self.text = rich.text
        self.line = line
        self.role = role
        self.column = column
        self.field: FieldName | None = None
        # The place of the part in its unit.
        self.order = 0
        self.links = [
            span for span in rich.spans if span.style == "link" and span.url and span.url[0] != "#"
        ]
        self.taken: list[tuple[int, int]] = []
        self._masked: str | None = None
        self._brackets: list[Bracket] | None = None
        self._lead = (-1, 0, 0)

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures of the text."""
        return self.rich.images

    @property
    def masked(self) -> str:
        """The text with every character of a link replaced by `MASK`."""
        if self._masked is None:
            self._masked = self._mask() if self.links else self.text
        return self._masked

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

    @property
    def brackets(self) -> list[Bracket]:
        """Pairs of brackets from left to right, inner ones after the outer one that holds them.

        A full-width bracket closes a plain one and vice versa, as careless lists do.
        Brackets inside a link's text are not seen.
        """
        if self._brackets is None:
            self._brackets = self._find_brackets()
        return self._brackets

    def _find_brackets(self) -> list[Bracket]:
        found: list[Bracket] = []
        text = self.masked
        if not any(sign in text for sign in _OPENING):
            return found
        open_at: list[int] = []
        for match in re.finditer(r"[()\[\]（）【】{}]", text):
            at = match.start()
            if text[at] in _OPENING:
                open_at.append(at)
            elif open_at:
                start = open_at.pop()
                inner = text[start + 1 : at]
                left = start + 1 + len(inner) - len(inner.lstrip())
                right = at - (len(inner) - len(inner.rstrip()))
                found.append(Bracket(start, at + 1, left, max(left, right), text[start]))
                if len(found) >= BRACKETS_LIMIT:
                    break
        found.sort()
        return found

    def styled(self, *styles: str) -> list[Span]:
        """Return the spans of these styles."""
        return [span for span in self.rich.spans if span.style in styles]

    def of(self, span: Span) -> str:
        """Return a span's text."""
        return self.text[span.start : span.end]

    def take(self, start: int, end: int) -> None:
        """Mark a region as read."""
        self.taken.append((start, end))

    def release(self) -> None:
        """Forget what was taken, to be read again."""
        self.taken.clear()
        self._lead = (-1, 0, 0)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of a region has been taken."""
        for a, b in self.taken:  # noqa: SIM110 (this is called often, and a loop is faster)
            if a < end and start < b:
                return False
        return True

    def next_taken(self, start: int) -> int:
        """Return where the next taken region begins; the text's end where there is none."""
        return min([a for a, _ in self.taken if a > start], default=len(self.text))

    def lead(self, at: int = 0) -> int:
        """Return where free text begins, past signs, shortcodes, numbers and separators."""
        known_for, known_at, lead = self._lead
        if known_for != len(self.taken) or known_at != at:
            lead = self._find_lead(at)
            self._lead = (len(self.taken), at, lead)
        return lead

    def _find_lead(self, at: int) -> int:
        text = self.text
        while at < len(text):
            sign = text[at]
            region = next((b for a, b in self.taken if a <= at < b), None) if self.taken else None
            if region is not None:
                at = region
            elif sign in EDGE:
                match = _SHORTCODE.match(text, at) if sign == ":" else None
                at = match.end() if match else at + 1
            elif is_sign(sign):
                at += 1
            elif (sign in "(#*" or sign.isdigit()) and (match := _SIGN_NUMBER.match(text, at)):
                if self.role == "head" and match[0][0] != "(" and match[0][0] != "*":
                    break
                at = match.end()
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

    def is_title_link(self, span: Span) -> bool:
        """Whether a link's text can be a title: it is neither an address nor a label."""
        text = self.of(span).strip(" []()`")
        return bool(text) and not is_web(text) and not is_label(text)

    def end_of_plain(self, start: int) -> int:
        """Return where a title without marks ends: at what was taken, or at a bar."""
        end = self.next_taken(start)
        for bar in "|｜":
            at = self.text.find(bar, start)
            if start < at < end:
                end = at
        return end


def is_sign(character: str) -> bool:
    """Whether a character is decoration: an emoji, a star, an arrow."""
    return ord(character) > 0x2000 and not character.isalnum() and character not in QUOTES
