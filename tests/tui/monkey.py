"""A key monkey: presses random keys, some of them together, resizes and drags, from a seed.

    python -m tests.tui.monkey --seed 1 --keys 2000

A failure names its seed and is repeated by it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.app import NsdiApp
from nsdi_tui.tui.options import Options

NAMED = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape"),
    *("tab", "shift+tab", "space", "backspace", "delete", "ctrl+d", "ctrl+u", "ctrl+y", "ctrl+p"),
    *("f1", "ctrl+w", "ctrl+a", "ctrl+k"),
)
# Without those that quit, suspend or hand the terminal to an editor.
CHARACTERS = 'jkghlGnNztsiTr*avuyYcoOwSUfF{}<>123456789[]?:/ -"~=|.xmoe' + "é道"
SIZES = ((120, 40), (80, 24), (60, 20), (20, 5), (3, 3), (1, 1), (400, 1), (1, 40))

DIGEST = """\
# Birds 2026

## Papers

### Waders

* Heron: Wading at Scale \\[[Paper](https://birds.example.org/heron)] \\[[Notes](notes.md)]
  * Fen Institute & Cliff College
  * Describe how **Heron** wades through 1,000 reeds.
* Dunlin: Flocks without Leaders \\[[arXiv](https://arxiv.org/abs/2601.00001)]
  * Cliff College

### Songbirds

* Night
  * Wren: Songs in Small Spaces \\[[Code](file:///dev/null)]
    * Hedge Lab
* 道: A Bird in the Road
"""


class _App(NsdiApp):
    """An app that goes on when the monkey chooses Quit in the palette."""

    async def action_quit(self) -> None:
        """Do not quit."""


class Monkey:
    """Presses keys that depend on its seed alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.pressed: list[str] = []

    def app(self, folder: Path) -> NsdiApp:
        """An app whose copies, links and exports stay in a folder."""
        (folder / "notes.md").write_text("# Notes\n\nSee [here](notes.md) and <https://e.org>.\n")
        digests = [parse(DIGEST, "birds.md", str(folder / "birds.md")) for _ in range(2)]
        count = self.random.choice([1, 2])
        options = Options(clipboard="off", marks=folder / "marks.sqlite3")
        return _App(digests[:count], options)

    async def run(self, keys: int, folder: Path) -> None:
        """Press so many keys. Raises what the app raised."""
        app = self.app(folder)
        async with app.run_test(size=self.random.choice(SIZES), notifications=True) as pilot:
            await pilot.pause()
            while len(self.pressed) < keys and app.is_running:
                await self._act(app, pilot)
                await pilot.pause()
            assert app.is_running, f"seed {self.seed}: the app ended after {self.pressed[-20:]}"

    async def _act(self, app: NsdiApp, pilot: Any) -> None:
        dice = self.random.random()
        if dice < 0.02:
            await pilot.resize_terminal(*self.random.choice(SIZES))
        elif dice < 0.04:
            self._drag(app)
        else:
            for _ in range(self.random.choice([1, 1, 1, 2, 3, 6])):
                self._press(app)

    def _press(self, app: NsdiApp) -> None:
        key = self.random.choice([*NAMED, *CHARACTERS])
        character = key if len(key) == 1 else " " if key == "space" else None
        self.pressed.append(key)
        name = _character_to_key(key) if len(key) == 1 else key
        app.post_message(events.Key(name, character))

    def _drag(self, app: NsdiApp) -> None:
        width, height = app.size
        steps = [events.MouseDown, *[events.MouseMove] * 3, events.MouseUp]
        for step in steps:
            x, y = self.random.randrange(max(1, width)), self.random.randrange(max(1, height))
            button = 0 if step is events.MouseMove and self.random.random() < 0.5 else 1
            app.post_message(step(None, x, y, 0, 0, button, False, False, False, x, y))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--keys", type=int, default=1000, help="keys of each seed")
    parser.add_argument("--seeds", type=int, default=1, help="number of seeds")
    arguments = parser.parse_args()
    for seed in range(arguments.seed, arguments.seed + arguments.seeds):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(Monkey(seed).run(arguments.keys, Path(folder)))
        print(f"seed {seed}: {arguments.keys:,} keys, no failure")


if __name__ == "__main__":
    main()
