"""The parts of a page that lead somewhere, in the lines in which they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from nsdi_tui.tui.pages.page import Target


@dataclass(frozen=True, slots=True)
class PageLink:
    """Text that leads to `target`; `parts` are its `(line, start, end)`, one for each line."""

    target: Target
    parts: tuple[tuple[int, int, int], ...]

    @property
    def lines(self) -> range:
        """The lines that it is on."""
        return range(self.parts[0][0], self.parts[-1][0] + 1)

    def on_line(self, line: int) -> tuple[int, int] | None:
        """Return the range of the link on a line, None if it is not there."""
        return next(((start, end) for at, start, end in self.parts if at == line), None)


def find_links(lines: Sequence[Content]) -> list[PageLink]:
    """Return the links of these lines in order; one that is wrapped is one link."""
    links: list[PageLink] = []
    for number, line in enumerate(lines):
        for start, end, target in _targets(line):
            last = links[-1] if links else None
            if last is None or last.target != target or last.lines[-1] < number - 1:
                links.append(PageLink(target, ((number, start, end),)))
            elif last.lines[-1] == number:  # A label and its address, for example.
                *before, (_, first, _) = last.parts
                links[-1] = PageLink(target, (*before, (number, first, end)))
            else:
                links[-1] = PageLink(target, (*last.parts, (number, start, end)))
    return links


def _targets(line: Content) -> Iterator[tuple[int, int, Target]]:
    length = len(line)
    spans = [
        (start, min(end, length), style)
        for start, end, style in line.spans
        if isinstance(style, Style) and start < length
    ]
    for start, end, style in sorted(spans, key=lambda span: span[:2]):
        if (action := style.meta.get("@click")) and start < end:
            yield start, end, cast("Target", action[1])


def next_link(
    links: Sequence[PageLink], current: PageLink | None, shown: range, step: int
) -> PageLink | None:
    """Return the link after the current one (`step` 1) or before it (-1), around the ends.

    `shown` are the visible lines. Without a current link there, it is the first link from their top
    on, or the last one up to their bottom.
    """
    if not links:
        return None
    if (
        current is not None
        and current in links
        and current.lines[-1] >= shown.start
        and current.lines[0] < shown.stop
    ):
        return links[(links.index(current) + step) % len(links)]
    if step > 0:
        return next((link for link in links if link.lines[0] >= shown.start), links[0])
    above = [link for link in links if link.lines[-1] < shown.stop]
    return above[-1] if above else links[-1]
