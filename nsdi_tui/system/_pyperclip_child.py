"""The process that pyperclip runs in: it may hang, crash or print without harm.

`python -m nsdi_tui.system._pyperclip_child copy` takes the text from standard input; `probe` only
asks which mechanism there is. The first line of standard output is the mechanism's name, empty
without one. The exit status is one of those below.
"""

from __future__ import annotations

import sys

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
    # Qt's clipboard dies with the process that owns it, which is this one.
    if not name or name == "qt":
        print(flush=True)
        return NO_MECHANISM
    print(_NAMES.get(name, name), flush=True)
    if task == "probe":
        return CONFIRMED
    text = sys.stdin.buffer.read().decode("utf-8")
    copy(text)
    return CONFIRMED if _same(paste(), text) else NOT_TAKEN


def _same(got: str, text: str) -> bool:
    """Compare, forgiving what Windows does to line ends."""
    return got == text or got.replace("\r\n", "\n").rstrip("\n") == text.replace(
        "\r\n", "\n"
    ).rstrip("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
