"""From a file, a folder or standard input to text, with errors that say what to do."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable


SIZE_LIMIT = 64 * 1024 * 1024
STANDARD_INPUT = "standard input"

_SUFFIXES = (".md", ".markdown")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = "\t\n\r\f\v\x1b"
# Text may hold a few stray control characters; a picture or a program holds them all.
ODD_CONTROLS = 8
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class DigestError(Exception):
    """A digest that cannot be opened; its text is one line: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a digest, its name as shown, and what the reader should know about it."""

    name: str
    text: str
    path: Path | None
    notices: tuple[str, ...] = ()


def find_sources(argument: str | Path) -> list[Path]:
    """Return the Markdown files that an argument names: itself, or all below a folder.

    A folder's files come in natural order (`nsdi9.md` before `nsdi10.md`), files before folders;
    hidden folders and those of packages are left out. Raises DigestError for what does not exist,
    and for a folder without Markdown.
    """
    if not str(argument):
        raise DigestError("an empty name is no file: give a file or a folder")
    path = Path(argument)
    with _explained(path):
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    if not is_folder:
        return [path]
    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    with _explained(path):
        _collect(path, found, seen)
    if not found:
        raise DigestError(f"{shown(path)}: the folder holds no Markdown file (*.md, *.markdown)")
    return found


def read_file(path: str | Path, called: str | None = None) -> Source:
    """Read a file's text; raises DigestError for what is no text or cannot be read.

    `called` is the name that the reader sees; without it, the file's own.
    """
    path = Path(path)
    name = shown(path)
    with _explained(path):
        # Without waiting: opening a pipe would block until somebody writes.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                raise DigestError(f"{name} is a folder: name a file in it")
            if not stat.S_ISREG(mode):
                raise DigestError(
                    f"{name} is {_kind(mode)}, not a file: name a Markdown file, or pipe it to -"
                )
            data = _read(stream, name)
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 (links are kept as named)
    return replace(_source(data, name, absolute), name=called or clean(path.name, 300))


def read_stdin(stream: BinaryIO) -> Source:
    """Read standard input to its end, up to the size limit."""
    try:
        data = _read(stream, STANDARD_INPUT)
    except OSError as error:
        raise DigestError(f"{STANDARD_INPUT}: {_reason(error)}") from error
    return _source(data, STANDARD_INPUT, None)


def _collect(folder: Path, found: list[Path], seen: set[tuple[int, int]]) -> None:
    """Add a folder's Markdown files; a folder that links lead back to is visited once."""
    pending = [folder]
    while pending:
        folder = pending.pop()
        folders: list[Path] = []
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted((entry.name for entry in folder.iterdir()), key=_natural)
        except OSError:
            if not seen:
                raise
            continue
        for name in names:
            path = folder / name
            if path.is_dir():
                if not name.startswith(".") and name not in _SKIPPED:
                    folders.append(path)
            elif name.lower().endswith(_SUFFIXES) and not name.startswith(".") and path.is_file():
                found.append(path)
        pending.extend(reversed(folders))


def _natural(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts if p], name


def _read(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        limit = SIZE_LIMIT // (1024 * 1024)
        raise DigestError(f"{name} is larger than {limit} MB: split it into several files")
    return data


def _source(data: bytes, name: str, path: Path | None) -> Source:
    text, notices = _decode(data, name)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DigestError(f"{name} is empty: a digest is a Markdown file that lists papers")
    return Source(name, text, path, notices)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    encoding = "utf-8"
    for mark, name_of_encoding in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name_of_encoding
            break
    try:
        text, broken, line = data.decode(encoding), 0, 0
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        broken = text.count(_REPLACEMENT) - data.count(_REPLACEMENT.encode(encoding))
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
    sample = set(text[:65_536])
    odd = sum(1 for character in sample if character < " " and character not in _TEXT_CONTROLS)
    if "\0" in text or odd > ODD_CONTROLS or broken > max(len(text) // 10, 2):
        raise DigestError(f"{name} is not text: a digest is a Markdown file that lists papers")
    if not broken:
        return text, ()
    characters = "1 character is" if broken == 1 else f"{broken} characters are"
    return text, (f"{name}: {characters} not valid {encoding.upper()}, first in line {line}",)


class _explained:
    """Turn an operating system's error about a path into one clear line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (OSError, ValueError)):
            raise DigestError(f"{shown(self.path)}: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder: check the path"
    if isinstance(error, NotADirectoryError):
        return "a part of this path is a file: check the path"
    if isinstance(error, PermissionError):
        return "permission denied: make it readable for you first"
    if isinstance(error, OSError):
        return f"cannot be read ({clean(error.strerror or str(error), 120)})"
    return "not a valid path: check it"


def _kind(mode: int) -> str:
    kinds: tuple[tuple[Callable[[int], bool], str], ...] = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for test, name in kinds if test(mode)), "something else")


def shown(path: Path) -> str:
    """Return a path as an error or a notice writes it."""
    return clean(str(path), 300) or "''"
