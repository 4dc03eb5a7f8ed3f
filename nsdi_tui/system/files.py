"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path


class WriteError(Exception):
    """A file could not be written; its text is one line for the reader."""


class FileThereError(WriteError):
    """Something has that name already, and overwriting was not asked for."""


def write_whole(
    path: Path, text: str | bytes, *, overwrite: bool = False, mode: int = 0o666
) -> None:
    """Write a text as UTF-8, line ends as they are, or bytes, so that no half file is ever seen.

    A new file gets `mode` less the umask; a file that is overwritten keeps its own mode, and a
    symbolic link goes on pointing to it. The folder must exist. Raises FileThereError when the
    name is taken and `overwrite` is not set, and WriteError for all else that can go wrong; what
    was there before is then untouched.
    """
    try:
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        _write_whole(Path(path), data, overwrite, mode)
    except FileExistsError:
        raise FileThereError(f"{path} is there already") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WriteError(f"{path} cannot be written: {reason}") from error


def _write_whole(path: Path, data: bytes, overwrite: bool, mode: int) -> None:
    if overwrite:
        # Path.resolve raises RuntimeError for a loop of links before Python 3.13.
        path = Path(os.path.realpath(path))
        mode = _mode_of(path, mode)
    elif os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    temporary = path.parent / f".nsdi-tui-{secrets.token_hex(8)}.tmp"
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
    """The mode of the file to overwrite; a device, pipe or folder must never be replaced."""
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        return default
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "it is not a regular file")
    return stat.S_IMODE(found)


def _give_new_name(temporary: Path, path: Path) -> None:
    """Name the file, failing if the name was taken in the meantime."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: claim the name, then put the whole file in its place.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
