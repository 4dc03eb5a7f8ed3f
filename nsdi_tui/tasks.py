"""What the command can be asked to do: browse, export, check, carry marks, examine itself."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nsdi_tui.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.digest.opening import Opened
    from nsdi_tui.marks.session import Marks
    from nsdi_tui.system.clipboard import Mode
    from nsdi_tui.system.settings import Settings

LARGE = 2_000_000
"""Bytes of a digest from which the reader is told that reading it takes a while."""


@dataclass(frozen=True)
class Request:
    """What the arguments say, whatever is asked for; None where they say nothing."""

    digests: tuple[str, ...] = ()
    query: str = ""
    theme: str | None = None
    no_mouse: bool = False
    clipboard: Mode | None = None
    marks: Path | None = None


def browse(request: Request) -> None:
    """Open the app; ends the process with the app's exit status."""
    import gc

    # A collection amid the imports costs 7 % of start-up; the app switches it on again.
    gc.disable()
    # Textual paints at most so often a second; at its 60 a key waits 8 ms on average.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from nsdi_tui.system import terminal

    kept = _Kept()
    opened = _open(request, kept)
    if problem := terminal.terminal_problem():
        raise CommandError(problem)
    if problem := terminal.attach_terminal_stdin():
        raise CommandError(problem)
    settings = _settings()

    from textual.theme import BUILTIN_THEMES

    from nsdi_tui.digest.text import clean
    from nsdi_tui.tui.app import NsdiApp, Options
    from nsdi_tui.tui.commands import check_keymap

    keymap, key_problems = check_keymap(settings.keys)
    problems = [*settings.problems, *key_problems]
    if request.theme and request.theme not in BUILTIN_THEMES:
        names = ", ".join(sorted(BUILTIN_THEMES))
        raise CommandError(f"there is no theme {clean(request.theme)}; there are: {names}")
    theme = request.theme or settings.theme
    if theme is not None and theme not in BUILTIN_THEMES:
        problems.append(f"there is no theme {clean(theme)}, which the settings name")
        theme = None
    app = NsdiApp(
        opened.digests,
        Options(
            query=request.query,
            arguments=request.digests,
            theme=theme,
            clipboard=request.clipboard or settings.clipboard or "auto",
            notices=(*opened.notices, *problems),
            keymap=keymap,
            marks=_marks_file(request),
            advance=settings.advance is not False,
            later=kept.store,
        ),
    )
    app.run(mouse=not request.no_mouse and settings.mouse is not False)
    sys.exit(app.return_code or 0)


def _settings() -> Settings:
    from nsdi_tui.system import paths
    from nsdi_tui.system.settings import read_settings

    return read_settings(paths.settings_file())


class _Kept:
    """The cache of parsed digests; what had to be parsed is stored when there is time."""

    def __init__(self) -> None:
        self._places: dict[Path, Path] = {}
        self._parsed: list[tuple[Path, Digest, Sequence[str]]] = []

    def find(self, path: Path) -> tuple[Digest, Sequence[str]] | None:
        from nsdi_tui.digest.text import clean
        from nsdi_tui.system import parsed

        try:
            place = self._places[path] = parsed.locate(path)
            size = path.stat().st_size
        except OSError:
            return None  # Reading it will tell what is wrong.
        known = parsed.load(place)
        if known is None and size > LARGE:
            told = f"{clean(path.name)}, {size / 1e6:.0f} MB"
            print(f"nsdi-tui: reading {told} …", file=sys.stderr, flush=True)
        return known

    def add(self, path: Path, digest: Digest, notices: Sequence[str]) -> None:
        self._parsed.append((path, digest, notices))

    def store(self) -> None:
        """Put what was parsed into the cache; takes its time with large digests."""
        from nsdi_tui.system import parsed

        for path, digest, notices in self._parsed:
            place = self._places.get(path)
            with contextlib.suppress(OSError):
                # A file that was edited meanwhile is no longer what was parsed.
                if place is not None and parsed.locate(path) == place:
                    parsed.store(place, digest, notices)
        self._parsed.clear()


def _open(request: Request, kept: _Kept | None = None) -> Opened:
    from nsdi_tui.digest.opening import open_digests
    from nsdi_tui.digest.source import DigestError
    from nsdi_tui.resources import bundled_digest

    if "-" in request.digests and sys.stdin is not None and sys.stdin.isatty():
        raise CommandError("standard input is the terminal: pipe a digest to -, or name a file")
    try:
        arguments = request.digests or (str(bundled_digest()),)
        return open_digests(arguments, sys.stdin.buffer if sys.stdin else None, kept)
    except (DigestError, FileNotFoundError) as error:
        raise CommandError(str(error)) from None


def export(request: Request, export_format: str) -> None:
    """Write the papers of the query, all without one, to standard output."""
    from nsdi_tui.export.formats import Annotation, Selection, write

    opened = _open(request)
    _warn(opened.notices)
    marks = _marks(request)
    selections = [Selection(digest, digest.papers) for digest in opened.digests]
    if request.query:
        selections = _matching(opened.digests, request.query, marks)

    def annotate(paper: Paper) -> Annotation:
        mark = marks.get(paper)
        return Annotation(mark.starred, mark.read, mark.note)

    _use_utf8()
    # Without marks the papers are written as the digest has them.
    write(export_format, selections, sys.stdout, annotate if marks.is_used else None)
    sys.stdout.flush()


def _matching(digests: Sequence[Digest], text: str, marks: Marks) -> list[Any]:
    from nsdi_tui.export.formats import Selection
    from nsdi_tui.search.index import Index
    from nsdi_tui.search.query import parse
    from nsdi_tui.search.status import Status

    query = parse(text)
    if query.asks_for_marks:
        for digest in digests:
            marks.opened(digest)

    def status(paper: Paper) -> Status:
        mark, freshness = marks.get(paper), marks.freshness(paper)
        return Status(
            starred=mark.starred,
            read=mark.read,
            new=freshness is not None,
            changed=freshness == "changed",
            note=mark.note,
        )

    index = Index(digests)
    chosen: dict[int, list[Paper]] = {id(digest): [] for digest in digests}
    for position in index.search(query, status=status).positions:
        chosen[id(index.digest_of(position))].append(index.papers[position])
    return [Selection(digest, chosen[id(digest)]) for digest in digests]


def check(request: Request, *, verbose: bool = False, explain: int | None = None) -> None:
    """Report what was read and what was not; ends the process with status 1 if anything was not."""
    from nsdi_tui.digest.check import check_report

    if explain is not None:
        lines, status = _explanation(request, explain), 0
    else:
        opened = _open(request)
        _warn(opened.notices)
        lines, status = check_report(opened.digests, verbose=verbose)
    _use_utf8()
    print("\n".join(lines))
    if status:
        sys.stdout.flush()
        sys.exit(status)


def _explanation(request: Request, line: int) -> list[str]:
    from nsdi_tui.digest.check import explain_line
    from nsdi_tui.digest.source import DigestError, read_file, read_stdin
    from nsdi_tui.resources import bundled_digest

    arguments = request.digests or (str(bundled_digest()),)
    if len(arguments) > 1:
        raise CommandError("--explain takes one file")
    try:
        if arguments[0] == "-" and sys.stdin is not None:
            return explain_line(read_stdin(sys.stdin.buffer), line)
        return explain_line(read_file(arguments[0]), line)
    except DigestError as error:
        raise CommandError(str(error)) from None


def export_marks(request: Request) -> None:
    """Write all marks as JSON lines to standard output."""
    marks = _marks(request)
    _warn([marks.notice] if marks.notice else [])
    _use_utf8()
    for line in marks.export_lines():
        print(line)


def import_marks(request: Request, file: Path, *, dry_run: bool) -> None:
    """Merge the marks of a file into the reader's own, and say what that did."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not a file of marks: it is not UTF-8 text") from None
    report = _marks(request).import_lines(lines, dry_run=dry_run)
    print("\n".join(report.lines()))
    if not report.ok:
        sys.exit(2)


def doctor(request: Request, *, try_copy: bool) -> None:
    """Say what the program finds on this machine, in a screenful."""
    from nsdi_tui import __version__
    from nsdi_tui.system import paths
    from nsdi_tui.system.doctor import report
    from nsdi_tui.system.terminal import write_to_terminal

    settings = _settings()
    places = [
        ("marks", _marks_file(request)),
        ("settings", paths.settings_file()),
        ("cache", paths.cache_dir()),
    ]
    mode = request.clipboard or settings.clipboard or "auto"
    lines = report(__version__, places, mode=mode, try_copy=try_copy, osc52=write_to_terminal)
    print("\n".join([*lines, *settings.problems]))


def _marks_file(request: Request) -> Path:
    from nsdi_tui.system import paths

    return request.marks.absolute() if request.marks else paths.marks_file()


def _marks(request: Request) -> Marks:
    from nsdi_tui.marks.session import Marks

    return Marks.open(_marks_file(request))


def _warn(notices: Sequence[str]) -> None:
    for notice in notices:
        print(f"nsdi-tui: {notice}", file=sys.stderr)


def _use_utf8() -> None:
    # What is written is UTF-8 whatever the locale says; half a surrogate pair is no reason to stop.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
