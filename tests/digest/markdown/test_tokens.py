"""The block parser against mistune's own, and line numbers against the text itself."""

from __future__ import annotations

import re

import mistune
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mistune.core import BlockState

from nsdi_tui.digest.markdown.blocks import Item, Quote, Rule, Table, Verbatim
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.tokens import BLOCK_HTML, PLUGINS, TokenParser

FRAGMENT_TEXT = (
    "# |## |### Papers\n|* |- |+ |1. |2) |  |    |\t|\n|\n\n|[|]|(|)|\\[|\\|**|*|_|`|```\n|> |<b>"
    "|<!--|-->|<details>\n|&amp;|---\n|===\n|[^1]|\n[^1]: note|\n[x]: /url\n|[x]|[ ] |word|Title"
    "|A Title|{% hint %}\n|{% endhint %}\n|[a](https://b.c/d)|~~|![|é|论文|\x1b|\u2028"
)
FRAGMENTS = FRAGMENT_TEXT.split("|")
# mistune reads tables differently, so these documents have no bars.
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS),
        st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=4),
    ),
    max_size=50,
).map("".join)


def comparable(tokens: list[dict[str, object]]) -> list[dict[str, object]]:
    """Keep what both parsers have in common, with lists replaced by their items."""
    out: list[dict[str, object]] = []
    for token in tokens:
        if token["type"] in ("blank_line", "definition"):
            continue
        kept = {key: token[key] for key in ("text", "raw") if key in token}
        kind = token["type"]
        kept["type"] = "paragraph" if kind == "block_text" else kind
        if "children" in token:
            kept["children"] = comparable(token["children"])
        if kind == "list":
            out.extend(kept["children"])
        else:
            out.append(kept)
    if any(token["type"] == "block_quote" for token in tokens):
        # mistune may put a quote after the list below it.
        out.sort(key=repr)
    return out


@settings(max_examples=300)
@given(MARKDOWN)
def test_tokens_are_those_of_mistune(text: str) -> None:
    assert_same_tokens(text.replace("\r", "\n") + "\n")


LIST_LINE_TEXT = (
    "- a\n|- *b* c\n|-   wide\n|-     code\n|-\n|- # head\n|- > quote\n|- - -\n|- \ttab\n|* star\n"
    "|+ plus\n| - shifted\n|1. one\n|2. two\n|10. ten\n|1) other\n|  - inner\n|    - deep\n"
    "|  below\n|   below\n|      deep\n|\ttab\n|  ```\n|```\n|  > quote\n|> quote\n|\n|\n|  \n"
    "|# Heading\n|Paragraph\n|é\n|---\n|===\n|<div>\n|[x]: /url\n"
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LIST_LINE_TEXT.split("|")), max_size=12).map("".join))
def test_lists_are_those_of_mistune(text: str) -> None:
    assert_same_tokens(text + "\n")


# mistune puts a quote before the paragraph above it. It then takes an item below that cannot
# interrupt a paragraph, since it is empty or not the first, for a line of that paragraph.
ITEM_BELOW_QUOTE = re.compile(
    r"^[^\S\n]*\S.*\n {0,3}>.*\n(?:[^\S\n]*\S.*\n)*?"
    r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]*$|(?!0*1[.)])\d{1,9}[.)])",
    re.M,
)


def assert_same_tokens(text: str) -> None:
    assume(not ITEM_BELOW_QUOTE.search(text))
    markdown = mistune.create_markdown(renderer=None, plugins=PLUGINS)
    markdown.block.specification["block_html"] = BLOCK_HTML
    state = BlockState()
    state.process(text)
    markdown.block.parse(state)
    tokens = TokenParser().parse(text, 1, {"ref_links": {}})
    assert comparable(tokens) == comparable(state.tokens)


LINES = """\
# w1

Paragraph w3
goes on

* item w6
  * inner w7

    more w9

    > quote w11
    > on
    > * quoted w13

  * fence

    ```
    * code w18
    ```
  * w20
*
  below w22
*

  \tnever
- other list w26
\t- tabbed w27
\t\t- twice w28
1. number w29

   loose w31
2. number w32
# w33
* last w34
lazily on
<div>
html w37
</div>

| table w40 | b |
| --- | --- |
| w42 | c |

* in an item

  | inner w46 | b |
  | --- | --- |
  | w48 | c |

Setext w50
==========
"""


def lines_of(text: str) -> dict[str, int]:
    found: dict[str, int] = {}

    def visit(blocks: list[object]) -> None:
        for block in blocks:
            if isinstance(block, Verbatim):
                word = re.search(r"w\d+", block.text)
            elif isinstance(block, Quote):
                visit(block.blocks)
                continue
            elif isinstance(block, Table):
                word = re.search(r"w\d+", block.header[0].text)
                visit_rows(block)
            elif isinstance(block, Rule):
                continue
            else:
                word = re.search(r"w\d+", block.rich.text)
            if word:
                found[word[0]] = block.line
            if isinstance(block, Item):
                visit(block.blocks)

    def visit_rows(table: Table) -> None:
        for row in table.rows:
            found[row.cells[0].text] = row.line

    visit(read_blocks(text).blocks)
    return found


# The line of a code block is that of its fence.
EARLIER = {"w18": 17}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("above", [0, 3])
def test_every_block_knows_its_line(ending: str, above: int) -> None:
    text = (above * "\n" + LINES).replace("\n", ending)
    words = re.findall(r"w\d+", LINES)
    expected = {word: EARLIER.get(word, int(word[1:])) + above for word in words}
    assert lines_of(text) == expected


def test_lines_below_front_matter() -> None:
    assert lines_of("---\ntitle: x\n---\n\n* item w5\n") == {"w5": 5}
