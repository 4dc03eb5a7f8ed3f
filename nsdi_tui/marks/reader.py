"""Reading the marks without changing anything: for exports, queries and dry runs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.errors import MarksError
from nsdi_tui.marks.connection import check_is_file, load, migrate, prepare
from nsdi_tui.marks.errors import DATABASE_ERRORS, explained
from nsdi_tui.marks.index import MarkIndex
from nsdi_tui.marks.schema import STEPS
from nsdi_tui.marks.snapshots import Fingerprints, find_snapshot, freshness_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.exchange import ImportReport
    from nsdi_tui.marks.model import Freshness, Mark

_BUSY_SECONDS = 2.0


class MarksReader:
    """The marks of one file as they are now.

    Creates no file, moves no damaged one, and leaves alone what counts as new. Raises MarksError
    when there is a file that cannot be read; no file means no marks.
    """

    def __init__(self, path: Path) -> None:
        self._database: sqlite3.Connection | None = None
        self._index = MarkIndex()
        self._fresh: dict[str, Freshness] = {}
        try:
            if os.path.lexists(path):
                self._open(Path(os.path.realpath(path)))
        except (*DATABASE_ERRORS, OSError, RuntimeError, ValueError) as error:
            self.close()
            raise explained(error) from error
        except MarksError:
            self.close()
            raise

    @property
    def is_used(self) -> bool:
        """Whether any paper has been marked."""
        return len(self._index) > 0

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            with suppress(*DATABASE_ERRORS):
                self._database.close()
        self._database = None

    def get(self, paper: Paper) -> Mark:
        """Return the marks on this paper."""
        return self._index.mark(paper.keys)

    def compare(self, digest: Digest) -> None:
        """Find out which papers of a digest are new or changed since it was last open."""
        database = self._database
        if database is None:
            return
        try:
            number = find_snapshot(database, digest)
            if number is None:
                return
            fingerprints = Fingerprints(digest.papers)
            for paper in digest.papers:
                state = freshness_of(database, fingerprints.rows(number, paper))
                if state is not None:
                    self._fresh.setdefault(paper.key, state)
        except DATABASE_ERRORS as error:
            raise explained(error) from error

    def freshness(self, paper: Paper) -> Freshness | None:
        """Return whether the paper is new or changed, None when it is known."""
        return self._fresh.get(paper.key)

    def export_lines(self) -> Iterator[str]:
        """Yield all marks as JSON lines: see `exchange`."""
        from nsdi_tui.marks.exchange import export_lines

        return export_lines(self._index)

    def preview_import(self, lines: Iterable[str]) -> ImportReport:
        """Report what an import of these lines would do."""
        from nsdi_tui.marks.exchange import Counts, ImportReport, count_changes, parse_lines

        parsed = parse_lines(lines)
        if parsed.bad:
            return ImportReport(True, parsed.bad, Counts())
        return ImportReport(True, (), count_changes(self._index.copy(), parsed.edits))

    def _open(self, path: Path) -> None:
        check_is_file(path)
        if not path.stat().st_size:
            return
        try:
            self._index = self._connect(f"{path.as_uri()}?mode=ro", path)
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error):
                raise
            self._open_copy(path)

    def _connect(self, uri: str, path: Path) -> MarkIndex:
        self.close()
        self._database = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        if prepare(self._database, path, STEPS) < len(STEPS):
            # On a read-only connection this fails, and a copy is migrated instead.
            migrate(self._database, STEPS)
        return load(self._database)

    def _open_copy(self, path: Path) -> None:
        """Read a copy: the file must be recovered after a crash, or migrated, before it is read."""
        with tempfile.TemporaryDirectory(prefix="nsdi-tui-") as folder:
            copy = Path(folder) / "marks.sqlite3"
            for suffix in ("", "-journal"):
                with suppress(FileNotFoundError):
                    Path(f"{copy}{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
            # The connection outlives the name of the file.
            self._index = self._connect(copy.as_uri(), path)
