"""Reading regular files only, private folders, and writing a file completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import FileTakenError, WriteError


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading. Raises OSError, also for a pipe, a device or a folder.

    Opening a pipe for which there is no writer would block.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return os.fdopen(descriptor, "rb")


def make_private_folder(folder: Path) -> None:
    """Create a folder and its parents, all accessible to their owner only. Raises OSError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for created in reversed(missing):
        created.mkdir(mode=0o700, exist_ok=True)


def write_whole(
    path: Path, text: str | bytes, *, overwrite: bool = False, mode: int = 0o666
) -> None:
    """Write bytes, or a text as UTF-8 with its line ends unchanged, completely or not at all.

    A new file gets `mode` less the umask; a file that is overwritten keeps its mode, and a
    symbolic link still points to it. The folder must exist. Raises FileTakenError when the name is
    taken and `overwrite` is not set, WriteError for everything else; an existing file is then
    unchanged.
    """
    try:
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        _write_whole(Path(path), data, overwrite, mode)
    except FileExistsError:
        raise FileTakenError(f"{clean(str(path))} already exists") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WriteError(f"Cannot write {clean(str(path))}: {clean(reason)}") from error


def _write_whole(path: Path, data: bytes, overwrite: bool, mode: int) -> None:
    if overwrite:
        # Path.resolve raises RuntimeError for a loop of links before Python 3.13.
        path = Path(os.path.realpath(path))
        mode = _mode_of(path, mode)
    elif os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    temporary = path.parent / f".nsdi-tui-{os.urandom(8).hex()}.tmp"
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if overwrite:
            if path.exists():
                temporary.chmod(mode)
            temporary.replace(path)
        else:
            _give_new_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _mode_of(path: Path, default: int) -> int:
    """Return the mode of the file to overwrite; never replace a device, pipe or folder."""
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        return default
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "not a regular file")
    return stat.S_IMODE(found)


def _give_new_name(temporary: Path, path: Path) -> None:
    """Give the file its name, and fail if the name was taken meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: claim the name, then replace it by the file.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
