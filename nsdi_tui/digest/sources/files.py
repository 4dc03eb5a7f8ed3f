"""Reading the text of a file or standard input."""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Callable


SIZE_LIMIT = 64 * 1024 * 1024
STANDARD_INPUT = "standard input"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = "\t\n\r\f\v\x1b"
# Text may have a few stray control characters; an image or a program has all of them.
ODD_CONTROLS = 8
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a digest, its name as shown, and notices about it."""

    name: str
    text: str
    path: Path | None
    notices: tuple[str, ...] = ()


def may_be_file(argument: str) -> bool:
    """Return whether an argument names a file or folder rather than an address.

    That is so if it exists, and if its folder does: `notes/list` beside a folder `notes` is a
    misspelled file, not a repository.
    """
    if not argument or os.path.lexists(argument):
        return True
    folder = argument.partition("/")[0]
    return bool(folder) and "/" in argument and os.path.lexists(folder)


def read_file(path: str | Path, display_name: str | None = None) -> Source:
    """Read the text of a file. Raises DigestError if it is not text or cannot be read.

    `display_name` is the name of the source as shown, by default that of the file.
    """
    path = Path(path)
    name = display_path(path)
    with explained(path):
        # Opening a pipe without O_NONBLOCK would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                raise DigestError(f"Cannot read {name}: it is a folder")
            if not stat.S_ISREG(mode):
                raise DigestError(
                    f"Cannot read {name}: it is {_kind(mode)}; name a file, or pipe it to -"
                )
            data = _read(stream, name)
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 (keeps symbolic links)
    return replace(
        source_of_bytes(data, name, absolute), name=display_name or clean(path.name, 300)
    )


def read_stdin(stream: BinaryIO) -> Source:
    """Read standard input to its end, up to the size limit."""
    try:
        data = _read(stream, STANDARD_INPUT)
    except OSError as error:
        raise DigestError(f"Cannot read {STANDARD_INPUT}: {reason_of(error)}") from error
    return source_of_bytes(data, STANDARD_INPUT)


def _read(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        limit = SIZE_LIMIT // (1024 * 1024)
        raise DigestError(
            f"Cannot read {name}: larger than {limit} MB; split it into several files"
        )
    return data


def source_of_bytes(data: bytes, name: str, path: Path | None = None) -> Source:
    """Return the text of a file with these bytes. Raises DigestError if it is not text or empty."""
    text, notices = _decode(data, name)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DigestError(f"Cannot read {name}: it is empty")
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
        raise DigestError(f"Cannot read {name}: it is not a text file")
    if not broken:
        return text, ()
    count = "1 character" if broken == 1 else f"{broken:,} characters"
    return text, (f"{name}: replaced {count} of invalid {encoding.upper()}, first in line {line}",)


class explained:
    """Turn an error of the operating system about a path into a DigestError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (OSError, ValueError)):
            raise DigestError(
                f"Cannot read {display_path(self.path)}: {reason_of(error)}"
            ) from error


def reason_of(error: OSError | ValueError) -> str:
    """Return why the operating system refuses a path, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, NotADirectoryError):
        return "part of the path is a file"
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, OSError):
        return clean(error.strerror or str(error), 120).lower()
    return "not a valid path"


def _kind(mode: int) -> str:
    kinds: tuple[tuple[Callable[[int], bool], str], ...] = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for test, name in kinds if test(mode)), "something else")


def display_path(path: Path) -> str:
    """Return a path as shown in an error or a notice."""
    return clean(str(path), 300) or "''"
