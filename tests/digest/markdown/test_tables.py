"""Pipe tables and HTML tables, whole and broken, as rows of cells."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.markdown.blocks import Item, Paragraph, Quote, Table
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.tables import COLUMN_LIMIT


def table_of(text: str) -> Table:
    (table,) = [block for block in read_blocks(text).blocks if isinstance(block, Table)]
    return table


def texts(table: Table) -> list[list[str]]:
    """The texts of all rows, the header first if there is one."""
    rows = [table.header] if table.header else []
    return [[cell.text for cell in row] for row in (*rows, *(row.cells for row in table.rows))]


WREN = [["Bird", "Song"], ["Wren", "loud"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("| Bird | Song |\n|---|:-:|\n| Wren | loud |\n", WREN, id="as written"),
        pytest.param("Bird | Song\n---|---\nWren | loud\n", WREN, id="no outer bars"),
        pytest.param("| Bird | Song\n|---|---\n| Wren | loud\n", WREN, id="no closing bars"),
        pytest.param("Bird | Song |\n--|--|\nWren | loud |\n", WREN, id="no leading bars"),
        pytest.param("| Bird | Song |\n|---|\n| Wren | loud |\n", WREN, id="short delimiter row"),
        pytest.param(
            "| Bird | Song |\n|-|-|\n| Wren | loud |[//]: #12/30\n", WREN, id="comment after it"
        ),
        pytest.param("Birds:\n| Bird | Song |\n|-|-|\n| Wren | loud |\n", WREN, id="after a line"),
        pytest.param("| | |\n|-|-|\n| Wren | loud |\n", [["Wren", "loud"]], id="empty header"),
        pytest.param(
            "| A | B | C |\n|-|-|-|\n| | x | |\n| 1 | 2 | 3 | 4 |\n| 5 |\n",
            [["A", "B", "C"], ["", "x", ""], ["1", "2", "3", "4"], ["5"]],
            id="empty cells, more and fewer",
        ),
        pytest.param(
            "| A | B |\n|-|-|\n| a \\| b | c |\n", [["A", "B"], ["a | b", "c"]], id="escaped bar"
        ),
        pytest.param(
            "<table><tr><th>Bird<th>Song<tr><td>Wren<td>loud</table>", WREN, id="HTML, no end tags"
        ),
        pytest.param(
            "<table>\n<thead><tr><td>Bird</td><td>Song</td></tr></thead>\n\n"
            "<tr>\n<td>\n\nWren\n\n</td>\n<td>loud</td></tr>\n</table>\n",
            WREN,
            id="HTML with Markdown in a cell",
        ),
        pytest.param(
            "<table><tr><td rowspan=2>A</td><td colspan=2>B</td></tr><tr><td>C</td><td>D</td></tr>"
            "<tr><td>E</td><td><table><tr><td>F</td><td>G</td></tr></table></td></tr></table>",
            [["A", "B", ""], ["A", "C", "D"], ["E", "F G"]],
            id="HTML with spans and a nested table",
        ),
    ],
)
def test_forms_of_tables(text: str, expected: list[list[str]]) -> None:
    assert texts(table_of(text)) == expected


def test_a_cell_has_links_images_and_hard_breaks() -> None:
    table = table_of(
        "| Bird | Links |\n|---|---|\n"
        "| ![star](s.svg) <br> [**Wren**](https://example.org/w) <br> Ann Author | "
        "[![pdf](p.svg)](https://example.org/p)[Code]() |\n"
    )
    bird, links = table.rows[0].cells
    assert [line.text for line in bird.hard_lines()] == ["Wren", "Ann Author"]
    assert [(image.alt, image.url) for image in bird.images] == [("star", None)]
    assert [link.url for link in bird.links] == ["https://example.org/w"]
    assert [(image.alt, image.url) for image in links.images] == [("pdf", "https://example.org/p")]
    assert [(span.style, span.url) for span in links.spans] == [("link", "")]
    assert links.links == []


def test_tables_in_items_and_quotes() -> None:
    text = "* Birds\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n\n"
    text += "> | C | D |\n> |---|---|\n> | 3 | 4 |\n"
    item, quote = read_blocks(text).blocks
    assert isinstance(item, Item)
    assert isinstance(quote, Quote)
    found = [*item.blocks, *quote.blocks]
    assert [texts(table) for table in found if isinstance(table, Table)] == [
        [["A", "B"], ["1", "2"]],
        [["C", "D"], ["3", "4"]],
    ]
    assert [table.rows[0].line for table in found if isinstance(table, Table)] == [5, 9]


@pytest.mark.parametrize("text", ["One | two\nthree | four\n", "Either | or\n---\n"])
def test_prose_with_bars_is_no_table(text: str) -> None:
    assert not any(isinstance(block, Table) for block in read_blocks(text).blocks)


@pytest.mark.parametrize("end", ["\n", "* item | x\n", "# Head | x\n", "Words.\n"])
def test_where_a_table_ends(end: str) -> None:
    text = f"| A | B |\n|---|---|\n| 1 | 2 |\n{end}after\n"
    assert texts(table_of(text)) == [["A", "B"], ["1", "2"]]


def test_text_beyond_the_last_column_is_kept() -> None:
    row = "".join(f"| [{n}](https://example.org/{n}) " for n in range(COLUMN_LIMIT + 5))
    html = "".join(
        f"<td><a href='https://example.org/{n}'>{n}</a>" for n in range(COLUMN_LIMIT + 5)
    )
    for text in (f"{row}\n|---|---|\n", f"<table><thead><tr>{html}</thead></table>"):
        header = table_of(text).header
        assert header
        assert len(header) == COLUMN_LIMIT
        assert len(header[-1].links) == 6


def test_an_empty_html_table_is_nothing() -> None:
    blocks = read_blocks("<table><tr><td> </td></tr></table>\n\nafter\n").blocks
    assert [type(block) for block in blocks] == [Paragraph]
