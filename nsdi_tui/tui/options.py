"""How the app starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nsdi_tui.digest.opening import parse_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nsdi_tui.digest.model import LinkKind
    from nsdi_tui.digest.opening import Parser
    from nsdi_tui.system.clipboard import Mode
    from nsdi_tui.system.settings import Layout


@dataclass(frozen=True)
class Options:
    """What the app starts with, from the command line and the settings.

    `arguments` are the digests as named on the command line; `marks` is the marks file, None for
    the default one; with `advance` the cursor goes on after a mark; `copy` is the link that `y`
    copies if the paper has it; `browser` and `pdf` are commands for opening links;
    `after_first_frame` is run in a thread when the first frame has been drawn; `parser` reads files
    again that were edited.
    """

    query: str = ""
    arguments: Sequence[str] = ()
    theme: str | None = None
    clipboard: Mode = "auto"
    notices: Sequence[str] = ()
    keymap: dict[str, str] = field(default_factory=dict)
    marks: Path | None = None
    advance: bool = True
    layout: Layout = "auto"
    copy: LinkKind = "arxiv"
    browser: str = ""
    pdf: str = ""
    after_first_frame: Callable[[], None] | None = None
    parser: Parser = parse_digest
