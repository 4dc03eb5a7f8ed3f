"""The tables of the marks file, and the steps from each older version of them.

A step is a list of statements. To change the tables, add a step; never edit one that was released.
"""

from __future__ import annotations

from typing import TypeAlias

MigrationStep: TypeAlias = tuple[str, ...]

# "nsdi" in ASCII: identifies the file among SQLite databases.
APPLICATION_ID = 0x6E736469

STEPS: tuple[MigrationStep, ...] = (
    (
        """CREATE TABLE papers (
             id INTEGER PRIMARY KEY,
             title TEXT NOT NULL,
             starred INTEGER NOT NULL, starred_at INTEGER NOT NULL,
             read INTEGER NOT NULL, read_at INTEGER NOT NULL,
             note TEXT NOT NULL, note_at INTEGER NOT NULL, note_past TEXT NOT NULL)""",
        # A key belongs to one paper; a paper has several.
        """CREATE TABLE keys (
             key TEXT PRIMARY KEY,
             paper INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX keys_of_paper ON keys (paper)",
        # The last known content of each digest: one row a key, both numbers 64-bit fingerprints.
        """CREATE TABLE digests (
             id INTEGER PRIMARY KEY,
             place TEXT NOT NULL, title TEXT NOT NULL,
             complete INTEGER NOT NULL)""",
        """CREATE TABLE seen (
             digest INTEGER NOT NULL,
             key INTEGER NOT NULL,
             content INTEGER NOT NULL,
             PRIMARY KEY (digest, key)) WITHOUT ROWID""",
    ),
)

TABLES = frozenset({"papers", "keys", "digests", "seen"})
