"""Where the files shipped beside the code are: the bundled digest and the styles.

A wheel carries `assets/` and `styles/` inside the package; an editable install and a bare
checkout have them beside it. Both places are looked at, in that order.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a shipped file, such as `assets/digest.md`.

    Raises FileNotFoundError when the installation lacks it.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation of nsdi-tui")


def bundled_digest() -> Path:
    """Return the path of the digest that comes with the program: NSDI 2026."""
    return resource("assets/digest.md")
