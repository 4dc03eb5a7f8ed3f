"""The child process that runs pyperclip, where it may hang, crash or print without harm.

`python -m nsdi_tui.system._pyperclip_child copy` reads the text from standard input; `probe` only
finds the mechanism. The first line of standard output is the name of the mechanism, empty without
one. The exit status is one of those below.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIRMED = 0
NO_MECHANISM = 3
NOT_TAKEN = 4

_NAMES = {
    "wl": "wl-copy",
    "osx_pbcopy": "pbcopy",
    "osx_pyobjc": "the macOS pasteboard",
    "wsl": "clip.exe",
    "dev_clipboard": "/dev/clipboard",
    "windows": "the Windows clipboard",
}


def main(task: str) -> int:
    """Copy and read back, or probe; return the exit status."""
    import pyperclip  # type: ignore[import-untyped]

    copy, paste = pyperclip.determine_clipboard()
    name = getattr(copy, "__name__", "").removeprefix("copy_")
    # Qt's clipboard ends with the process that owns it, which is this one.
    if not name or name == "qt":
        print(flush=True)
        return NO_MECHANISM
    print(_NAMES.get(name, name), flush=True)
    if task == "probe":
        return CONFIRMED
    text = sys.stdin.buffer.read().decode("utf-8")
    copy(text)
    return CONFIRMED if _arrives(text, paste) else NOT_TAKEN


def _arrives(text: str, paste: Callable[[], str]) -> bool:
    """Read back until the text has arrived: xclip returns before its daemon owns the clipboard."""
    for pause in (0.02, 0.05, 0.1, 0.2, 0.0):
        if _same(paste(), text):
            return True
        time.sleep(pause)
    return False


def _same(got: str, text: str) -> bool:
    """Compare, ignoring the line ends of Windows."""
    return got.replace("\r\n", "\n").rstrip("\n") == text.replace("\r\n", "\n").rstrip("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
