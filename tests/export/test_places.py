"""A paper that several lists have is written once, with its other places."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.formats import write
from nsdi_tui.export.selection import select_once

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

NEWS = """\
# Bird News

## Top papers

* Heron: Wading at Scale \\[[arXiv](https://arxiv.org/abs/2501.00001)]
* Wren: Songs in Small Spaces \\[[Paper](https://birds.example.org/wren)]

## Waders

* Heron: Wading at Scale \\[[arXiv](https://arxiv.org/abs/2501.00001)]
"""
YEAR = """\
# Birds 2025

* Heron: Wading at Scale, Revised \\[[arXiv](https://arxiv.org/abs/2501.00001v2)]
* Owl: Night Shifts \\[[Paper](https://birds.example.org/owl)]
"""


def exported(format: str, positions: list[int] | None = None) -> str:
    library = Library.of([parse(NEWS, "news.md"), parse(YEAR, "2025.md")])
    chosen = range(len(library.papers)) if positions is None else positions
    out = io.StringIO(newline="")
    write(format, select_once(library, chosen), out)
    return out.getvalue()


def test_json_has_the_other_places() -> None:
    news, year = json.loads(exported("json"))
    # What a list has twice are two of its entries.
    assert [paper["name"] for paper in news["papers"]] == ["Heron", "Wren", "Heron"]
    assert [paper["name"] for paper in year["papers"]] == ["Owl"]
    assert news["papers"][0]["topics"] == ["Top papers"]
    assert news["papers"][0]["also_in"] == [
        {"digest": "Bird News", "source": "news.md", "topics": ["Waders"], "line": 10},
        {"digest": "Birds 2025", "source": "2025.md", "topics": [], "line": 3},
    ]
    assert [place["line"] for place in news["papers"][2]["also_in"]] == [5, 3]
    assert [paper["also_in"] for paper in (news["papers"][1], *year["papers"])] == [[], []]


def test_the_place_that_was_chosen_is_the_papers() -> None:
    news, year = json.loads(exported("json", [3, 2]))
    assert news["papers"] == []
    assert [place["topics"] for place in year["papers"][0]["also_in"]] == [
        ["Top papers"],
        ["Waders"],
    ]


def test_csv_has_the_other_places() -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv"), newline="")))
    assert [row["name"] for row in rows] == ["Heron", "Wren", "Heron", "Owl"]
    assert rows[0]["also_in"] == "Bird News > Waders | Birds 2025"


def test_an_entry_of_bibtex_and_a_link_is_a_paper() -> None:
    for format in ("bibtex", "links"):
        assert exported(format).count("2501.00001") == exported(format, [0]).count("2501.00001")


def test_markdown_has_the_entries_of_each_list_and_no_paper_of_an_earlier_one() -> None:
    library = Library.of([parse(exported("markdown"), "again.md")])
    names = [paper.name for paper in library.papers]
    assert names == ["Heron", "Wren", "Heron", "Owl"]


def test_the_command_line_writes_a_paper_once(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "news.md").write_text(NEWS)
    (tmp_path / "2025.md").write_text(YEAR)
    done = nsdi_tui("-e", "links", "news.md", "2025.md")
    assert done.stdout.count("\n") == 3
    done = nsdi_tui("-e", "jsonl", "-f", "heron", "news.md", "2025.md")
    assert done.stdout.count("\n") == 2
