"""What the commands read when nothing is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui import commands, resources
from nsdi_tui.commands.request import Request
from nsdi_tui.errors import CommandError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("explain", [None, 3])
def test_a_missing_bundled_digest_is_reported(
    explain: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "nsdi_tui")
    with pytest.raises(CommandError, match=r"^assets/digest.md is missing"):
        commands.run(Request(task="check", explain=explain))
