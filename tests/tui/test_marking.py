"""The door to the marks: nothing is lost, whenever it comes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from nsdi_tui.marks.model import STAR
from nsdi_tui.marks.session import Marks
from nsdi_tui.tui.marking import Marking

if TYPE_CHECKING:
    from pathlib import Path

    from nsdi_tui.digest.model import Digest


def test_a_mark_that_comes_before_the_file_is_opened_is_kept(small: Digest, tmp_path: Path) -> None:
    path = tmp_path / "marks.sqlite3"
    marking = Marking(path, lambda function, *arguments: function(*arguments))
    done: list[str] = []
    marking.apply(STAR, [small.papers[0]], lambda applied: done.append(applied.text))
    marking.open([small], lambda: None, lambda notice: None)
    marking.close()
    assert len(done) == 1
    with closing(Marks.open(path)) as marks:
        assert marks.get(small.papers[0]).starred
