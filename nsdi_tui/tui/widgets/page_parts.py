"""Parts of a page that one moves between: links, and what a search has found.

They are spans that say what they are in their style, found in the lines in which they are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content


@dataclass(frozen=True, slots=True)
class PagePart:
    """Text with a value; `places` are its `(line, start, end)`, one for each line."""

    value: Any
    places: tuple[tuple[int, int, int], ...]

    @property
    def lines(self) -> range:
        """The lines that it is on."""
        return range(self.places[0][0], self.places[-1][0] + 1)

    def on_line(self, line: int) -> tuple[int, int] | None:
        """Return its range on a line, None if it is on others."""
        return next(((start, end) for at, start, end in self.places if at == line), None)


def find_parts(lines: Sequence[Content], name: str) -> list[PagePart]:
    """Return the parts that have something of this name; one that is wrapped is one part."""
    parts: list[PagePart] = []
    for number, line in enumerate(lines):
        for start, end, value in _values(line, name):
            last = parts[-1] if parts else None
            if last is None or last.value != value or last.lines[-1] < number - 1:
                parts.append(PagePart(value, ((number, start, end),)))
            elif last.lines[-1] == number:  # A label and its address, for example.
                *before, (_, first, _) = last.places
                parts[-1] = PagePart(value, (*before, (number, first, end)))
            else:
                parts[-1] = PagePart(value, (*last.places, (number, start, end)))
    return parts


def _values(line: Content, name: str) -> Iterator[tuple[int, int, Any]]:
    length = len(line)
    spans = [
        (start, min(end, length), style)
        for start, end, style in line.spans
        if isinstance(style, Style) and start < length
    ]
    for start, end, style in sorted(spans, key=lambda span: span[:2]):
        if (value := style.meta.get(name)) and start < end:
            yield start, end, value


def next_part(
    parts: Sequence[PagePart], current: PagePart | None, shown: range, step: int
) -> PagePart | None:
    """Return the part after the current one (`step` 1) or before it (-1), around the ends.

    `shown` are the visible lines. Without a current part there, it is the first part from their top
    on, or the last one up to their bottom.
    """
    if not parts:
        return None
    if (
        current is not None
        and current in parts
        and current.lines[-1] >= shown.start
        and current.lines[0] < shown.stop
    ):
        return parts[(parts.index(current) + step) % len(parts)]
    if step > 0:
        return next((part for part in parts if part.lines[0] >= shown.start), parts[0])
    above = [part for part in parts if part.lines[-1] < shown.stop]
    return above[-1] if above else parts[-1]
