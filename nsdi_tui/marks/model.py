"""The values that pass between the app and the marks: marks, changes and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from nsdi_tui.digest.text import counted

FlagName: TypeAlias = Literal["starred", "read"]
Freshness: TypeAlias = Literal["new", "changed"]
State: TypeAlias = Literal["saved", "memory"]

NOTE_LIMIT = 1_000_000
"""The longest note, in characters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The marks on one paper; `note` is empty when there is none."""

    starred: bool = False
    read: bool = False
    note: str = ""


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set a flag on or off; None toggles: all papers get it unless all of them have it."""

    flag: FlagName
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class SetNote:
    """Replace the note; an empty text removes it.

    `was` is the note that was being edited. If the note has changed since (in another window),
    both texts are kept. With None, the note is replaced whatever it is.
    """

    text: str
    was: str | None = None


Change: TypeAlias = SetFlag | SetNote

STAR = SetFlag("starred", True)
UNSTAR = SetFlag("starred", False)
READ = SetFlag("read", True)
UNREAD = SetFlag("read", False)


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of a change: a sentence, how many papers changed, whether that is on disk.

    `problem` is the reason when it is not; `message` combines both into one line.
    """

    text: str
    changed: int
    saved: bool
    problem: str | None = None
    can_undo: bool = False

    @property
    def message(self) -> str:
        """The notice to show."""
        return self.text if self.problem is None else f"{self.text}; not saved: {self.problem}"


@dataclass(frozen=True, slots=True)
class Rescue:
    """Marks that could not be saved when the marks file was closed.

    `path` is the file of JSON lines they were written to, None when even that failed.
    """

    papers: int
    reason: str
    path: str | None

    @property
    def message(self) -> str:
        """The line to print once the app has ended."""
        lost = f"Could not save the marks of {counted(self.papers, 'paper')}: {self.reason}"
        if self.path is None:
            return f"{lost}; they are lost, because no other file could be written either"
        return f"{lost}; import them later with: nsdi-tui --import-marks {self.path}"


def note_problem(text: str) -> str | None:
    """Return why this text cannot be a note, None when it can."""
    if len(text) <= NOTE_LIMIT:
        return None
    return f"the note has {len(text):,} characters, and the limit is {NOTE_LIMIT:,}"
