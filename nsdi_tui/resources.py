"""The files that ship with the code: the bundled digest and the styles.

A wheel contains `assets/` and `styles/` inside the package; an editable install and a checkout
have them next to it. Both places are searched, in this order.
"""

from __future__ import annotations

from pathlib import Path

from nsdi_tui.errors import MissingFileError

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a shipped file, such as `assets/digest.md`.

    Raises MissingFileError when the installation lacks it.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / name
        if path.is_file():
            return path
    raise MissingFileError(f"{name} is missing from this installation of nsdi-tui")


def bundled_digest() -> Path:
    """Return the path of the digest that ships with the program: NSDI 2026."""
    return resource("assets/digest.md")
