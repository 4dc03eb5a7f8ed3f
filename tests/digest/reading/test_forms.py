"""The forms in which public lists write entries, groups, and what is neither."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = Path(__file__).parent.parent.parent / "fixtures" / "forms"

# Forms that are not read as they should be yet, and what is missing.
SHORTFALLS = {
    "e11_bold_title_unclosed": "italics do not end a title whose bold marks are broken",
    "e19_author_bullet_below_a_link": "a bullet of authors and venue is taken for institutions",
    "e26_organization_and_labels": "an institution inside the linked title stays in it",
    "e28_broken_year_bracket": "a year in broken brackets stays in the title",
    "e28_emoji_legend": "a legend of emoji is not read",
    "e33_linked_venue_without_brackets": "a linked venue in front without brackets is the title",
    "e41_organization_behind_bars": "the institution behind the last bar is lost",
    "markup_full_width_punctuation": "names before a venue are part of the venue",
    "t08_keyword_column_is_the_name": "a column of keywords is never one of names",
}


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
