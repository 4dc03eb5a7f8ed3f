"""The chosen papers of a digest and the user's marks on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nsdi_tui.digest.model import Digest, Paper

    Annotate: TypeAlias = Callable[[Paper], "Annotation | None"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen papers of one digest, in the order in which they are written."""

    digest: Digest
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reader has marked of a paper; `note` is empty where there is none."""

    starred: bool = False
    read: bool = False
    note: str = ""


NO_ANNOTATION = Annotation()
