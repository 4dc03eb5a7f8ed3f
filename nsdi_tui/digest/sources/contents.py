"""Tables of contents: the local pages that a Markdown file links to, with their titles."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIXES = (".md", ".markdown")
_CONTENTS = "summary.md"
# A README may be a list of a megabyte, with its contents at the top.
_MOST_TEXT = 500_000
_LONGEST_LINE = 4_000
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_LINK = re.compile(
    r"""\[ ( (?: [^\[\]\\] | \\. | \[ [^\[\]]{0,200} \] ){0,400} ) \]
        \( \s* (?: < ([^<>]*) > | ( [^\s()<>]+ (?: \( [^\s()]* \) [^\s()]* )* ) )
        (?: \s+ (?: "[^"]*" | '[^']*' ) )? \s* \)""",
    re.VERBOSE,
)
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*|__|[*`~]|!?\[|\]|<[^<>]{1,200}>")


class ListedPage(NamedTuple):
    """A page in a table of contents: its place, and its title there."""

    rank: float
    title: str | None


def is_contents_name(name: str) -> bool:
    """Return whether a file of this name may be a table of contents, as of GitBook and mdBook."""
    return name.lower() == _CONTENTS


def listed_pages(text: str, folder: Path) -> dict[str, ListedPage]:
    """Return the Markdown files that a text in this folder links to, by absolute path.

    A page that is linked twice has its first place.
    """
    pages: dict[str, ListedPage] = {}
    for line in _lines(text[:_MOST_TEXT]):
        for link in _LINK.finditer(line):
            target = _target(link[2] or link[3])
            if target is None:
                continue
            path = os.path.abspath(folder / target)  # noqa: PTH100 (keeps symbolic links)
            pages.setdefault(path, ListedPage(len(pages), _title(link[1])))
    return pages


def _lines(text: str) -> list[str]:
    """Return the lines of a text that are not in fenced code."""
    lines = []
    fence = ""
    for line in text.split("\n"):
        if len(line) > _LONGEST_LINE:
            continue
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip("`~ \r"):
                fence = ""
        elif mark:
            fence = mark[1]
        elif "](" in line:
            lines.append(line)
    return lines


def _target(address: str) -> str | None:
    """Return the path of a local Markdown file, None for other addresses."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if ":" in path or path.startswith(("/", "\\")) or "\0" in path:
        return None
    return path if path.lower().endswith(_SUFFIXES) else None


def _title(text: str) -> str | None:
    return clean(_MARKUP.sub(r"\1", text), 300).strip() or None
