"""What the command line asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.system.settings import ClipboardMode

COMPLETION_VARIABLE = "_NSDI_TUI_COMPLETE"
"""Set by the completion script of a shell that asks what may follow."""

Task: TypeAlias = Literal[
    "browse",
    "print",
    "export",
    "export-marks",
    "check",
    "import-marks",
    "doctor",
    "print-config",
    "print-recent",
    "show-text",
]


@dataclass(frozen=True, slots=True)
class Request:
    """The command line as values; None where an option is not given.

    `task` is the command to run. `template` is how the task "print" writes a paper, and with
    `selects` the papers that the user selects in the app. `explain` is the line that the task
    "check" explains, and `text` what the task "show-text" prints: help or the version.
    """

    task: Task = "browse"
    digests: tuple[str, ...] = ()
    query: str = ""
    theme: str | None = None
    no_mouse: bool = False
    fresh: bool = False
    clipboard: ClipboardMode | None = None
    marks: Path | None = None
    config: Path | None = None
    export_format: str = ""
    template: str = ""
    selects: bool = False
    import_file: Path | None = None
    dry_run: bool = False
    try_copy: bool = False
    verbose: bool = False
    explain: int | None = None
    text: str = ""
