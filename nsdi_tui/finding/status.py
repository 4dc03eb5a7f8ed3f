"""The marks of a paper, as far as a query can ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper


@dataclass(frozen=True, slots=True)
class Status:
    """The marks of one paper.

    `new`: the paper was added or changed since the digest was last read; `changed`: it was changed.
    """

    starred: bool = False
    read: bool = False
    new: bool = False
    changed: bool = False
    selected: bool = False
    note: str = ""


NO_STATUS = Status()

StatusOf: TypeAlias = "Callable[[Paper], Status] | None"
