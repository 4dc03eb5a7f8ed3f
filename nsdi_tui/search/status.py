"""What the reader says of a paper, as far as a query can ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper


@dataclass(frozen=True, slots=True)
class Status:
    """The marks of one paper.

    `new`: it came, or gained or changed something, since the digest was last read; `changed`: it
    had been there before.
    """

    starred: bool = False
    read: bool = False
    new: bool = False
    changed: bool = False
    selected: bool = False
    note: str = ""


NO_STATUS = Status()

StatusOf: TypeAlias = "Callable[[Paper], Status] | None"
