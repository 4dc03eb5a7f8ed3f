"""No address of a document is lost: each is in a link, a linked image or a diagnostic."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.blocks import Paragraph
from nsdi_tui.digest.markdown.links import LinkUse, links_of
from nsdi_tui.digest.markdown.reader import read_blocks

# Each `@` becomes a different address.
LINKS = [
    "[Paper](@)", "[[Paper](@)]", "[[Paper]](@)", r"\[[Paper](@)]", "<@>", "@", "(@)", "**[T](@)**",
    "[**T**](@)", "*[T](@), Ann*", "`[c]`(@)", "[`c`](@)", "![alt](x.png)", "[![alt](x.png)](@)",
    "[![a](x.png) text](@)", "[![a](x.png)![b](y.png)](@)", '<a href="@">T</a>', "<a href=@>T",
    '<a href="@"><img src="x.png"></a>', "<A HREF='@'><b>T</b></A>", "[T][ref]", "[](@)",
    "[Paper](@ [Code](@)", "[Code] (@)", "(Code)[@]", "[Code]](@)", "[[Code](@)", "[Code(@)",
    "[T](@ \"title\")", "[ ](@)", "[&#8203;](@)", '<a href="@"> </a>', '<p><a href="@"></p>',
    "~~[T](@)~~", "**T [Code](@)", "[T\n](@)", "<u>[T](@)</u>", "[]()",
    '<a href="@"></a>', "T[^n]", "[T](<@>)", "[a [b](@) c](@)", "<b>[T](@)</b", "2024/ins> [T](@)",
]  # fmt: skip
SHAPES = [
    "# {0}\n", "### <h4>{0}</h4>\n", "{0} {1}\n", "{0}\\\n{1}  \n{2}\n", "* {0}\n  * {1}\n",
    "1. {0}", "> {0}\n> * {1}\n", "| {0} | {1} |\n|---|---|\n| {2} |\n",
    "a | b\n-|-\n{0} | {1} | {2}\n", "* | {0} | b |\n  |---|---|\n  | {1} | {2}\n",
    "<div>{0}</div>\n", "<ul>\n<li>{0}</li>\n* {1}\n</ul>",
    "<table><tr><th>{0}</th></tr><tr><td rowspan=2>{1}</td><td>{2}</td></tr></table>\n",
    "<table>\n<tr><td>\n\n{0}\n\n* {1}\n\n</td></tr>\n</table>\n",
    "<details><summary>{0}</summary>\n\n{1}\n\n</details>\n",
    "<details>\n{0}\n* {1}\n</details>\n", "<h2>{0}</h2>\n", "<p>{0}<br>{1}</p>\n",
    "• {0}\n• {1}\n", "{{% hint %}}\n{0}\n{{% endhint %}}\n",
    "* {0} <details><summary>{1}</summary>{2}</details>\n", "```\n{0}\n```\n",
    "<blockquote>{0}</blockquote>", "Title {0}\n===\n", "<pre>{0}</pre>\n", "* [ ] {0}\n",
    "- {0}\n{1}\n\n      {2}\n", "<td>{0}</td>\n",
]  # fmt: skip
TAIL = "\n\n[ref]: https://example.org/ref\n[unused]: https://example.org/unused\n[^n]: see @\n"


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), max_size=6)):
        links = [draw(st.sampled_from(LINKS)) for _ in range(3)]
        if "|" in shape or "#" in shape:
            links = [link.replace("\n", " ") for link in links]
        parts.append(shape.format(*links) + draw(st.sampled_from(["\n", "\n\n"])))
    text = "".join(parts) + TAIL
    count = iter(range(1_000))
    return re.sub("@", lambda _: f"https://example.org/{next(count)}", text)


def addresses(text: str) -> list[str]:
    return re.findall(r"https://example\.org/\w+", text)


@settings(max_examples=300)
@given(documents())
def test_every_address_is_kept_and_counted_once(text: str) -> None:
    blocks = read_blocks(text).blocks
    uses = Counter(use.url for use in links_of(blocks))
    kept = set(uses)
    for block in blocks:
        if isinstance(block, Diagnostic):
            kept.update(addresses(block.text))
    assert set(addresses(text)) <= kept
    shared = {"https://example.org/ref", *addresses(TAIL), addresses(text)[-1]}
    assert [url for url, number in uses.items() if number > 1 and url not in shared] == []


def test_links_of_every_kind_of_block() -> None:
    text = """\
# [Head](https://example.org/1)

* [Item](https://example.org/2)
  [line below](https://example.org/3)

  > ![](one.png) [Quote](https://example.org/4)

| [Column](https://example.org/5) |
| --- |
| [![badge](two.svg)](https://example.org/6) [none]() |

<details><summary><a href="https://example.org/7">More</a></summary></details>

```
see https://example.org/8.
```
"""
    blocks = read_blocks(text).blocks
    assert list(links_of(blocks)) == [
        LinkUse(1, "Head", "https://example.org/1"),
        LinkUse(3, "Item", "https://example.org/2"),
        LinkUse(4, "line below", "https://example.org/3"),
        LinkUse(6, "Quote", "https://example.org/4"),
        LinkUse(8, "Column", "https://example.org/5"),
        LinkUse(10, "badge", "https://example.org/6", "image"),
        LinkUse(12, "More", "https://example.org/7"),
        LinkUse(14, "https://example.org/8", "https://example.org/8", "code"),
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Heron [](https://example.org/1)", "Heron https://example.org/1"),
        ("Heron [ ](https://example.org/1)", "Heron https://example.org/1"),
        ("Heron[ ](https://example.org/1)wades", "Heron https://example.org/1 wades"),
        (r"Heron \[[](https://example.org/1)]", "Heron [https://example.org/1]"),
        ("Heron [&#8203;](https://example.org/1), Code", "Heron https://example.org/1, Code"),
        ('Heron <a href="https://example.org/1"> </a>', "Heron https://example.org/1"),
        ('Heron <a href="https://example.org/1">', "Heron https://example.org/1"),
    ],
)
def test_a_web_address_is_the_text_of_a_link_without_text(source: str, shown: str) -> None:
    (block,) = read_blocks(source).blocks
    assert isinstance(block, Paragraph)
    assert block.rich.text == shown
    assert [(block.rich.text[s.start : s.end], s.url) for s in block.rich.links] == [
        ("https://example.org/1", "https://example.org/1")
    ]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("Heron [ ](heron.pdf)", "heron.pdf"),
        ('<p><a href="https://example.org/1"></p>', "https://example.org/1"),
        ('<details><summary><a href="https://example.org/1"></summary>', "https://example.org/1"),
    ],
)
def test_a_link_of_which_nothing_can_be_shown_is_reported(source: str, address: str) -> None:
    blocks = read_blocks(source).blocks
    (problem,) = [block for block in blocks if isinstance(block, Diagnostic)]
    assert (problem.line, problem.text) == (1, address)


def test_a_cell_keeps_the_link_that_nothing_follows() -> None:
    source = '<table><tr><td><a href="https://example.org/1"></td><td></td></tr></table>\n'
    (use,) = links_of(read_blocks(source).blocks)
    assert use == LinkUse(1, "https://example.org/1", "https://example.org/1")
