"""Saving marks as JSON lines when the marks file cannot be written."""

from __future__ import annotations

import os
import shlex
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean
from nsdi_tui.marks.exchange import export_lines
from nsdi_tui.marks.index import MarkIndex
from nsdi_tui.marks.model import Rescue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.marks.records import Edit


def write_rescue_file(edits: Iterable[Edit], reason: str, folder: Path) -> Rescue:
    """Write edits to a file in this folder, else the home folder, else the temporary one."""
    index = MarkIndex()
    index.edit(edits)
    text = "".join(line + "\n" for line in export_lines(index))
    name = f"nsdi-tui-marks-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.getpid()}.jsonl"
    for candidate in _folders(folder):
        path = candidate / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except (OSError, ValueError):
            continue
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            continue
        return Rescue(len(index), reason, shlex.quote(clean(str(path))))
    return Rescue(len(index), reason, None)


def _folders(folder: Path) -> Iterator[Path]:
    yield folder
    # os.path keeps `~` where there is no home folder, and Path.home raises.
    yield Path(os.path.expanduser("~"))  # noqa: PTH111
    yield Path(tempfile.gettempdir())
