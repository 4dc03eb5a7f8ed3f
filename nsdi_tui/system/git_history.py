"""When papers were added to the lists of a git checkout.

One `git log` gives all lines that were ever added on the main line of history. The earliest commit
that added a line with a paper's address, title or present text is when the paper was added: this
survives renamed files, new indentation and later edits, which `git blame` does not. Results are
cached by commit.

Git is called such that the repository's own settings start no program and no transfer: a list may
be a folder that somebody else has made.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import threading
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.digest.additions import AdditionFinder, lines_of, squeezed
from nsdi_tui.digest.sources.files import read_file
from nsdi_tui.errors import DigestError, WriteError
from nsdi_tui.system import paths
from nsdi_tui.system.files import make_private_folder, open_regular, write_whole

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from nsdi_tui.digest.model import Digest, Paper

PATIENCE = 120.0
"""Seconds that git may take for one repository."""
MOST_FILES = 256
_LARGEST_RESULT = 64 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{40}\.json")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMMIT, _ADDED = b"\x01", b"\x02"
_SAFE = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"),
    *("-c", "log.showSignature=false", "-c", "protocol.allow=never", "-c", "gc.auto=0"),
)


def dates_added(
    digests: Iterable[Digest], environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the ISO dates when papers were added to their lists, by the papers' best keys.

    Papers of lists that are not in a git checkout are missing, and so are those that a shallow
    clone had from its beginning. A paper that is not committed yet has the date of its file. May
    take seconds.
    """
    repositories: dict[Path, list[Digest]] = {}
    tops: dict[Path, Path | None] = {}
    for digest in digests:
        if digest.path is not None:
            folder = Path(os.path.realpath(digest.path)).parent
            if folder not in tops:
                tops[folder] = _repository_of(folder)
            if (top := tops[folder]) is not None:
                repositories.setdefault(top, []).append(digest)
    dates: dict[str, str] = {}
    for top, members in repositories.items():
        for key, day in _dates_in(top, members, environ).items():
            dates[key] = min(day, dates.get(key, day))
    return dates


def _repository_of(folder: Path) -> Path | None:
    # Most lists are in no repository; looking costs less than starting git.
    if not any(os.path.lexists(parent / ".git") for parent in (folder, *folder.parents)):
        return None
    output = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(output.rstrip(b"\n"))) if output else None


def _dates_in(
    top: Path, digests: Sequence[Digest], environ: Mapping[str, str]
) -> Mapping[str, str]:
    head = (_git(top, "rev-parse", "--verify", "-q", "HEAD") or b"").strip().decode("ascii")
    papers = list(_papers_with_lines(digests))
    if head:
        place = _cache_file(top, head, digests, papers, environ)
        committed = _load(place)
        if committed is None:
            committed = _log(top, digests, papers)
            if committed is None:
                return {}
            _store(place, committed)
    else:
        committed = {}
    dates: dict[str, str] = {}
    for paper, _, modified in papers:
        day = committed.get(paper.key, modified)
        if day:
            dates[paper.key] = min(day, dates.get(paper.key, day))
    return dates


def _papers_with_lines(digests: Sequence[Digest]) -> Iterator[tuple[Paper, str, str]]:
    """Yield each paper with its line in its file and the day of the file."""
    for digest in digests:
        path = Path(digest.path or "")
        try:
            text = read_file(path).text
            day = date.fromtimestamp(path.stat().st_mtime).isoformat()
        except (DigestError, OSError, ValueError, OverflowError):
            continue
        lines = lines_of(text, {paper.line for paper in digest.papers})
        for paper in digest.papers:
            yield paper, lines.get(paper.line, ""), day


def _log(
    top: Path, digests: Sequence[Digest], papers: Sequence[tuple[Paper, str, str]]
) -> dict[str, str] | None:
    """Return the days of the papers by key, an empty day for one that is older than the history.

    None if git fails.
    """
    finder = AdditionFinder()
    for paper, line, _ in papers:
        finder.add(paper, line)
    names = ["*.md", "*.markdown", "*.MD"]
    follow = ["--no-renames"]
    if len(digests) == 1 and digests[0].path is not None:
        # One file is followed through its names; lines of other files do not count.
        follow = ["--follow", "--find-renames"]
        names = [f":(literal){os.path.relpath(os.path.realpath(digests[0].path), top)}"]
    shallow = _shallow_commits(top)
    days: dict[str, str] = {}
    day = ""
    command = _command(
        *("log", "--first-parent", "-m", "--unified=0", "--text", "--no-color", "--no-ext-diff"),
        *("--no-textconv", "--format=%x01%H %cs", f"--output-indicator-new={_ADDED.decode()}"),
        *(*follow, "HEAD", "--", *names),
    )
    with contextlib.closing(_lines(top, command)) as output:
        for printed in output:
            if printed is None:
                return None
            if printed.startswith(_COMMIT):
                commit, _, day = printed[1:].decode("ascii", "replace").strip().partition(" ")
                if commit in shallow or not _DAY.fullmatch(day):
                    day = ""
            elif printed.startswith(_ADDED):
                # From the newest commit to the oldest: the last one counts.
                for key in finder.find(printed[1:].decode("utf-8", "replace")):
                    days[key] = day
    return days


def _shallow_commits(top: Path) -> set[str]:
    """Return the commits at which the history of a shallow clone begins."""
    name = _git(top, "rev-parse", "--git-path", "shallow")
    if not name:
        return set()
    try:
        with open_regular(top / os.fsdecode(name.rstrip(b"\n"))) as stream:
            return set(stream.read(1 << 20).decode("ascii", "replace").split())
    except OSError:
        return set()


# Running git


def _environment() -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return environ | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "LC_ALL": "C",
    }


def _command(*arguments: str) -> list[str]:
    return ["git", "--no-pager", "--no-replace-objects", *_SAFE, *arguments]


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return the output of a quick git command; None if it fails or there is no git."""
    try:
        done = subprocess.run(
            _command(*arguments),
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=10,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _lines(folder: Path, command: Sequence[str]) -> Generator[bytes | None, None, None]:
    """Yield the lines that a git command prints, and None at last if it fails or takes too long."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, ValueError):
        yield None
        return
    timer = threading.Timer(PATIENCE, process.kill)
    timer.daemon = True
    timer.start()
    try:
        assert process.stdout is not None
        yield from process.stdout
        if process.wait() != 0:
            yield None
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


# The cache


def _cache_file(
    top: Path,
    head: str,
    digests: Sequence[Digest],
    papers: Sequence[tuple[Paper, str, str]],
    environ: Mapping[str, str],
) -> Path:
    """Return the cache file for the papers of these lists at a commit."""
    facts = sha256(f"1\n{top}\n{head}\n".encode("utf-8", "surrogateescape"))
    if len(digests) == 1:
        facts.update(f"{digests[0].path}\n".encode("utf-8", "surrogateescape"))
    for paper, line, _ in papers:
        facts.update(f"{paper.keys}\n{squeezed(line)}\n".encode("utf-8", "replace"))
    return paths.cache_dir(environ) / "history" / f"{facts.hexdigest()[:40]}.json"


def _load(place: Path) -> dict[str, str] | None:
    try:
        with open_regular(place) as stream:
            days = json.loads(stream.read(_LARGEST_RESULT))
    except (OSError, ValueError, RecursionError):
        return None
    if type(days) is not dict:
        return None
    is_valid = all(type(day) is str and (not day or _is_day(day)) for day in days.values())
    return days if is_valid else None


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _store(place: Path, days: Mapping[str, str]) -> None:
    with contextlib.suppress(OSError, WriteError):
        make_private_folder(place.parent)
        write_whole(place, json.dumps(days), overwrite=True, mode=0o600)
        files = [path for path in place.parent.iterdir() if _NAME.fullmatch(path.name)]
        files.sort(key=lambda path: path.lstat().st_mtime, reverse=True)
        for path in files[MOST_FILES:]:
            path.unlink(missing_ok=True)
