"""What a digest contained when it was last read, and what has changed since.

A snapshot has a row for each key of each paper: a fingerprint of the key and one of the paper's
links and text. It covers what has been looked at: the whole digest at its first opening, later
each new or changed paper once it was viewed. Papers that leave a digest keep their rows: one that
returns is not new.

A digest is recognized by its place (path, or the name of a stream) together with a paper in
common, or by its title together with half of its papers: a renamed file is still the same digest,
and another digest in the same place is not.
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

MISSING = 0
"""In place of a content: a marked paper that left the digest, and this was reported."""
OUTDATED = 1
"""In place of a content: a paper that was recognized although its keys are new."""


class Fingerprints:
    """Fingerprints of the papers of a digest; those of a paper listed twice are combined."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        once: set[str] = set()
        repeated: set[str] = set()
        for paper in papers:
            # Two entries of one paper share its best key or its title, which is the last.
            for key in {paper.keys[0], paper.keys[-1]}:
                (repeated if key in once else once).add(key)
        self._repeated = dict.fromkeys(repeated, 0)
        if repeated:
            for paper in papers:
                for key in repeated.intersection(paper.keys):
                    # A sum does not depend on the order of the entries.
                    both = self._repeated[key] + content_of(paper)
                    self._repeated[key] = (both + 2**63) % 2**64 - 2**63

    def rows(self, number: int, paper: Paper) -> list[tuple[int, int, int]]:
        """Return the rows of a paper in the snapshot with this number."""
        content = content_of(paper)
        return [(number, _fingerprint(key), self._repeated.get(key, content)) for key in paper.keys]


def content_of(paper: Paper) -> int:
    """Return the fingerprint of a paper's links and text, a signed number of 64 bits.

    The position of the paper (topics, line) is not part of it.
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
    """Return the number of the digest's snapshot, None when the digest was never read."""
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
    """Create an empty snapshot and return its number; it is valid after `end_snapshot`.

    Removes the rows of one that was never completed.
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
    """Complete a snapshot and store the current place and title of the digest."""
    database.execute(
        "UPDATE digests SET place = ?, title = ?, complete = 1 WHERE id = ?",
        (place_of(digest), digest.title, number),
    )


def is_placed(database: sqlite3.Connection, number: int, digest: Digest) -> bool:
    """Return whether the snapshot has the current place and title of the digest."""
    row = database.execute("SELECT place, title FROM digests WHERE id = ?", (number,)).fetchone()
    return bool(row == (place_of(digest), digest.title))


def write_rows(database: sqlite3.Connection, rows: Iterable[tuple[int, int, int]]) -> None:
    """Write rows of snapshots, replacing older ones of the same keys."""
    database.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", sorted(rows))


def freshness_of(
    database: sqlite3.Connection, rows: Sequence[tuple[int, int, int]]
) -> Freshness | None:
    """Compare the rows of a paper with the snapshot: the first key found there decides."""
    for number, key, content in rows:
        known = _content(database, number, key)
        if known is not None:
            return None if known in (content, MISSING) else "changed"
    return "new"


def listed_before(database: sqlite3.Connection, number: int, keys: Iterable[str]) -> bool:
    """Return whether a paper with these keys was in the digest and has not been reported missing.

    To be called for papers that are not in the digest now.
    """
    contents = [_content(database, number, _fingerprint(key)) for key in keys]
    return any(content is not None for content in contents) and MISSING not in contents


def rows_with(number: int, keys: Iterable[str], content: int) -> list[tuple[int, int, int]]:
    """Return rows that give all these keys the same content, such as `MISSING`."""
    return [(number, _fingerprint(key), content) for key in keys]


def place_of(digest: Digest) -> str:
    """Return where a digest was read from: its path or the name of a stream."""
    return digest.path or digest.source


def _is_known(database: sqlite3.Connection, number: int, paper: Paper) -> bool:
    return any(_content(database, number, _fingerprint(key)) is not None for key in paper.keys)


def _is_empty(database: sqlite3.Connection, number: int) -> bool:
    row = database.execute("SELECT 1 FROM seen WHERE digest = ? LIMIT 1", (number,)).fetchone()
    return row is None


def _content(database: sqlite3.Connection, number: int, key: int) -> int | None:
    row = database.execute(
        "SELECT content FROM seen WHERE digest = ? AND key = ?", (number, key)
    ).fetchone()
    return None if row is None else int(row[0])


def _fingerprint(text: str) -> int:
    hashed = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)
