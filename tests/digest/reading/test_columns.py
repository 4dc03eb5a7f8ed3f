"""Which column of a table holds which field."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.markdown.blocks import Table
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.reading.columns import Columns, columns_of, is_empty_cell


def columns(text: str) -> Columns:
    (table,) = (block for block in read_blocks(text).blocks if isinstance(block, Table))
    return columns_of(table)


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        pytest.param(
            """
| Title | Venue | Date | Code |
|---|---|---|---|
| Girder: Unified Spans | ICML | 2024-03 | [here](https://github.com/example/girder) |
""",
            "title venue date links",
            id="by their headings",
        ),
        pytest.param(
            """
| | | | |
|---|---|---|---|
| 2024-03 | Girder: One Deck for All Spans | OSDI'24 | [pdf](https://example.org/girder.pdf) |
| 2023-05 | Truss: Many Bars in Few Words | SOSP'23 | [pdf](https://example.org/truss.pdf) |
""",
            "date title venue links",
            id="by their cells",
        ),
        pytest.param(
            """
| Name | Paper | Team/Authors | Notes |
|---|---|---|---|
| Girder | [Girder: Better Plans by Asking](https://arxiv.org/abs/2401.00001) | Span Lab | slow |
""",
            "name title organizations summary",
            id="a name beside the title",
        ),
        pytest.param(
            """
| Title | Paper | Institution |
|---|---|---|
| Girder: Unified Spans | [link](https://arxiv.org/abs/2401.00001) | Ann Mason, Bob Rigger |
| Truss: Apart Again | [link](https://arxiv.org/abs/2401.00002) | Cleo Smith, Dan Welder |
""",
            "title links authors",
            id="headings that their cells contradict",
        ),
        pytest.param(
            """
| Title | Authors | PDF | Mirror | Corpus |
|---|---|---|---|---|
| Girder: Unified Spans | Ann Mason et al. | [2401.00001](https://arxiv.org/abs/2401.00001) | [mirror](https://example.org/1) | [Spans](https://example.org/spans) |
| Truss: Apart Again | Cleo Smith et al. | [2401.00002](https://arxiv.org/abs/2401.00002) | [mirror](https://example.org/2) | [Decks](https://example.org/decks) |
""",  # noqa: E501
            "title authors links links links",
            id="cells of links below unknown headings",
        ),
        pytest.param(
            """
| 日期 | 标题 | 封面 | 视频 |
|---|---|---|---|
| 11/14/22 | [Girder](https://arxiv.org/abs/2401.00001) 精读 | - | [v](https://example.org/v) |
""",
            "date title ignore links",
            id="headings in Chinese",
        ),
    ],
)
def test_fields(table: str, fields: str) -> None:
    found = columns(table)
    assert " ".join(name or "-" for name in found.fields) == fields
    assert found.title == fields.split().index("title")
    assert found.has_papers


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            """
| Name | University | Homepage |
|---|---|---|
| Ann Mason | Example University | [home](https://example.org/~ann) |
""",
            id="people",
        ),
        pytest.param(
            """
| Model | Size | Link |
|---|---|---|
| GIRDER | 65 | [Code](https://github.com/example/girder) |
""",
            id="models",
        ),
    ],
)
def test_no_papers(table: str) -> None:
    assert not columns(table).has_papers


def test_no_title() -> None:
    scores = "| Method | A | B |\n|---|---|---|\n| 1 | 58.5 | 61.0 |\n| 2 | 59.3 | 62.0 |\n"
    assert columns(scores).title is None


@pytest.mark.parametrize("text", ["", " ", "-", "—", "**-**", "N/A", "None", "TBD", "⚠️", "无"])
def test_empty_cell(text: str) -> None:
    assert is_empty_cell(text)


@pytest.mark.parametrize("text", ["0", "No", "https://example.org", "OSDI"])
def test_cell_that_says_something(text: str) -> None:
    assert not is_empty_cell(text)
