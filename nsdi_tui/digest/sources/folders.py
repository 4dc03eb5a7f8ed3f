"""Finding the Markdown pages of a folder, and their order, titles and directories."""

from __future__ import annotations

import math
import os
import re
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path

from nsdi_tui.digest.sources.contents import ListedPage, is_contents_name, listed_pages
from nsdi_tui.digest.sources.files import display_path, explained, read_file, reason_of
from nsdi_tui.digest.sources.ignoring import IgnoreRules
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import DigestError

DEEPEST = 50
"""The most directories below each other that are looked into."""

_SUFFIXES = (".md", ".markdown")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_README = "readme.md"
_UNLISTED = ListedPage(math.inf, None)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file, and its place in the folder that was opened.

    `title` is how a table of contents names it, None without one. `folders` are the titles of the
    opened folder and of the directories below it that lead to the page, outermost first; there are
    none for a file that was named itself.
    """

    path: Path
    title: str | None = None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that an argument names; `folder` is None when it names a file itself."""

    folder: Path | None
    pages: tuple[Page, ...]
    notices: tuple[str, ...] = ()


def find_sources(argument: str | Path) -> Sources:
    """Return the Markdown files that an argument names: itself, or all below a folder.

    Pages of a folder come in the order of its `SUMMARY.md`, which is not a page itself, else in
    that of the links in its README, else in natural order (`nsdi9.md` before `nsdi10.md`) with
    files before folders. Hidden folders, those of packages and what `.gitignore` names are skipped,
    and so is, with a notice, what may not be read. Raises DigestError for what does not exist, and
    for a folder without Markdown.
    """
    if not str(argument):
        raise DigestError("Cannot read '': an empty name is not a file")
    path = Path(argument)
    with explained(path):
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    if not is_folder:
        return Sources(None, (Page(path),))
    with explained(path):
        os.scandir(path).close()
    walk = _Walk(path)
    top = walk.run()
    if walk.count == 0:
        why = f" ({walk.notices[0]})" if walk.notices else ""
        raise DigestError(f"No Markdown files (*.md, *.markdown) in {display_path(path)}{why}")
    title = clean(path.name or Path(os.path.realpath(path)).name, 300) or "/"
    pages = _placed(replace(top, title=title), (), {})
    return Sources(path, tuple(pages), tuple(walk.notices))


@dataclass(frozen=True)
class _Folder:
    """A directory: its Markdown files and the directories below it, in natural order."""

    path: Path
    title: str
    files: list[Path] = field(default_factory=list)
    folders: list[_Folder] = field(default_factory=list)
    listed: dict[str, ListedPage] = field(default_factory=dict)
    """What the tables of contents in this directory list, by absolute path."""


class _Walk:
    """Collects the Markdown files below a folder; a folder that links lead back to comes once."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self.notices: list[str] = []
        self._top = path
        self._seen: set[tuple[int, int]] = set()
        self._ignored = IgnoreRules.above(path)

    def run(self) -> _Folder:
        top = _Folder(self._top, "")
        pending = [(top, self._ignored, 0)]
        while pending:
            folder, ignored, depth = pending.pop()
            if depth > DEEPEST:
                self.notices.append(f"Skipped {display_path(folder.path)}: nested too deeply")
                continue
            names = self._names(folder.path)
            if ".gitignore" in names:
                ignored = ignored.with_file(folder.path)
            for name in names:
                if not name.startswith("."):
                    self._add(folder, name, ignored)
            self._read_contents(folder)
            pending.extend((below, ignored, depth + 1) for below in reversed(folder.folders))
        return top

    def _names(self, folder: Path) -> list[str]:
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in self._seen:
                return []
            self._seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                return sorted((entry.name for entry in entries), key=_natural)
        except OSError as error:
            self.notices.append(_skipped(folder, error))
            return []

    def _add(self, folder: _Folder, name: str, ignored: IgnoreRules) -> None:
        path = folder.path / name
        is_markdown = name.lower().endswith(_SUFFIXES)
        try:
            mode = path.stat().st_mode
        except OSError as error:
            # A link to nowhere is nothing; a file that may not be looked at is reported.
            if is_markdown and not isinstance(error, FileNotFoundError):
                self.notices.append(_skipped(path, error))
            return
        if stat.S_ISDIR(mode):
            if name not in _SKIPPED and not ignored.ignores(path, is_folder=True):
                folder.folders.append(_Folder(path, clean(name, 300)))
        elif is_markdown and stat.S_ISREG(mode) and not ignored.ignores(path, is_folder=False):
            folder.files.append(path)
            self.count += 1

    def _read_contents(self, folder: _Folder) -> None:
        """Read the table of contents of a directory; that of a README counts at the top only."""
        for path in folder.files:
            if is_contents_name(path.name):
                found = self._listed_in(path)
                if found:
                    folder.files.remove(path)
                    folder.listed.update(found)
                    return
        for path in folder.files:
            if folder.path == self._top and path.name.lower() == _README:
                listed = self._listed_in(path)
                # Its links give the order; what they are called in a sentence is no title.
                folder.listed[os.path.abspath(path)] = ListedPage(-1, None)  # noqa: PTH100
                for place, page in listed.items():
                    folder.listed.setdefault(place, page._replace(title=None))

    def _listed_in(self, path: Path) -> dict[str, ListedPage]:
        try:
            return listed_pages(read_file(path).text, path.parent)
        except DigestError:
            return {}  # Reading the page reports what is wrong.


def _placed(folder: _Folder, above: tuple[str, ...], listed: dict[str, ListedPage]) -> list[Page]:
    """Return the pages of a folder in order; the nearest table of contents counts.

    A directory comes where its first page is listed.
    """
    listed = folder.listed or listed
    title = folder.title
    groups: list[tuple[float, list[Page]]] = []
    for path in folder.files:
        entry = _entry(listed, path)
        # A table of contents names a directory by the page that introduces it.
        if above and entry.title and path.name.lower() == _README:
            title = entry.title
        groups.append((entry.rank, [Page(path, entry.title)]))
    folders = (*above, title)
    groups = [(rank, [replace(page, folders=folders) for page in pages]) for rank, pages in groups]
    for below in folder.folders:
        pages = _placed(below, folders, listed)
        rank = min((_entry(listed, page.path).rank for page in pages), default=math.inf)
        groups.append((rank, pages))
    groups.sort(key=lambda group: group[0])
    return [page for _, pages in groups for page in pages]


def _entry(listed: dict[str, ListedPage], path: Path) -> ListedPage:
    return listed.get(os.path.abspath(path), _UNLISTED)  # noqa: PTH100


def _skipped(path: Path, error: OSError) -> str:
    return f"Skipped {display_path(path)}: {reason_of(error)}"


def _natural(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts if p], name
