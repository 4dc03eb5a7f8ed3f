"""How the app starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import LinkKind
    from nsdi_tui.digest.opening import Opening
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.system.choices import RememberedChoices
    from nsdi_tui.system.recent_lists import RecentLists
    from nsdi_tui.system.settings import ClipboardMode, Layout
    from nsdi_tui.tui.view.place import Place


@dataclass(frozen=True)
class Options:
    """What the app starts with, from the command line and the settings.

    `arguments` are the digests as named on the command line; `marks` is the marks file, None for
    the default one; with `advance` the cursor goes on after a mark; `copy` is the link that `y`
    copies if the paper has it; `browser` and `pdf` are commands for opening links; `place` is where
    to begin; `recent` remembers the list and the place in it, and `choices` what the user chooses.
    `set_theme` is the theme of the settings, which overrides the one chosen last. `opening` has the
    digests that the app shows, read to their end; otherwise `reader` has, and with `is_reading`
    still reads them. With `watches` edited digests are read again.
    """

    query: str = ""
    arguments: Sequence[str] = ()
    theme: str | None = None
    clipboard: ClipboardMode = "auto"
    notices: Sequence[str] = ()
    keymap: dict[str, str] = field(default_factory=dict)
    marks: Path | None = None
    advance: bool = True
    layout: Layout = "auto"
    copy: LinkKind = "arxiv"
    browser: str = ""
    pdf: str = ""
    place: Place | None = None
    recent: RecentLists | None = None
    choices: RememberedChoices | None = None
    set_theme: str | None = None
    opening: Opening | None = None
    reader: BackgroundReader | None = None
    is_reading: bool = False
    watches: bool = False

    @property
    def opened(self) -> Opening | None:
        """The digests that the app shows, as far as they are read."""
        return self.reader.opening if self.reader is not None else self.opening
