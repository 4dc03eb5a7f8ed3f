from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.digest.reading.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture
def fixture_text() -> Callable[[str], str]:
    def read(name: str) -> str:
        return (FIXTURES / f"{name}.md").read_text(encoding="utf-8")

    return read


@pytest.fixture
def digest_of(fixture_text: Callable[[str], str]) -> Callable[[str], Digest]:
    def read(name: str) -> Digest:
        return parse(fixture_text(name), f"{name}.md")

    return read


@pytest.fixture
def outline_of() -> Callable[[Digest], list[str]]:
    """Draw topics (`# title`) and papers (`title`) with their lines, indented by depth."""

    def draw(children: tuple[Topic | Paper, ...], depth: int) -> list[str]:
        lines = []
        for child in children:
            mark = "# " if isinstance(child, Topic) else ""
            lines.append(f"{'  ' * depth}{child.line} {mark}{child.title}")
            if isinstance(child, Topic):
                lines.extend(draw(child.children, depth + 1))
        return lines

    return lambda digest: draw(digest.children, 0)
