"""Broken Markdown is read as its author meant it, where that is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.markdown.blocks import Paragraph
from nsdi_tui.digest.markdown.reader import read_blocks

if TYPE_CHECKING:
    from nsdi_tui.digest.styled import StyledText

A = "https://example.org/a"
B = "https://example.org/b"


def read(source: str) -> StyledText:
    (block,) = read_blocks(source).blocks
    assert isinstance(block, Paragraph)
    return block.rich


def links(rich: StyledText) -> list[tuple[str, str | None]]:
    return [(rich.text[link.start : link.end], link.url) for link in rich.links]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        pytest.param(f"Owl [Code]({A}", "Owl Code", [("Code", A)], id="open address at the end"),
        pytest.param(
            f"Owl [Code]({A} [Data]({B})",
            "Owl Code Data",
            [("Code", A), ("Data", B)],
            id="open address before a blank",
        ),
        pytest.param(
            f"[Code]({A}|[Data]({B})",
            "Code|Data",
            [("Code", A), ("Data", B)],
            id="open address before a bar",
        ),
        pytest.param(f"[Code]({A}_(1)", "Code", [("Code", f"{A}_(1)")], id="brackets in it"),
        pytest.param(f"Owl [Code({A})", "Owl Code", [("Code", A)], id="open label"),
        pytest.param(f"(Code)[{A}]", "Code", [("Code", A)], id="brackets swapped"),
        pytest.param(f"[Code]  ({A})", "Code", [("Code", A)], id="blank before the address"),
        pytest.param(
            "[Code](https://example.org/ a)", "Code", [("Code", A)], id="blank after a slash"
        ),
        pytest.param(f"[Code]({A} b.pdf)", "Code", [("Code", f"{A}%20b.pdf")], id="blank in it"),
        pytest.param(f"Owl [[Code]({A})", "Owl [Code]", [("Code", A)], id="one bracket missing"),
        pytest.param(f"Owl [Code]]({A})", "Owl Code", [("Code", A)], id="one bracket too many"),
        pytest.param(
            f"<[Owls: Learning\nfrom Watching]({A})>",
            "<Owls: Learning from Watching>",
            [("Owls: Learning from Watching", A)],
            id="line break in a label",
        ),
        pytest.param(f"*See* {A}> now", f"See {A}> now", [(A, A)], id="no tag in an address"),
        pytest.param(
            f"Owl, 2024/ins> [Code]({A})", "Owl, 2024 Code", [("Code", A)], id="tag start"
        ),
        pytest.param(f"<b>Owl</b [Code]({A})", "Owl Code", [("Code", A)], id="tag end"),
        pytest.param(f"Owl<h3/> [Code]({A})", "Owl Code", [("Code", A)], id="wrong closing tag"),
    ],
)
def test_broken_links_and_tags(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    rich = read(source)
    assert rich.text == text
    assert links(rich) == expected


@pytest.mark.parametrize(
    ("source", "text", "marked"),
    [
        (f"**Owl: Night Flight [Code]({A})", "Owl: Night Flight Code", "Owl: Night Flight"),
        ("** Owl: Night Flight ** by Ann", "Owl: Night Flight by Ann", "Owl: Night Flight"),
        ("**标题：**内容", "标题：内容", "标题："),
        ("**Owl: Night Flight<br>Ann Author", "Owl: Night Flight Ann Author", "Owl: Night Flight"),
        (
            "*Ann Author, Bob Writer<br>ICML",
            "Ann Author, Bob Writer ICML",
            "Ann Author, Bob Writer",
        ),
    ],
)
def test_emphasis_that_is_not_closed(source: str, text: str, marked: str) -> None:
    rich = read(source)
    assert rich.text == text
    (span,) = [span for span in rich.spans if span.style in ("strong", "emphasis")]
    assert rich.text[span.start : span.end] == marked


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("2 ** 3", "2 ** 3"),
        ("Ann Author*, Bob Writer", "Ann Author*, Bob Writer"),
        (r"\*\*Owl", "**Owl"),
        ("`**` is strong", "** is strong"),
        ("`[Code](https://a.b`", "[Code](https://a.b"),
        ("［Code］（https://example.org/a）", "［Code］（https://example.org/a）"),
        (r"before \</a after", "before </a after"),
        (f"\\[Code\\]({A} b", f"[Code]({A} b"),
        (f"see [a note ({A}) on it]", f"see [a note ({A}) on it]"),
        (f'[Code]({A} "A title")', "Code"),
        (f"[[Code]({A})] ({B})", f"[Code] ({B})"),
    ],
)
def test_what_is_not_broken_stays(source: str, text: str) -> None:
    assert read(source).text == text
