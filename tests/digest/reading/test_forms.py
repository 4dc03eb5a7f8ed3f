"""The forms in which public lists write entries, groups, and what is neither."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = Path(__file__).parent.parent.parent / "fixtures" / "forms"

# Forms that are not read as they should be yet, and what is missing.
SHORTFALLS: dict[str, str] = {}


def _cases() -> list[object]:
    paths = sorted(FORMS.glob("*.md"))
    assert {path.stem for path in paths} >= set(SHORTFALLS)
    return [
        pytest.param(
            path,
            id=path.stem,
            marks=[pytest.mark.xfail(reason=SHORTFALLS[path.stem], strict=True)]
            if path.stem in SHORTFALLS
            else [],
        )
        for path in paths
    ]


@pytest.mark.parametrize("path", _cases())
def test_form(path: Path, reads_as_expected: Callable[[Path], None]) -> None:
    reads_as_expected(path)
