"""The worst inputs of every pattern are read in a time that grows with their size.

Each input is large enough to hang a reader that is quadratic in it, and tiny inputs would hang an
exponential one. What is not read in full is reported.
"""

from __future__ import annotations

import pytest

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.definitions import DEFINITION_LIMIT
from nsdi_tui.digest.markdown.gitbook import split_front_matter, strip_tags
from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.sections import split_sections

pytestmark = pytest.mark.slow

# One run of the largest size that is parsed.
SIZE = 19_000
REPEATED = """
[a](|![|[|]|](|](http://a |](http://a|] (http://|(a)[|[a(http://b|[[a](http://b)|**|*a |_a |`|```
~~|<|<a |<a "|<a '|</b |/ins>|<a href="http://a">|<br>|<b>|<!--|<!-- ¶¶|<?|<pre>|<script>¶|<h1>|<li>
<ul><li>|<td>|<table><tr><td>|<details>|<details><summary>a</summary>¶¶|<blockquote>|<div x=
{%|{% a |{% hint %}¶¶|{% a="|---¶|-a: b¶|a:¶|#|# a¶|=|===¶|>|> a¶¶|- |* a¶|1. a¶|•¶|[ ]|    a¶
a|b¶-|-¶|¦|¦-¶|a¦b¶|a¦b¶-¦-¶|[a]: b¶|[a]: "b¶|[^a]: b¶|x[^a]¶¶|\\|\\¶|  ¶|&amp;|&|http://a.b |http://(
"""


PIECES = [
    piece.replace("¦", "|").replace("¶", "\n")
    for piece in REPEATED.strip("\n").replace("\n", "|").split("|")
]


@pytest.mark.parametrize("frame", ["{}", "<div>{}</div>", "* a\n\n  a|b\n  -|-\n  |{}|\n"])
@pytest.mark.parametrize("piece", PIECES)
def test_repetitions_end(piece: str, frame: str) -> None:
    text = frame.format(piece * (SIZE // len(piece)))
    lines = range(1, text.count("\n") + 2)
    assert all(block.line in lines for block in read_blocks(text).blocks)
    assert "".join(section.text for section in split_sections(text)) == text


def test_front_matter_of_many_lines_without_an_end() -> None:
    text = "---\n" + "-a: b\n" * 30_000
    assert split_front_matter(text) == ({}, text, 1)
    matter, below, line = split_front_matter(text + "title: x\n---\n# Head\n")
    assert (matter, below, line) == ({"title": "x"}, "# Head\n", 30_004)


def test_a_tag_without_an_end() -> None:
    text = "{%" + "a" * 40_000
    assert strip_tags(text) == (text, 0)
    assert strip_tags('{% embed url="https://a.b/c%20d" %} x') == ("https://a.b/c%20d x", 0)


def test_deep_lists_are_read_to_a_depth() -> None:
    text = "".join("  " * depth + f"* a{depth}\n" for depth in range(2_000))
    blocks = read_blocks(text).blocks
    depth = 0
    while blocks and hasattr(blocks[0], "blocks") and blocks[0].blocks:
        blocks = blocks[0].blocks
        depth += 1
    assert depth == 19


def test_definitions_beyond_the_limit_are_reported() -> None:
    text = "".join(f"[{n}]: https://example.org/{n}\n" for n in range(DEFINITION_LIMIT + 10))
    uses = "".join(f"* [{n}]\n" for n in range(DEFINITION_LIMIT))
    blocks = read_blocks(text + "\n" + uses).blocks
    assert sum(1 for _ in links_of(blocks)) == DEFINITION_LIMIT
    reported = [block for block in blocks if isinstance(block, Diagnostic)]
    assert [
        block.line for block in reported if "limit" in block.reason or "more" in block.reason
    ] == [DEFINITION_LIMIT + 1]


def test_a_run_that_is_too_long_keeps_its_addresses() -> None:
    blocks = read_blocks("* " + "[a](https://example.org/a) " * 1_000 + "\n").blocks
    assert sum(1 for _ in links_of(blocks)) > 700
    (problem,) = [block for block in blocks if isinstance(block, Diagnostic)]
    assert problem.reason.startswith("too long")


def test_footnotes_that_refer_to_each_other() -> None:
    chain = "".join(f"[^{n}]: note {n} [^{n + 1}]\n" for n in range(2_000))
    blocks = read_blocks(f"Text[^0]\n\n{chain}").blocks
    assert len([block for block in blocks if not isinstance(block, Diagnostic)]) == 21
    assert len(blocks) == 2_001
