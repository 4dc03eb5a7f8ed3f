"""The fast reader of simple runs against mistune's inline parser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.markdown.definitions import Definitions
from nsdi_tui.digest.markdown.inline import Builder, rich_text
from nsdi_tui.digest.markdown.runs import RunReader
from nsdi_tui.digest.markdown.simple import add_simple

if TYPE_CHECKING:
    from nsdi_tui.digest.styled import StyledText

TESTS = Path(__file__).parents[2]
MARKS = r"word Title:_A 論文 é . , ( ) [ ] ![ ]( \[ \] \* \\ * ** *** _ __ ` `` ~ ~~ ! - : ' < >"
TAGS = (
    "&amp; &lt & <b> </b> <https://a.b/c> http://a.b/c_d snake_case [^1]"
    " `code` <sup> </sup> <br/> <3"
)
LINKS = (
    "[Paper](https://a.b/c) [[Code](https://a.b/c_d)] **[T](https://a.b)** [**T**](https://a.b/(c))"
    " ![alt](x.png) [[a_b]](https://a.b) _Ann._ _B [C](d)_"
    " [x<sup>2</sup>](u) [![a](x.svg)](https://a.b) **b** *i* [](x) [a]() [a](é) [a](b&amp;c)"
)
SPACES = [" ", "  ", "\t", "\xa0", "\n", "  \n", "\\\n", "\n  ", "[a](b c)", "[a](b 'c')"]
PIECES = [*MARKS.split(), *TAGS.split(), *LINKS.split(" "), *SPACES]


def simple(raw: str) -> tuple[StyledText, list[str]] | None:
    lost: list[str] = []
    builder = Builder()
    return (builder.finish(lost), lost) if add_simple(builder, raw, False) else None


def by_mistune(raw: str) -> tuple[StyledText, list[str]]:
    reader = RunReader(Definitions())
    lost: list[str] = []
    return rich_text(reader.parser_for(raw)(raw, reader.env), lost), lost


@settings(max_examples=1_000)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=12).map("".join))
def test_simple_runs_read_as_by_mistune(raw: str) -> None:
    raw = raw.strip(" \r\n\t\f").replace("\r", "")
    read = simple(raw)
    assert read is None or read == by_mistune(raw)


@pytest.mark.parametrize("path", sorted((TESTS / "fixtures").glob("*.md")), ids=lambda p: p.stem)
def test_lines_of_the_fixtures(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").split("\n"):
        raw = line.strip(" \r\n\t\f*->")
        read = simple(raw)
        assert read is None or read == by_mistune(raw)


def test_most_lines_of_a_digest_are_simple() -> None:
    text = (TESTS.parent / "assets" / "digest.md").read_text(encoding="utf-8")
    lines = [line.strip("* ") for line in text.split("\n") if line.strip()]
    assert sum(simple(line) is not None for line in lines) > 0.95 * len(lines)
