from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.app import NsdiApp
from nsdi_tui.tui.options import Options
from nsdi_tui.tui.screens.browse import BrowseScreen
from tests.waiting import HANG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.widget import Widget

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.tui.panes import Panes

# Two top topics, one nested; papers with and without names, links and summaries.
SMALL = """\
# Tiny 2026

## Meta Info

Homepage: <https://tiny.example.org>

### Acceptance Rate

* Spring: 25% (= 5 / 20)

## Papers

### Training

* Scheduling
  * Alpha: Fair Queues for Gradient Traffic \\[[Paper](https://tiny.example.org/alpha)] \\[[arXiv](https://arxiv.org/abs/2601.00001)]
    * MIT & Stanford
    * Propose **Alpha**, a queue that is fair to gradients.
    * Cut training time by 31.5% on 1,024 GPUs.
  * Beta: Queues without Gradients \\[[Paper](https://tiny.example.org/beta)]
    * CMU
* Loose Ends of Training \\[[arXiv](https://arxiv.org/abs/2601.00003)]
  * Stanford

### Storage

* Gamma: A Log for MoE Checkpoints \\[[Paper](https://tiny.example.org/gamma)] \
\\[[arXiv](https://arxiv.org/abs/2601.00004)] \\[[Code](https://github.com/tiny/gamma)]
  * SIAT, CAS & MIT
  * Write checkpoints of experts into a log.

## Acronyms

* MoE: Mixture-of-Experts
"""


@pytest.fixture
def small_text() -> str:
    return SMALL


@pytest.fixture
def small() -> Digest:
    return parse(SMALL, "tiny.md")


def text_of(widget: Widget) -> str:
    """What a widget that draws its own lines shows now."""
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


class Reader:
    """Someone using the app: presses keys, looks at the panes."""

    def __init__(self, app: NsdiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> BrowseScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, BrowseScreen)
        return screen

    @property
    def panes(self) -> Panes:
        return self.screen.panes

    @property
    def focused(self) -> Widget | None:
        return self.panes.focused

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*(_KEYS.get(character, character) for character in text))

    async def reload(self) -> None:
        """Have the current digest read again, and wait until it is shown."""
        await self.press("ctrl+r")
        await self.until(lambda: "reading" not in self.title, "it was never read")

    async def until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait for what another thread brings about."""
        end = time.monotonic() + HANG
        while True:
            await self.pilot.pause()
            if holds():
                return
            assert time.monotonic() < end, what or "it never came true"
            await asyncio.sleep(0.02)

    @property
    def tree(self) -> str:
        return text_of(self.panes.sidebar)

    @property
    def rows(self) -> list[str]:
        return [row.strip() for row in self.tree.split("\n") if row.strip()]

    @property
    def page(self) -> str:
        return text_of(self.panes.detail)

    @property
    def title(self) -> str:
        return text_of(self.panes.header)

    @property
    def filter_box(self) -> str:
        return text_of(self.panes.filter_box)

    @property
    def keys(self) -> str:
        return text_of(self.panes.footer)

    @property
    def here(self) -> str:
        return self.screen.view.current.title

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.screen.view.library.papers

    @property
    def marks_are_open(self) -> bool:
        """Whether the marks file has been read, and the digest's papers noted."""
        return self.app._marks.is_settled

    @property
    def notices(self) -> list[str]:
        return [str(notice.message) for notice in self.app._notifications]


_KEYS = {" ": "space", "-": "minus", '"': "quotation_mark", ":": "colon", "~": "tilde"}


Open: TypeAlias = "Callable[..., AbstractAsyncContextManager[Reader]]"


@pytest.fixture
def read(small: Digest, tmp_path: Path) -> Open:
    """Open the app on digests (the small one): `async with read() as reader`."""

    @asynccontextmanager
    async def opened(
        *digests: Digest, size: tuple[int, int] = (120, 40), **options: Any
    ) -> AsyncIterator[Reader]:
        options.setdefault("marks", tmp_path / "marks.sqlite3")
        options.setdefault("clipboard", "off")
        app = NsdiApp(digests or [small], Options(**options))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Reader(app, pilot)

    return opened
