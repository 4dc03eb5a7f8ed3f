"""The pictures of the README, drawn by the app itself: `make pictures` writes them anew.

Each is an SVG of a screen after some keys, in `docs/pictures/`.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pictures"

# The picture names a font that a browser would fetch from elsewhere.
_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONT = re.compile(r"font-family: [^;]*;")


@dataclass(frozen=True)
class Picture:
    """A screen: its size in cells, the theme, and the keys that lead to it."""

    name: str
    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...]


PICTURES = (
    Picture("dark", (116, 34), "textual-dark", ("n", "asterisk", "n", "r", "g", "n")),
    Picture("light", (116, 34), "textual-light", ("slash", *"moe", "enter")),
    Picture("small", (60, 20), "nord", ("n", "enter")),
)


async def draw(picture: Picture) -> str:
    """Return the picture as SVG."""
    from nsdi_tui.digest.opening import open_digests
    from nsdi_tui.resources import bundled_digest
    from nsdi_tui.tui.app import NsdiApp
    from nsdi_tui.tui.options import Options

    digests = open_digests([str(bundled_digest())]).digests
    with tempfile.TemporaryDirectory() as folder:
        options = Options(
            theme=picture.theme,
            clipboard="off",
            marks=Path(folder) / "marks.sqlite3",
            advance=False,
        )
        app = NsdiApp(digests, options)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause(0.5)
            for key in picture.keys:
                await pilot.press(key)
                await pilot.pause(0.1)
            await pilot.pause(0.5)
            return _without_web_fonts(app.export_screenshot(title="nsdi-tui"))


def _without_web_fonts(svg: str) -> str:
    return _FONT.sub("font-family: monospace;", _WEB_FONTS.sub("", svg))


def main() -> None:
    """Write all pictures."""
    # Textual reads its variables when it is imported.
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        path.write_text(asyncio.run(draw(picture)), encoding="utf-8")
        print(path.relative_to(FOLDER.parents[1]))


if __name__ == "__main__":
    main()
