"""What a digest held when it was last read, and what came since.

A snapshot has a row for each key of each paper: a fingerprint of the key and one of the paper's
links and text. It holds what the reader has looked at: the whole digest at its first opening, and
afterwards each new or changed paper once it was seen. Papers that leave a digest keep their rows:
one that returns is not new.

A digest is known again by its place (path, or the name of a stream) together with a paper in
common, or by its title together with half of its papers: so a renamed file stays the same digest,
and another digest in the same place does not.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.model import Freshness

_SAMPLE = 200
_KNOWN_SHARE = 0.5


class Contents:
    """Fingerprints of a digest's papers; those of a paper that stands there twice are combined."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        once: set[str] = set()
        repeated: set[str] = set()
        for paper in papers:
            # Listings of one paper share its best key or its title, which is the last.
            for key in {paper.keys[0], paper.keys[-1]}:
                (repeated if key in once else once).add(key)
        self._repeated = dict.fromkeys(repeated, 0)
        if repeated:
            for paper in papers:
                for key in repeated.intersection(paper.keys):
                    # A sum, so that the order of the listings does not matter.
                    both = self._repeated[key] + content_of(paper)
                    self._repeated[key] = (both + 2**63) % 2**64 - 2**63

    def rows(self, number: int, paper: Paper) -> list[tuple[int, int, int]]:
        """Return the rows of a paper in the snapshot with this number."""
        content = content_of(paper)
        return [(number, _fingerprint(key), self._repeated.get(key, content)) for key in paper.keys]


def content_of(paper: Paper) -> int:
    """Return the fingerprint of a paper's links and text, a signed number of 64 bits.

    Where the paper stands (its topics, its line) is not part of it.
    """
    parts = [
        paper.title,
        paper.venue or "",
        *paper.organizations,
        "",
        *paper.badges,
        "",
        *(bullet.text for bullet in paper.summary),
        "",
        *(f"{link.label}\n{link.url}" for link in paper.links),
    ]
    return _fingerprint("\0".join(parts))


def find_snapshot(database: sqlite3.Connection, digest: Digest) -> int | None:
    """Return the number of this digest's snapshot, None when it was never read."""
    papers = digest.papers
    sample = papers[:: max(1, len(papers) // _SAMPLE)]
    best: tuple[float, int] | None = None
    for number, place, title in database.execute(
        "SELECT id, place, title FROM digests WHERE complete AND (place = ? OR title = ?)",
        (place_of(digest), digest.title),
    ).fetchall():
        known = sum(_is_known(database, number, paper) for paper in sample)
        share = known / len(sample) if sample else 0.0
        same_place = place == place_of(digest)
        if same_place and not known:
            is_same = title == digest.title and _is_empty(database, number)
        else:
            is_same = same_place or share >= _KNOWN_SHARE
        if is_same and (best is None or (share, number) > best):
            best = (share, number)
    return None if best is None else best[1]


def begin_snapshot(database: sqlite3.Connection, digest: Digest) -> int:
    """Make an empty snapshot, which counts once `end_snapshot` was called, and return its number.

    Remains of one that was never ended are removed.
    """
    place = place_of(digest)
    unfinished = "SELECT id FROM digests WHERE place = ? AND NOT complete"
    database.execute(f"DELETE FROM seen WHERE digest IN ({unfinished})", (place,))
    database.execute("DELETE FROM digests WHERE place = ? AND NOT complete", (place,))
    made = database.execute(
        "INSERT INTO digests (place, title, complete) VALUES (?, ?, 0)", (place, digest.title)
    )
    return made.lastrowid or 0


def end_snapshot(database: sqlite3.Connection, number: int, digest: Digest) -> None:
    """Let a snapshot count, and be found by the digest's present place and title."""
    database.execute(
        "UPDATE digests SET place = ?, title = ?, complete = 1 WHERE id = ?",
        (place_of(digest), digest.title, number),
    )


def is_placed(database: sqlite3.Connection, number: int, digest: Digest) -> bool:
    """Tell whether the snapshot carries the digest's present place and title."""
    found = database.execute("SELECT place, title FROM digests WHERE id = ?", (number,)).fetchone()
    return bool(found == (place_of(digest), digest.title))


def write_rows(database: sqlite3.Connection, rows: Iterable[tuple[int, int, int]]) -> None:
    """Write rows of snapshots, over older ones of the same keys."""
    database.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", sorted(rows))


def freshness_of(
    database: sqlite3.Connection, rows: Sequence[tuple[int, int, int]]
) -> Freshness | None:
    """Compare a paper's rows with the snapshot: the first key that is known there decides."""
    for number, key, content in rows:
        found = database.execute(
            "SELECT content FROM seen WHERE digest = ? AND key = ?", (number, key)
        ).fetchone()
        if found is not None:
            return None if found[0] == content else "changed"
    return "new"


def place_of(digest: Digest) -> str:
    """Return where a digest was read from: its path, or the name of a stream."""
    return digest.path or digest.source


def _is_known(database: sqlite3.Connection, number: int, paper: Paper) -> bool:
    rows = [(number, _fingerprint(key), 0) for key in paper.keys]
    return freshness_of(database, rows) != "new"


def _is_empty(database: sqlite3.Connection, number: int) -> bool:
    found = database.execute("SELECT 1 FROM seen WHERE digest = ? LIMIT 1", (number,)).fetchone()
    return found is None


def _fingerprint(text: str) -> int:
    hashed = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)
