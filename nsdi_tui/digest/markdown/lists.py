"""A fast reader for regular lists, which most lists are; mistune's own reads all others.

In a regular list every item begins at the same indent with the same sign and has text behind it,
and every line below is blank or indented by spaces to that text. mistune builds its patterns again
for each item and looks at each line several times.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mistune.util import strip_end

_ITEM = re.compile(r"( {0,3})([*+-]|\d{1,9}[.)])( {1,4})(?=[^\s])")
_HEADING = re.compile(r"#{1,6}[ \t\n]")


class SourceItem(NamedTuple):
    """A list item: the offset of its line in the source, and the Markdown of its content."""

    start: int
    source: str


def regular_items(source: str, start: int) -> tuple[list[SourceItem], int] | None:
    """Return the items of the list that begins at `start`, and the offset of the line after it.

    None if the list is not regular, or if what follows it may belong to it.
    """
    first = _ITEM.match(source, start)
    if not first:
        return None
    items: list[SourceItem] = []
    lines: list[str] = []
    prefix = first[1]
    sign = first[2][-1]
    item_start = at = start
    indent = ""
    after_blank = False
    while at < len(source):
        end = source.find("\n", at) + 1 or len(source)
        line = source[at:end]
        if "\t" in line:
            return None
        if line == "\n":
            after_blank = True
            lines.append(line)
        elif lines and line.startswith(indent):
            after_blank = False
            lines.append(line[len(indent) :])
        elif (marker := _ITEM.match(line)) and marker[1] == prefix and marker[2][-1] == sign:
            if not line.strip(" *_-\n"):
                # A thematic break.
                return None
            if lines:
                items.append(SourceItem(item_start, strip_end("".join(lines))))
            item_start = at
            indent = " " * marker.end()
            after_blank = False
            lines = [line[marker.end() :].removesuffix("\n") + "\n"]
        elif (after_blank and (line[0] == "#" or line[0].isalpha())) or _HEADING.match(line):
            break
        else:
            return None
        at = end
    items.append(SourceItem(item_start, strip_end("".join(lines))))
    return items, at
