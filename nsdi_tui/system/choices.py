"""What the user chose last, for the next time: the theme, and how papers were exported."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import clean
from nsdi_tui.system.state_files import change_state, read_state

if TYPE_CHECKING:
    from pathlib import Path

LENGTH_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Choices:
    """The last choices; empty texts for what was never chosen.

    `export_papers` is the name of the papers exported, such as `starred`; `export_folder` is the
    folder of the file as typed, without its name.
    """

    theme: str = ""
    export_format: str = ""
    export_papers: str = ""
    export_folder: str = ""


class RememberedChoices:
    """The file of choices."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Choices:
        """Return the choices, without what is damaged."""
        return _choices(read_state(self._path))

    def remember(self, **changes: str) -> bool:
        """Store these choices and keep the others; return whether that worked."""
        return change_state(self._path, lambda values: asdict(replace(_choices(values), **changes)))


def _choices(values: dict[str, Any]) -> Choices:
    texts = {
        name: clean(value, LENGTH_LIMIT)
        for name in asdict(Choices())
        if isinstance(value := values.get(name), str)
    }
    return Choices(**texts)
