"""Where the program runs: over SSH, beside a graphical display, on WSL."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def over_ssh(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the reader sits at another machine than the one this runs on."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a graphical program started here would be seen, as far as the environment tells."""
    if sys.platform == "darwin" or on_wsl(environ):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def on_wsl(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this is Linux inside Windows, where Windows shows what is opened."""
    return bool(environ.get("WSL_DISTRO_NAME"))
