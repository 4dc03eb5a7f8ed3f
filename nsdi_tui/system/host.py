"""Properties of the host: SSH, graphical display, WSL."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def over_ssh(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the program runs on a remote machine."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether a graphical program would be visible, according to the environment."""
    if sys.platform == "darwin" or on_wsl(environ):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def on_wsl(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether this is Linux inside Windows, where Windows displays what is opened."""
    return bool(environ.get("WSL_DISTRO_NAME"))
