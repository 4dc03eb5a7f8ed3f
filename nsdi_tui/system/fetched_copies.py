"""Copies of the lists that were fetched, which open without a network.

A copy is two files in the cache folder: the list, and what is known about it as JSON. The list's
name contains a checksum of its content, so that the two always belong together. A third file may
have what earlier copies added: see `fetch_history`. Whatever is wrong with a copy, it counts as
missing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nsdi_tui.errors import WriteError
from nsdi_tui.system import paths
from nsdi_tui.system.files import make_private_folder, open_regular, write_whole
from nsdi_tui.system.transfer import Validators, safe_header

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_LISTS = 200
MOST_BYTES = 256 * 1024 * 1024

_LARGEST_FACTS = 10_000
_NAME = re.compile(r"[0-9a-f]{32}(?:\.json|\.history|-[0-9a-f]{32}\.md)")


@dataclass(frozen=True, slots=True)
class Copy:
    """A list as it was last fetched: from which URL, when (in UTC), and where the copy is."""

    name: str
    url: str
    fetched: datetime
    validators: Validators
    data: bytes
    path: Path


def load(name: str, environ: Mapping[str, str] = os.environ) -> Copy | None:
    """Return the copy of the list with this address; None if there is none."""
    place = _place(name, environ)
    try:
        with open_regular(place) as stream:
            facts = json.loads(stream.read(_LARGEST_FACTS))
        return _checked(name, facts, place)
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None


def store(
    name: str,
    url: str,
    validators: Validators,
    data: bytes,
    environ: Mapping[str, str] = os.environ,
) -> Copy | None:
    """Keep a list that was fetched now; return None if it cannot be written."""
    place = _place(name, environ)
    path = place.with_name(f"{place.stem}-{_checksum(data)}.md")
    copy = Copy(name, url, datetime.now(timezone.utc), validators, data, path)
    try:
        make_private_folder(place.parent)
        write_whole(path, data, overwrite=True, mode=0o600)
        _write_facts(copy, place)
    except (OSError, WriteError):
        return None
    with contextlib.suppress(OSError):
        _remove_old(place.parent, copy)
    return copy


def confirm(copy: Copy, environ: Mapping[str, str] = os.environ) -> Copy:
    """Return a copy that is still what its server has, and note the time."""
    confirmed = replace(copy, fetched=datetime.now(timezone.utc))
    with contextlib.suppress(WriteError):
        _write_facts(confirmed, _place(copy.name, environ))
    return confirmed


def history_file(name: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the history of the copies of the list with this address is kept."""
    return _place(name, environ).with_suffix(".history")


def _place(name: str, environ: Mapping[str, str]) -> Path:
    return paths.cache_dir(environ) / "fetched" / f"{_checksum(name.encode())}.json"


def _checksum(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _write_facts(copy: Copy, place: Path) -> None:
    facts = {
        "name": copy.name,
        "url": copy.url,
        "fetched": copy.fetched.isoformat(timespec="seconds"),
        "etag": copy.validators.etag,
        "modified": copy.validators.modified,
        "content": _checksum(copy.data),
    }
    write_whole(place, json.dumps(facts), overwrite=True, mode=0o600)


def _checked(name: str, facts: Any, place: Path) -> Copy:
    """Return the copy with these facts. Raises ValueError, TypeError or LookupError."""
    content, fetched, url = facts["content"], facts["fetched"], facts["url"]
    if facts["name"] != name or not re.fullmatch("[0-9a-f]{32}", content):
        raise ValueError("the facts of another list")
    path = place.with_name(f"{place.stem}-{content}.md")
    with open_regular(path) as stream:
        data = stream.read(MOST_BYTES)
    if _checksum(data) != content:
        raise ValueError("a damaged copy")
    time = datetime.fromisoformat(fetched).astimezone(timezone.utc)
    validators = Validators(safe_header(facts["etag"]), safe_header(facts["modified"]))
    return Copy(name, str(url), time, validators, data, path)


def _remove_old(folder: Path, kept: Copy) -> None:
    """Remove earlier copies of a list, then the oldest lists over the limits; nothing else."""
    lists: list[tuple[float, str]] = []
    sizes: Counter[str] = Counter()
    present = _list_of(kept.path)
    for path in folder.iterdir():
        status = path.lstat()
        if not _NAME.fullmatch(path.name) or not stat.S_ISREG(status.st_mode):
            continue
        name = _list_of(path)
        if path.suffix == ".md" and name == present and path != kept.path:
            path.unlink(missing_ok=True)
            continue
        sizes[name] += status.st_size
        if path.suffix == ".md":
            lists.append((status.st_mtime, name))
    total = 0
    for number, (_, name) in enumerate(sorted(lists, reverse=True)):
        total += sizes[name]
        if name != present and (number >= MOST_LISTS or total > MOST_BYTES):
            for path in folder.glob(f"{name}*"):
                if _NAME.fullmatch(path.name):
                    path.unlink(missing_ok=True)


def _list_of(path: Path) -> str:
    """Return the part of a file's name that all files of its list have in common."""
    return re.split("[-.]", path.name)[0]
