"""Random keys never end the app. A failing seed is repeated with `python -m tests.tui.monkey`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.system import browser
from nsdi_tui.system.browser import OpenResult
from tests.tui.monkey import Monkey

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(4))
async def test_random_keys(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(browser, "open_address", lambda *_, **__: OpenResult(False, "a test"))
    await Monkey(seed).run(120, tmp_path)
