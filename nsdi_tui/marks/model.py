"""What the app says to the marks and hears from them: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

FlagName: TypeAlias = Literal["starred", "read"]
Freshness: TypeAlias = Literal["new", "changed"]
State: TypeAlias = Literal["saved", "memory"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the reader says of one paper; `note` is empty when there is none."""

    starred: bool = False
    read: bool = False
    note: str = ""


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set a flag on, or off; None toggles: all papers get it, unless all of them have it."""

    flag: FlagName
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class SetNote:
    """Replace the note; an empty text removes it.

    `was` is the note that the writer had before their eyes. Where the note has become another one
    meanwhile (in a second window), both texts are kept. None: whatever stands there is replaced.
    """

    text: str
    was: str | None = None


Change: TypeAlias = SetFlag | SetNote

STAR = SetFlag("starred", True)
UNSTAR = SetFlag("starred", False)
TOGGLE_STAR = SetFlag("starred")
READ = SetFlag("read", True)
UNREAD = SetFlag("read", False)
TOGGLE_READ = SetFlag("read")


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change did: in words, to how many papers, and whether that is on the disk.

    `problem` says why it is not; `message` is all of it in one line.
    """

    text: str
    changed: int
    saved: bool
    problem: str | None = None

    @property
    def message(self) -> str:
        """The line for the reader."""
        return self.text if self.problem is None else f"{self.text}; not saved: {self.problem}"
